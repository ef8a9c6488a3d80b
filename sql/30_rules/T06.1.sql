-- rule: T06.1 | error | 表6 每行合计等于人员经费加公用经费
-- why: 基本支出由人员经费与公用经费组成，每一行两者之和应等于合计。整张表都未分人员、公用的不比。
WITH broken AS MATERIALIZED (
    SELECT r.table_key, r.row_no,
           etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code,
               r.gov_bgt_eco_name, r.row_no) AS row_label, 'total'::text AS column_name,
           r.total AS actual, coalesce(r.personnel, 0) + coalesce(r.public, 0) AS expected,
           num_nonnulls(r.personnel, r.public)::bigint AS figures
    FROM etl.check_economic_rows AS r
    JOIN etl.check_facts AS f ON f.table_key = r.table_key AND f.has_basic_kinds
    WHERE r.table_no = 6
      AND coalesce(r.total, 0) <> coalesce(r.personnel, 0) + coalesce(r.public, 0)
)
SELECT 'T06.1' AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本行人员经费与公用经费合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
