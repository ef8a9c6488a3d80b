#!/usr/bin/env bash
# Which notes say that rows are withheld for secrecy, so that parts may fall short of their total, and which deny it.
. "$(dirname "$0")/../support/lib.sh"
hz_server_start
db=$(hz_fresh_db withheld)
check_exit "init" 0 "$HUIZONG" --db "$db" -q init

# notes EXPECTED: of each line of the input.
notes() {
    local note
    while IFS= read -r note; do
        check_eq "$note" "$1" "$(hz_sql "$db" "SELECT etl.says_withheld('$note')")"
    done
}
notes t << 'EOF'
（注：根据国家保密法律法规和有关保密事项范围的规定，部分具体项目信息公开时予以剔除。）
（注：部分具体项目信息公开时予以剔除。）
注：涉密内容剔除。
注：部分内容按保密规定未列示
注：因保密原因，部分项目不列示
按规定，涉密事项不予公开。
涉密事项不予以公开
除涉密内容外，全部公开
注：本表不含涉密项目。
注：仅公开非涉密项目。
注：本表只列示本单位非涉密项目
注：不涉密项目公开，涉密项目剔除。
注：未列示涉密项目
注：因无法公开，涉密项目未列示
注：涉密项目无法公开
注：没有公开涉密项目
EOF
notes f << 'EOF'
注：本表无数据
注：本单位不涉及涉密事项。
注：本单位无涉密项目，全部公开。
注：没有涉密内容
注：不存在因涉密剔除的项目
注：无按规定不予公开的事项
本单位为非涉密单位
本部门不涉密，全部公开
注：没有需要剔除的涉密内容。
注：无需剔除
根据国家保密法规定审查，本单位无涉密事项
注：涉密项目：无。
EOF
check_eq "no note" "" "$(hz_sql "$db" "SELECT etl.says_withheld(NULL)")"

hz_done
