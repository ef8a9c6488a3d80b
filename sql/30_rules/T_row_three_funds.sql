-- rule: T04.1 | error | 表4 支出每行合计等于三项预算之和
-- rule: T10.3 | error | 表10 每行合计等于三项预算之和
-- rule: T11.1 | error | 表11 每行合计等于三项预算之和
-- rule: T13.1 | error | 表13 每行合计等于三项预算之和
-- why: 财政拨款只有一般公共预算、政府性基金预算、国有资本经营预算三项来源，每一行三项之和应等于合计。
--      整张表都未分资金（只印合计）的不比。
WITH broken AS MATERIALIZED (
    SELECT r.table_key, r.row_no,
           etl.row_label(NULL, r.name, r.row_no) AS row_label, 'total'::text AS column_name,
           r.total AS actual, r.three_funds AS expected, r.three_funds_n::bigint AS figures
    FROM (
        SELECT f.table_key, f.table_no, f.row_no, f.name, f.total,
               coalesce(f.general_public_budget, 0) + coalesce(f.government_fund, 0)
                   + coalesce(f.state_capital, 0) AS three_funds,
               num_nonnulls(f.general_public_budget, f.government_fund, f.state_capital) AS three_funds_n
        FROM etl.check_three_fund_rows AS f
    ) AS r
    JOIN etl.check_facts AS printed ON printed.table_key = r.table_key AND printed.has_three_funds
    WHERE coalesce(r.total, 0) <> r.three_funds
)
SELECT CASE t.table_name WHEN 'appropriation_summary' THEN 'T04.1' WHEN 'three_public' THEN 'T10.3'
           WHEN 'operating_expenses' THEN 'T11.1' ELSE 'T13.1' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本行一般公共预算、政府性基金预算、国有资本经营预算合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
