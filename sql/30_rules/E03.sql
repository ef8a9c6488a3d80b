-- rule: E03 | error | 部门文件等于所属各单位文件之和
-- why: 部门的公开文件含其全部单位。名册（config/agencies.csv）中该部门的单位都有文件的，表3 各科目、表6 各经济科目、
--      表10 各项、表11 合计，部门的数应等于各单位之和。有单位缺文件、或某张表有单位未公开的，该表不比。表6 的科目，
--      部门与各单位都印政府预算支出经济分类科目的成对比较，否则按部门预算科目比较。
WITH departments AS MATERIALIZED (
    SELECT s.mof_div_code, s.doc_id, s.fiscal_year, s.bgt_stage, s.dept_code
    FROM etl.check_scope AS s
    WHERE s.scope = 'department'
      AND (s.mof_div_code, s.fiscal_year, s.dept_code) IN (
              SELECT a.mof_div_code, a.fiscal_year, a.dept_code FROM ref.agency AS a)
),
units AS MATERIALIZED (
    SELECT p.mof_div_code, p.doc_id, d.doc_id AS unit_doc_id, d.agency_code
    FROM departments AS p
    JOIN ref.agency AS a ON a.mof_div_code = p.mof_div_code AND a.fiscal_year = p.fiscal_year
        AND a.dept_code = p.dept_code
    LEFT JOIN etl.check_current_documents AS d ON d.mof_div_code = p.mof_div_code AND d.fiscal_year = p.fiscal_year
        AND d.bgt_stage = p.bgt_stage AND d.scope = 'unit' AND d.agency_code = a.agency_code
),
whole AS MATERIALIZED (
    SELECT u.mof_div_code, u.doc_id, u.doc_id AS of_doc_id, true AS is_department
    FROM units AS u
    GROUP BY u.mof_div_code, u.doc_id
    HAVING bool_and(u.unit_doc_id IS NOT NULL)
    UNION ALL
    SELECT u.mof_div_code, u.unit_doc_id, u.doc_id, false
    FROM units AS u
    WHERE (u.mof_div_code, u.doc_id) IN (
        SELECT k.mof_div_code, k.doc_id FROM units AS k GROUP BY k.mof_div_code, k.doc_id
        HAVING bool_and(k.unit_doc_id IS NOT NULL))
),
-- The tables that the department and all of its units publish.
tables AS (
    SELECT w.mof_div_code, w.of_doc_id, t.table_name,
           max(t.last_place_fen) FILTER (WHERE w.is_department) AS place,
           max(t.unit_fen) FILTER (WHERE w.is_department) AS unit,
           max(t.last_place_fen) FILTER (WHERE NOT w.is_department) AS unit_place,
           count(*) FILTER (WHERE NOT w.is_department) AS published,
           min(n.units) AS units
    FROM whole AS w
    JOIN staging.published_tables AS t ON t.mof_div_code = w.mof_div_code AND t.doc_id = w.doc_id
    JOIN (
        SELECT o.mof_div_code, o.of_doc_id, count(*) FILTER (WHERE NOT o.is_department) AS units
        FROM whole AS o
        GROUP BY o.mof_div_code, o.of_doc_id
    ) AS n ON n.mof_div_code = w.mof_div_code AND n.of_doc_id = w.of_doc_id
    WHERE t.table_name IN ('expenditure', 'basic_expenditure_by_economic', 'three_public', 'operating_expenses')
    GROUP BY w.mof_div_code, w.of_doc_id, t.table_name
    HAVING count(*) FILTER (WHERE w.is_department) = 1
       AND count(*) FILTER (WHERE NOT w.is_department) = min(n.units)
),
-- Table 6; pairs of subjects are compared where every row of the department's subject has a government subject.
economic AS (
    SELECT r.*, bool_and(r.gov_eco_code IS NOT NULL) OVER (PARTITION BY r.mof_div_code, r.of_doc_id, r.dep_key) AS by_pairs
    FROM (
        SELECT w.of_doc_id, w.is_department, b.*,
               CASE WHEN b.row_kind = 'total' THEN '' ELSE coalesce(b.dep_eco_code, b.dep_bgt_eco_name) END AS dep_key
        FROM whole AS w
        JOIN staging.basic_expenditure_by_economic AS b ON b.mof_div_code = w.mof_div_code AND b.doc_id = w.doc_id
    ) AS r
),
cells AS (
    SELECT e.mof_div_code, e.of_doc_id, e.is_department, e.mof_div_code AS division, e.doc_id,
           'basic_expenditure_by_economic' AS table_name,
           e.dep_key || CASE WHEN e.by_pairs AND e.row_kind <> 'total' THEN '/' || e.gov_eco_code ELSE '' END AS key, e.row_no,
           concat_ws(' ', e.dep_bgt_eco_code, e.dep_bgt_eco_name) AS label, v.column_name, v.amount
    FROM economic AS e
    CROSS JOIN LATERAL (
        SELECT 'total', e.total
        UNION ALL SELECT 'personnel', e.personnel
        UNION ALL SELECT 'public', e.public
    ) AS v (column_name, amount)
    UNION ALL
    SELECT w.mof_div_code, w.of_doc_id, w.is_department, r.*
    FROM whole AS w
    JOIN (
        SELECT e.mof_div_code AS division, e.doc_id, 'expenditure' AS table_name, coalesce(e.exp_func_code, '') AS key, e.row_no,
               coalesce(concat_ws(' ', e.exp_func_code, e.exp_func_name), '合计') AS label, v.column_name, v.amount
        FROM staging.expenditure AS e
        CROSS JOIN LATERAL (
            SELECT 'total', e.total
            UNION ALL SELECT 'basic', e.basic
            UNION ALL SELECT 'project', e.project
        )
            AS v (column_name, amount)
        WHERE (e.mof_div_code, e.doc_id) IN (SELECT k.mof_div_code, k.doc_id FROM whole AS k)
        UNION ALL
        SELECT t.mof_div_code, t.doc_id, 'three_public', t.item_key, t.row_no, t.item, v.column_name, v.amount
        FROM staging.three_public AS t
        CROSS JOIN LATERAL (
            SELECT 'total', t.total
            UNION ALL SELECT 'general_public_budget', t.general_public_budget
            UNION ALL SELECT 'government_fund', t.government_fund
            UNION ALL SELECT 'state_capital', t.state_capital
        ) AS v (column_name, amount)
        WHERE t.item_key IS NOT NULL
          AND (t.mof_div_code, t.doc_id) IN (SELECT k.mof_div_code, k.doc_id FROM whole AS k)
        UNION ALL
        SELECT o.mof_div_code, o.doc_id, 'operating_expenses', '', o.row_no, o.row_agency_name, v.column_name, v.amount
        FROM (
            SELECT q.*, bool_or(q.row_kind = 'leaf') OVER (PARTITION BY q.mof_div_code, q.doc_id) AS has_leaves
            FROM staging.operating_expenses AS q
            WHERE (q.mof_div_code, q.doc_id) IN (SELECT k.mof_div_code, k.doc_id FROM whole AS k)
        ) AS o
        CROSS JOIN LATERAL (
            SELECT 'total', o.total
            UNION ALL SELECT 'general_public_budget', o.general_public_budget
            UNION ALL SELECT 'government_fund', o.government_fund
            UNION ALL SELECT 'state_capital', o.state_capital
        ) AS v (column_name, amount)
        WHERE o.row_kind = 'leaf' OR NOT o.has_leaves
    ) AS r ON r.division = w.mof_div_code AND r.doc_id = w.doc_id
),
sums AS (
    SELECT c.mof_div_code, c.of_doc_id AS doc_id, c.table_name, c.column_name,
           min(c.row_no) FILTER (WHERE c.is_department) AS row_no,
           coalesce(min(c.label COLLATE "C") FILTER (WHERE c.is_department), min(c.label COLLATE "C")) AS label,
           etl.sum_fen(c.amount) FILTER (WHERE c.is_department) AS actual,
           etl.sum_fen(c.amount) FILTER (WHERE NOT c.is_department) AS expected,
           count(c.amount) FILTER (WHERE c.is_department) AS actual_n,
           count(c.amount) FILTER (WHERE NOT c.is_department) AS expected_n
    FROM cells AS c
    GROUP BY c.mof_div_code, c.of_doc_id, c.table_name, c.key, c.column_name
    HAVING coalesce(etl.sum_fen(c.amount) FILTER (WHERE c.is_department), 0)
        <> coalesce(etl.sum_fen(c.amount) FILTER (WHERE NOT c.is_department), 0)
),
broken AS (
    SELECT s.*, t.unit, t.place, (s.actual_n * t.place + s.expected_n * t.unit_place) * 0.5 AS tolerance
    FROM sums AS s
    JOIN tables AS t ON t.mof_div_code = s.mof_div_code AND t.of_doc_id = s.doc_id AND t.table_name = s.table_name
    -- Where either side does not print a column at all, there is nothing to compare.
    WHERE (s.mof_div_code, s.doc_id, s.table_name, s.column_name) IN (
              SELECT c.mof_div_code, c.of_doc_id, c.table_name, c.column_name FROM cells AS c
              WHERE c.is_department AND c.amount IS NOT NULL)
      AND (s.mof_div_code, s.doc_id, s.table_name, s.column_name) IN (
              SELECT c.mof_div_code, c.of_doc_id, c.table_name, c.column_name FROM cells AS c
              WHERE NOT c.is_department AND c.amount IS NOT NULL)
)
SELECT 'E03' AS rule_id, b.mof_div_code, b.doc_id, b.table_name, b.row_no, b.label AS row_label, b.column_name,
       coalesce(b.expected, 0) * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       b.tolerance * 0.01 AS tolerance, '元' AS unit,
       etl.cross_message(etl.zh_place(b.table_name, b.label, b.column_name), b.actual, b.unit, b.place, '=',
           '所属各单位文件该数合计', coalesce(b.expected, 0), b.unit, b.place, b.tolerance) AS message,
       etl.pair_hint(b.actual, coalesce(b.expected, 0), b.tolerance, b.place) AS hint
FROM broken AS b
