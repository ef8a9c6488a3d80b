-- Words for findings: how a table, a column, an amount and a difference are called in a message to a finance
-- clerk. One call makes one piece of text; they are called for offending rows alone.

-- The number and name of a disclosure table.
CREATE OR REPLACE FUNCTION etl.zh_table(table_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE table_name
        WHEN 'budget_summary' THEN '表1 预算收支总表'
        WHEN 'revenue' THEN '表2 预算收入总表'
        WHEN 'expenditure' THEN '表3 预算支出总表'
        WHEN 'appropriation_summary' THEN '表4 财政拨款收支总表'
        WHEN 'general_public_expenditure' THEN '表5 一般公共预算支出预算表'
        WHEN 'basic_expenditure_by_economic' THEN '表6 一般公共预算安排基本支出分经济科目表'
        WHEN 'government_fund_revenue' THEN '表7 政府性基金预算收入表'
        WHEN 'government_fund_expenditure' THEN '表8 政府性基金预算支出表'
        WHEN 'state_capital' THEN '表9 国有资本经营预算收支预算表'
        WHEN 'three_public' THEN '表10 财政拨款安排“三公”经费支出预算表'
        WHEN 'operating_expenses' THEN '表11 财政拨款安排机关运行经费预算表'
        WHEN 'projects_current' THEN '表12 项目支出预算表（本年预算）'
        WHEN 'projects_carryover' THEN '表13 项目支出预算表（上年结转）'
        WHEN 'basic_expenditure' THEN '表14 基本支出预算表'
        WHEN 'procurement_budget' THEN '表15 政府采购预算表'
        WHEN 'narrative' THEN '文字说明'
        WHEN 'procurement' THEN '政府采购情况'
        WHEN 'state_assets' THEN '国有资产占有使用情况'
        WHEN 'performance_targets' THEN '项目支出绩效目标表'
        WHEN 'document' THEN '公开文件'
        ELSE table_name END
$$;

-- The heading of an amount column.
CREATE OR REPLACE FUNCTION etl.zh_column(column_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE column_name
        WHEN 'amount' THEN '金额'
        WHEN 'total' THEN '合计'
        WHEN 'current' THEN '当年预算安排'
        WHEN 'carryover' THEN '上年结转'
        WHEN 'basic' THEN '基本支出'
        WHEN 'personnel' THEN '人员经费'
        WHEN 'public' THEN '公用经费'
        WHEN 'project' THEN '项目支出'
        WHEN 'carry_forward' THEN '结转下年'
        WHEN 'fiscal_appropriation' THEN '财政拨款小计'
        WHEN 'general_public_budget' THEN '一般公共预算'
        WHEN 'government_fund' THEN '政府性基金预算'
        WHEN 'state_capital' THEN '国有资本经营预算'
        WHEN 'fiscal_special_account' THEN '财政专户管理资金'
        WHEN 'agency_funds' THEN '单位资金'
        WHEN 'institution_income' THEN '事业收入'
        WHEN 'superior_subsidy' THEN '上级补助收入'
        WHEN 'subordinate_remittance' THEN '附属单位上缴收入'
        WHEN 'institution_business_income' THEN '事业单位经营收入'
        WHEN 'other_income' THEN '其他收入'
        WHEN 'non_fiscal_balance' THEN '使用非财政拨款结余'
        WHEN 'prior_total' THEN '上年预算数'
        WHEN 'change' THEN '增减额'
        WHEN 'change_pct' THEN '增减比例'
        WHEN 'pct' THEN '占比'
        WHEN 'count' THEN '个数'
        WHEN 'prior_amount' THEN '上年数'
        WHEN 'annual_total' THEN '年度资金总额'
        WHEN 'term_total' THEN '实施期资金总额'
        WHEN 'kpi_val' THEN '指标值'
        WHEN 'dept_code' THEN '主管部门代码'
        WHEN 'pro_name' THEN '项目名称'
        WHEN 'exp_func_code' THEN '科目编码'
        WHEN 'exp_func_name' THEN '科目名称'
        WHEN 'dep_bgt_eco_name' THEN '部门预算支出经济分类科目名称'
        WHEN 'gov_bgt_eco_code' THEN '政府预算支出经济分类科目编码'
        WHEN 'agency_code' THEN '单位代码'
        WHEN 'agency_name' THEN '单位名称'
        WHEN 'actual' THEN '实有数'
        ELSE column_name END
$$;

-- The same in one table: the heading that its form prints, where that is another.
CREATE OR REPLACE FUNCTION etl.zh_column(table_name text, column_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN table_name = 'budget_summary' AND column_name = 'carryover' THEN '上年结转安排'
        WHEN table_name = 'appropriation_summary' AND column_name = 'total' THEN '小计'
        ELSE etl.zh_column(column_name) END
$$;

-- An amount as the table prints it: its unit, its decimals (more where the figure has more), thousands
-- separators.
CREATE OR REPLACE FUNCTION etl.zh_amount(fen bigint, unit_fen bigint, last_place_fen bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(fen::numeric / unit_fen,
               'FM999,999,999,999,999,990' ||
               CASE WHEN last_place_fen <= 0 OR fen % last_place_fen <> 0
                       THEN '.' || repeat('0', scale(trim_scale(fen::numeric / unit_fen)))
                   WHEN last_place_fen < unit_fen
                       THEN '.' || repeat('0', length((unit_fen / last_place_fen)::text) - 1)
                   ELSE '' END) ||
           CASE unit_fen WHEN 100 THEN '元' WHEN 100000 THEN '千元' WHEN 1000000 THEN '万元' ELSE '亿元' END
$$;

-- How a row is called in a finding: code and name as printed, or else its place.
CREATE OR REPLACE FUNCTION etl.row_label(code text, name text, row_no integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(concat_ws(' ', code, name), ''), '第' || row_no || '行')
$$;

-- The same for a row by economic subject: the department's subject, and the government's beside it.
CREATE OR REPLACE FUNCTION etl.economic_label(dep_code text, dep_name text, gov_code text, gov_name text,
    row_no integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(concat_ws('／', nullif(concat_ws(' ', dep_code, dep_name), ''),
                                     nullif(concat_ws(' ', gov_code, gov_name), '')), ''),
                    '第' || row_no || '行')
$$;

-- A label in quotation marks; those inside it become single ones.
CREATE OR REPLACE FUNCTION etl.zh_quoted(label text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '“' || translate(label, '“”', '‘’') || '”' $$;

-- Where a figure stands: table, row, column (a row that should stand there and doesn't has no label).
CREATE OR REPLACE FUNCTION etl.zh_place(table_name text, row_label text, column_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT etl.zh_table(table_name) || coalesce(etl.zh_quoted(row_label), '（未印）') ||
           CASE WHEN table_name IN ('narrative', 'procurement', 'state_assets', 'performance_targets', 'document')
               THEN '的' || etl.zh_column(column_name)
               ELSE '行“' || etl.zh_column(table_name, column_name) || '”列' END
$$;

-- By how much a printed figure and what it ought to be may differ, in fen: half of the last printed place
-- for each figure that was rounded (those added, and the one under test where it is not blank).
CREATE OR REPLACE FUNCTION etl.tolerance_fen(figures bigint, actual bigint, last_place_fen bigint)
RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (figures + CASE WHEN actual IS NULL THEN 0 ELSE 1 END) * last_place_fen * 0.5
$$;

-- A sum that does not add up, in words. `parts` says what was added: 其下各款合计.
CREATE OR REPLACE FUNCTION etl.sum_message(table_name text, row_label text, column_name text, parts text,
    actual bigint, expected bigint, figures bigint, unit_fen bigint, last_place_fen bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT etl.zh_place(table_name, row_label, column_name) ||
           CASE WHEN actual IS NULL THEN '未印数'
               ELSE '印为' || etl.zh_amount(actual, unit_fen, last_place_fen) END ||
           '，' || parts || etl.zh_amount(expected, unit_fen, last_place_fen) || '，' ||
           CASE WHEN abs(coalesce(actual, 0) - expected) <= etl.tolerance_fen(figures, actual, last_place_fen)
               THEN '相差' || etl.zh_amount(abs(coalesce(actual, 0) - expected), unit_fen, last_place_fen) ||
                    '（四舍五入所致）'
               ELSE CASE WHEN coalesce(actual, 0) > expected THEN '印数多' ELSE '印数少' END ||
                    etl.zh_amount(abs(coalesce(actual, 0) - expected), unit_fen, last_place_fen) ||
                    '，请核对' END
$$;

-- Whether two neighbouring digits of one amount, swapped, give the other. The difference is then 9 times that of the two
-- digits, at their place: its trailing zeros say which.
CREATE OR REPLACE FUNCTION etl.digits_swapped(one bigint, other bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN one = other OR (one - other) % 9 <> 0 THEN false
        ELSE (
            SELECT (one / (d.place * 10) % 10 - one / d.place % 10) * 9 * d.place = one - other
            FROM (
                SELECT (10::numeric ^ (length(w.digits) - length(rtrim(w.digits, '0'))))::numeric(20)::bigint AS place
                FROM (SELECT abs(one - other)::text AS digits) AS w
            ) AS d
        ) END
$$;

-- What probably happened where a sum is off beyond rounding; NULL where the figures don't say. The multiples are
-- numeric: the largest amounts times 10,000 are beyond a bigint.
CREATE OR REPLACE FUNCTION etl.sum_hint(actual bigint, expected bigint, figures bigint, last_place_fen bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN abs(coalesce(actual, 0) - expected) <= etl.tolerance_fen(figures, actual, last_place_fen) THEN NULL
        WHEN actual IS NULL OR actual = 0 OR expected = 0 THEN NULL
        WHEN actual = expected * 10.0 OR expected = actual * 10.0 THEN '恰为10倍，可能小数点错了一位'
        WHEN actual = expected * 100.0 OR expected = actual * 100.0 THEN '恰为100倍，可能小数点错了两位'
        WHEN actual = expected * 10000.0 OR expected = actual * 10000.0 THEN '恰为10,000倍，可能误用了金额单位'
        WHEN actual = -expected THEN '数值相同而正负相反，可能漏印或多印了负号'
        WHEN etl.digits_swapped(actual, expected) THEN '差额是9的倍数，可能有相邻两位数字印颠倒'
        END
$$;

-- Two figures of different places that don't go together, in words. `relation` says how they ought to: = or ≤;
-- `other` where the second stands, or of what it is made up. A place that ends in 应 is of a figure that is reckoned, not
-- printed. The difference is in the unit of the figure that is printed to the finer place.
CREATE OR REPLACE FUNCTION etl.cross_message(place text, actual bigint, unit_fen bigint, last_place_fen bigint,
    relation text, other text, expected bigint, other_unit_fen bigint, other_last_place_fen bigint,
    tolerance numeric) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT place || CASE WHEN actual IS NULL THEN '未印数'
               ELSE CASE WHEN place LIKE '%应' THEN '为' ELSE '印为' END || etl.zh_amount(actual, unit_fen, last_place_fen) END ||
           '，' || other || '为' || etl.zh_amount(expected, other_unit_fen, other_last_place_fen) ||
           CASE relation WHEN '≤' THEN '，前者不应大于后者，但多' WHEN '≥' THEN '，前者不应小于后者，但少'
               ELSE '，两者应相等，但相差' END ||
           etl.zh_amount(abs(coalesce(actual, 0) - expected),
               CASE WHEN other_last_place_fen < last_place_fen THEN other_unit_fen ELSE unit_fen END,
               least(last_place_fen, other_last_place_fen)) ||
           CASE WHEN abs(coalesce(actual, 0) - expected) <= tolerance THEN '（四舍五入所致）' ELSE '，请核对' END
$$;

-- What probably happened where two figures that ought to be equal are not; NULL where they don't say.
CREATE OR REPLACE FUNCTION etl.pair_hint(actual bigint, expected bigint, tolerance numeric, last_place_fen bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN abs(coalesce(actual, 0) - expected) > tolerance
                THEN etl.sum_hint(actual, expected, 0, last_place_fen) END
$$;

-- What the prose speaks of: a `figure` of the format.
CREATE OR REPLACE FUNCTION etl.zh_figure(figure text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE figure
        WHEN 'revenue_total' THEN '收入预算'
        WHEN 'expenditure_total' THEN '支出预算'
        WHEN 'appropriation_total' THEN '财政拨款收支总预算'
        WHEN 'general_public_current_expenditure' THEN '一般公共预算当年支出'
        WHEN 'three_public.total' THEN '“三公”经费'
        WHEN 'three_public.overseas_travel' THEN '因公出国（境）费'
        WHEN 'three_public.reception' THEN '公务接待费'
        WHEN 'three_public.vehicles' THEN '公务用车购置及运行费'
        WHEN 'three_public.vehicle_purchase' THEN '公务用车购置费'
        WHEN 'three_public.vehicle_operation' THEN '公务用车运行维护费'
        WHEN 'operating_expenses' THEN '机关运行经费'
        WHEN 'government_fund_expenditure' THEN '政府性基金预算支出'
        WHEN 'state_capital_expenditure' THEN '国有资本经营预算支出'
        ELSE figure END
$$;

-- A percentage as prose prints it.
CREATE OR REPLACE FUNCTION etl.zh_percent(pct numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT trim_scale(round(pct, 2))::text || '%' $$;

-- How many fen a unit of money has, and its last printed place where nothing is said of it (FORMAT: 2 decimals).
CREATE OR REPLACE FUNCTION etl.unit_fen(amount_unit text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE amount_unit WHEN '元' THEN 100 WHEN '千元' THEN 100000 WHEN '亿元' THEN 100000000 * 100::bigint
               ELSE 1000000 END
$$;

CREATE OR REPLACE FUNCTION etl.unit_place_fen(amount_unit text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT etl.unit_fen(amount_unit) / 100 $$;
