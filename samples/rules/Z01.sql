-- rule: Z01 | warning | 表10 公务接待费不超过表11 机关运行经费的5%
-- why: 某市的要求（自定规则的样例）：公务接待费应从严控制，超过机关运行经费5%的，须说明原因。

-- 一个文件一条规则，文件名即规则号；Z 开头的号留给自定规则，不会与内置的重复。放进配置 rules_dir 所指的目录即可。
-- 一行即一处不符，列如下；只查 etl.check_scope 中的文件（etl.check_totals 等 etl.check_… 只含这些文件；
-- 逐行的 etl.check_…_rows 以 table_key 标明是哪份文件的哪张表，与 etl.check_table 相连即得）。
-- 库中金额以分为单位，输出以元为单位；places 为各表最末一位合多少分，units 为金额单位合多少分；差额在容差以内的记为四舍五入。
SELECT 'Z01' AS rule_id, t.mof_div_code, t.doc_id, 'three_public' AS table_name, t.t10_reception_row AS row_no,
       '公务接待费' AS row_label, 'total' AS column_name,
       t.t11_total * 0.05 * 0.01 AS expected, t.t10_reception * 0.01 AS actual,
       (t.places[10] + t.places[11] * 0.05) * 0.5 * 0.01 AS tolerance, '元' AS unit,
       '公务接待费' || etl.zh_amount(t.t10_reception, t.units[10], t.places[10]) || '，超过机关运行经费'
           || etl.zh_amount(t.t11_total, t.units[11], t.places[11]) || '的5%，请说明原因' AS message,
       NULL AS hint
FROM etl.check_totals AS t
WHERE t.t10_reception > t.t11_total * 0.05
