-- rule: T01.3 | error | 表1 支出每行合计等于当年预算安排加上年结转安排
-- why: 支出侧印有当年预算安排或上年结转安排的行，两者之和应等于合计。
WITH broken AS MATERIALIZED (
    SELECT r.table_key, r.row_no,
           etl.row_label(NULL, r.item, r.row_no) AS row_label, 'total'::text AS column_name,
           r.total AS actual, coalesce(r.current, 0) + coalesce(r.carryover, 0) AS expected,
           num_nonnulls(r.current, r.carryover)::bigint AS figures
    FROM etl.check_summary_expenditure AS r
    WHERE num_nonnulls(r.current, r.carryover) > 0
      AND coalesce(r.total, 0) <> coalesce(r.current, 0) + coalesce(r.carryover, 0)
)
SELECT 'T01.3' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本行当年预算安排与上年结转安排合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
