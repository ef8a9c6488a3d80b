-- rule: X09 | error | 表6 因公出国（境）费用、公务接待费、公务用车运行维护费不大于表10 该项
-- why: 表6 的基本支出中，因公出国（境）费用（30212）、公务接待费（30217）、公务用车运行维护费（30231）都属于“三公”经费，
--      不应大于表10 该项；表10 还含项目支出安排的部分，所以可以更大。表10 分资金的，与其一般公共预算比。
--      表10 未单列该项的行，与包含该项的行（公务用车购置及运行费，或合计）比；表10 无数的，该项按0计。
WITH spent AS (
    SELECT etl.doc_no(r.table_key) AS doc_no, r.dep_eco_code, min(r.row_no) AS row_no,
           min(r.dep_bgt_eco_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total, count(r.total) AS figures
    FROM etl.check_economic_rows AS r
    WHERE r.table_no = 6 AND r.dep_eco_code IN ('30212', '30217', '30231') AND r.row_kind = 'leaf'
    GROUP BY r.table_key, r.dep_eco_code
),
printed AS (
    SELECT s.doc_no, r.item_key, min(r.item COLLATE "C") AS item,
           min(coalesce(r.general_public_budget, r.total)) AS amount,
           CASE WHEN min(r.general_public_budget) IS NULL THEN 'total' ELSE 'general_public_budget' END AS column_name
    FROM staging.three_public AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.item_key IN ('overseas_travel', 'reception', 'vehicle_operation', 'vehicles', 'total')
    GROUP BY s.doc_no, r.item_key
),
-- The line of table 10 that each is in: the narrowest that is printed.
held AS (
    SELECT DISTINCT ON (e.doc_no, e.dep_eco_code)
           e.doc_no, e.dep_eco_code, e.row_no, e.name, e.total, e.figures, p.item_key, p.item, p.amount, p.column_name
    FROM spent AS e
    LEFT JOIN printed AS p ON p.doc_no = e.doc_no
        AND (p.item_key = 'total'
             OR p.item_key = CASE e.dep_eco_code WHEN '30212' THEN 'overseas_travel' WHEN '30217' THEN 'reception'
                                 ELSE 'vehicle_operation' END
             OR p.item_key = 'vehicles' AND e.dep_eco_code = '30231')
    ORDER BY e.doc_no, e.dep_eco_code, CASE p.item_key WHEN 'total' THEN 2 WHEN 'vehicles' THEN 1 ELSE 0 END
),
broken AS (
    SELECT s.mof_div_code, s.doc_id, 'basic_expenditure_by_economic'::text AS table_name, h.row_no,
           etl.row_label(h.dep_eco_code, h.name, h.row_no) AS row_label, h.total AS actual,
           coalesce(h.amount, 0) AS expected,
           CASE WHEN h.item_key IS NULL THEN etl.zh_table('three_public') || '（未印数）'
                ELSE etl.zh_place('three_public', h.item, h.column_name) END AS other,
           (h.figures * s.places[6] + num_nonnulls(h.amount) * s.places[10]) * 0.5 AS tolerance,
           s.units, s.places
    FROM held AS h
    JOIN etl.check_scope AS s ON s.doc_no = h.doc_no
    LEFT JOIN etl.check_facts AS f ON f.table_key = etl.table_key(s.doc_no, 10)
    WHERE h.total > coalesce(h.amount, 0) AND s.units[10] IS NOT NULL
      AND (h.item_key IS NOT NULL OR coalesce(f.rows_printed, 0) = 0)
)
SELECT 'X09' AS rule_id, b.mof_div_code, b.doc_id, b.table_name, b.row_no, b.row_label, 'total' AS column_name,
       b.expected * 0.01 AS expected, b.actual * 0.01 AS actual, b.tolerance * 0.01 AS tolerance, '元' AS unit,
       etl.cross_message(etl.zh_place(b.table_name, b.row_label, 'total'), b.actual, b.units[6], b.places[6], '≤',
           b.other, b.expected, b.units[10], b.places[10], b.tolerance) AS message,
       etl.pair_hint(b.actual, b.expected, b.tolerance, b.places[6]) AS hint
FROM broken AS b
