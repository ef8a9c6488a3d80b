# Sourced after lib.sh by the tests of the rollups: variants of the samples, and comparing every figure with what
# tests/support/expected_rollups.py computes from the documents alone.
support=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fenyang=$HUIZONG_SAMPLES_DIR/fenyang/141182000-407001-2025.json
putuo=$HUIZONG_SAMPLES_DIR/putuo
yantai=$HUIZONG_SAMPLES_DIR/yantai

# reference DIR [ROSTER-LINE]…: the catalogues of config/ with a roster of the test's own
reference() {
    local dir=$1
    shift
    mkdir -p "$dir"
    cp "$HUIZONG_SOURCE_DIR"/config/*.csv "$dir"
    {
        echo 'fiscal_year,mof_div_code,dept_code,dept_name,agency_code,agency_name'
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } > "$dir/agencies.csv"
    printf 'reference_dir = %s\nhold_on = %s\n' "$dir" "${hold_on:-never}" > "$dir/huizong.conf"
}

# variant FROM TO PYTHON: the document FROM, changed by statements on `d`, as TO
variant() {
    python3 - "$@" <<'PY'
import json, sys
from decimal import Decimal

class Exact(json.JSONEncoder):
    def default(self, value):
        return str(value)

source, target, change = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    d = json.load(file, parse_float=Decimal)
d["source"] = {"title": "made-up test document"}

def rows(table, code, member="rows"):
    return [r for r in d["tables"][table][member] if r["exp_func_code"] == code]
exec(change)
with open(target, "w", encoding="utf-8") as file:
    json.dump(d, file, ensure_ascii=False, cls=Exact)
PY
}

# check_figures DESCRIPTION DB REFERENCE-DIR FILE…: every figure of every level, both ways
check_figures() {
    local description=$1 db=$2 reference=$3 differences
    shift 3
    python3 "$support/expected_rollups.py" "$reference" "$reference/agencies.csv" "$@" > "$hz_scratch/expected" ||
        hz_fail "$description: no expected figures"
    psql -XqAt -v ON_ERROR_STOP=1 -d "$db" -f "$support/rollup_figures.sql" > "$hz_scratch/figures"
    differences=$(diff <(LC_ALL=C sort "$hz_scratch/expected") <(LC_ALL=C sort "$hz_scratch/figures") | head -20)
    check_eq "$description: every figure as computed from the documents" "" "$differences"
    check_eq "$description: there are figures" yes "$([ -s "$hz_scratch/expected" ] && echo yes)"
}

# row_versions DB CONDITION: changes where a row that meets it was written anew
row_versions() {
    hz_sql "$1" "SELECT md5(string_agg(v.version, ' ' ORDER BY v.version)) FROM (
        SELECT 'f' || r.xmin || r.ctid AS version FROM rollup.expenditure_by_function AS r WHERE $2
        UNION ALL SELECT 'r' || r.xmin || r.ctid FROM rollup.revenue_by_source AS r WHERE $2
        UNION ALL SELECT 'c' || r.xmin || r.ctid FROM rollup.coverage AS r WHERE $2) AS v"
}

# made_up DIR: layouts that the samples don't show, each as an agency of its own in one division.
made_up() {
    local dir=$1 one="$yantai/370600000-228-2026-department.json"
    layout() { # CODE FROM PYTHON
        variant "$2" "$dir/$1.json" "d.update(mof_div_code='141100000', fiscal_year=2025, scope='unit', dept_code='500',
agency_code='$1', agency_name='虚构单位$1'); $3"
    }
    layout 500001 "$fenyang" "d['tables']['expenditure']['rows'] += [dict(rows('expenditure', '2080101')[0])]"
    layout 500002 "$one" "
for r in d['tables']['revenue']['rows']:
    if r['exp_func_code'] in (None, '201', '20106', '2010601'):
        r['carryover'] = 100
        r['general_public_budget'] -= 100"
    layout 500003 "$fenyang" "del d['tables']['expenditure']"
    layout 500004 "$fenyang" "del d['tables']['expenditure'], d['tables']['revenue']"
    layout 500005 "$one" "
item = {r['item']: r for r in d['tables']['budget_summary']['revenue']}
item['上级补助收入']['amount'] = 12.5
item['附属单位上缴收入']['amount'] = 7
item['上年结转']['amount'] = 3"
    layout 500006 "$fenyang" "
d['tables']['expenditure']['rows'] = [r for r in d['tables']['expenditure']['rows'] if len(r['exp_func_code'] or '') <= 5]
d['tables']['revenue']['rows'] = [r for r in d['tables']['revenue']['rows'] if len(r['exp_func_code'] or '') <= 3]"
    layout 500007 "$fenyang" "
d['tables']['three_public']['rows'] = [dict(r, total='—') if '①' in r['item'] or '②' in r['item'] else r for r in d['tables']['three_public']['rows']]
d['tables']['budget_summary']['revenue'] = [dict(r, item='六、上年结转') if r['item'] == '上年结转' else r
 for r in d['tables']['budget_summary']['revenue'] if r['item'] != '本年收入合计']"
    layout 500008 "$fenyang" "rows('expenditure', '2080101')[0]['exp_func_code'] = '2089977'; rows('revenue', '2080101')[0]['exp_func_code'] = '2089977'
d['tables']['three_public']['rows'][1].update(total=-1.25, general_public_budget='-1.25')
d['tables']['basic_expenditure_by_economic']['rows'][2]['dep_bgt_eco_name'] = '虚构工资'"
    layout 500009 "$fenyang" "
d['tables'] = {'three_public': d['tables']['three_public'], 'government_fund_expenditure': {'title': '表8', 'amount_unit': '元', 'rows': [
 {'exp_func_code': '21208', 'exp_func_name': '国有土地使用权出让收入安排的支出', 'total': '1,000.01'}]}}"
}
