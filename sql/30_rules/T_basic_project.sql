-- rule: T03.1 | error | 表3 每行合计等于基本支出加项目支出
-- rule: T05.1 | error | 表5 每行合计等于基本支出加项目支出，基本支出等于人员经费加公用经费
-- rule: T08.1 | error | 表8 每行合计等于基本支出加项目支出，基本支出等于人员经费加公用经费
-- why: 支出按基本支出与项目支出划分，每一行都应两相加等于合计；有的地方合计含结转下年，有的不含，
--      两种读法有一种成立即可。基本支出分列人员经费、公用经费的，两者之和应等于基本支出。
WITH broken AS MATERIALIZED (
    SELECT k.table_key, k.row_no, k.row_label, k.column_name, k.parts,
           k.actual, k.expected, k.figures
    FROM etl.basic_project_breaks(false) AS k
)
SELECT CASE t.table_name WHEN 'expenditure' THEN 'T03.1'
           WHEN 'general_public_expenditure' THEN 'T05.1' ELSE 'T08.1' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本行' || b.parts,
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
