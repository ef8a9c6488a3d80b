-- rule: X15 | error | 表14 合计等于表3 基本支出，各部门经济科目的一般公共预算等于表6
-- why: 表14 列示全部资金的基本支出，合计应等于表3 合计的基本支出；其中一般公共预算一列，每个经济科目应等于表6 的该科目。
--      两表都印政府预算支出经济分类科目的，按部门预算、政府预算两个科目成对比较，否则按部门预算科目比较。认不出科目的行不比。
WITH documents AS MATERIALIZED (
    -- Those that print both tables, by funds.
    SELECT s.doc_no
    FROM etl.check_scope AS s
    JOIN etl.check_facts AS a ON a.table_key = etl.table_key(s.doc_no, 6) AND a.rows_printed > 0
    JOIN etl.check_facts AS b ON b.table_key = etl.table_key(s.doc_no, 14) AND b.has_three_funds
),
rows AS MATERIALIZED (
    SELECT b.doc_no, r.table_no, r.row_no, r.row_kind, r.dep_bgt_eco_name, r.gov_bgt_eco_name,
           CASE WHEN r.row_kind = 'total' THEN '' ELSE r.dep_eco_code END AS dep_code,
           r.gov_eco_code, r.total, r.general_public_budget
    FROM etl.check_economic_rows AS r
    JOIN documents AS b ON b.doc_no = etl.doc_no(r.table_key)
    WHERE r.row_kind = 'total' OR r.dep_eco_code IS NOT NULL
),
-- Whether every item has its government subject, in both tables.
paired AS (
    SELECT r.doc_no,
           bool_and(r.gov_eco_code IS NOT NULL OR r.row_kind = 'total') AS by_pairs,
           bool_or(r.table_no = 14 AND r.general_public_budget IS NOT NULL) AS by_funds
    FROM rows AS r
    GROUP BY r.doc_no
    HAVING bool_or(r.table_no = 6 AND r.total IS NOT NULL) AND bool_or(r.table_no = 14 AND r.total IS NOT NULL)
),
subjects AS (
    SELECT r.doc_no, r.dep_code, CASE WHEN p.by_pairs THEN r.gov_eco_code END AS gov_code,
           coalesce(min(r.row_no) FILTER (WHERE r.table_no = 14), min(r.row_no)) AS row_no,
           min(r.dep_bgt_eco_name COLLATE "C") AS name,
           CASE WHEN p.by_pairs THEN min(r.gov_bgt_eco_name COLLATE "C") END AS gov_name,
           etl.sum_fen(r.general_public_budget) FILTER (WHERE r.table_no = 14) AS actual,
           etl.sum_fen(r.total) FILTER (WHERE r.table_no = 6) AS expected,
           count(r.total) FILTER (WHERE r.table_no = 6) AS expected_n,
           greatest(count(r.general_public_budget) FILTER (WHERE r.table_no = 14), 1) AS actual_n
    FROM rows AS r
    JOIN paired AS p ON p.doc_no = r.doc_no AND p.by_funds
    GROUP BY r.doc_no, r.dep_code, p.by_pairs, CASE WHEN p.by_pairs THEN r.gov_eco_code END
    HAVING coalesce(etl.sum_fen(r.general_public_budget) FILTER (WHERE r.table_no = 14), 0)
        <> coalesce(etl.sum_fen(r.total) FILTER (WHERE r.table_no = 6), 0)
),
broken AS (
    SELECT b.doc_no, b.row_no,
           CASE WHEN b.dep_code = '' THEN '合计'
                ELSE etl.economic_label(b.dep_code, b.name, b.gov_code, b.gov_name, b.row_no) END AS row_label,
           'general_public_budget'::text AS column_name, b.actual, coalesce(b.expected, 0) AS expected, 6 AS other_no,
           CASE WHEN b.actual IS NULL THEN 0 ELSE b.actual_n END AS actual_n, b.expected_n
    FROM subjects AS b
    UNION ALL
    SELECT t.doc_no, t.t14_row, '合计', 'total', t.t14_total, coalesce(e.basic, 0), 3,
           num_nonnulls(t.t14_total), num_nonnulls(e.basic)
    FROM etl.check_totals AS t
    JOIN etl.check_expenditure_rows AS e ON e.table_key = etl.table_key(t.doc_no, 3) AND e.subject_no = 0
    WHERE t.t14_row IS NOT NULL AND coalesce(t.t14_total, 0) <> coalesce(e.basic, 0)
      AND num_nonnulls(e.basic, e.project) > 0
),
measured AS (
    SELECT b.*, s.mof_div_code, s.doc_id, s.units, s.places, (b.actual_n * s.places[14] + b.expected_n * s.places[b.other_no]) * 0.5 AS tolerance
    FROM broken AS b
    JOIN etl.check_scope AS s ON s.doc_no = b.doc_no
)
SELECT 'X15' AS rule_id, m.mof_div_code, m.doc_id, 'basic_expenditure' AS table_name, m.row_no, m.row_label,
       m.column_name, m.expected * 0.01 AS expected, coalesce(m.actual, 0) * 0.01 AS actual,
       m.tolerance * 0.01 AS tolerance, '元' AS unit,
       etl.cross_message(etl.zh_place('basic_expenditure', m.row_label, m.column_name), m.actual, m.units[14],
           m.places[14], '=', CASE m.other_no WHEN 3 THEN etl.zh_place('expenditure', '合计', 'basic')
               ELSE etl.zh_place('basic_expenditure_by_economic', m.row_label, 'total') END
               || CASE WHEN m.expected_n = 0 THEN '（未印数）' ELSE '' END,
           m.expected, m.units[m.other_no], m.places[m.other_no], m.tolerance) AS message,
       etl.pair_hint(m.actual, m.expected, m.tolerance, m.places[14]) AS hint
FROM measured AS m
