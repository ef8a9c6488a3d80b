-- rule: H02 | error | 表2 各类等于其款之和，各款等于其项之和
-- rule: H03 | error | 表3 各类等于其款之和，各款等于其项之和
-- rule: H05 | error | 表5 各类等于其款之和，各款等于其项之和
-- rule: H08 | error | 表8 各类等于其款之和，各款等于其项之和
-- rule: H15 | error | 表15 各类等于其款之和，各款等于其项之和
-- rule: S02 | error | 表2 合计等于各类之和
-- rule: S03 | error | 表3 合计等于各类之和
-- rule: S05 | error | 表5 合计等于各类之和
-- rule: S08 | error | 表8 合计等于各类之和
-- rule: S15 | error | 表15 合计等于各类之和
-- why: 按功能科目列示的表，上级科目的每一列都应等于其下级科目之和，合计行等于各类之和；
--      下级科目未印的不比。注明因保密剔除部分内容的文件，各部分之和可以小于上级，不得大于上级。
WITH broken AS MATERIALIZED (
    SELECT e.table_key, e.row_no, e.exp_func_code, e.row_label, e.column_name,
           e.actual, e.expected, e.figures
    FROM etl.expenditure_sum_breaks(false) AS e
    UNION ALL
    SELECT r.table_key, r.row_no, r.exp_func_code, r.row_label, r.column_name,
           r.actual, r.expected, r.figures
    FROM etl.source_sum_breaks AS r
)
SELECT CASE WHEN b.exp_func_code IS NULL THEN 'S' ELSE 'H' END ||
           CASE t.table_name WHEN 'revenue' THEN '02' WHEN 'expenditure' THEN '03'
               WHEN 'general_public_expenditure' THEN '05' WHEN 'government_fund_expenditure' THEN '08'
               ELSE '15' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           CASE length(b.exp_func_code) WHEN 3 THEN '其下各款合计' WHEN 5 THEN '其下各项合计'
               ELSE '各类合计' END,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
