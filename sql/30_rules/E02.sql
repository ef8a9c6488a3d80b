-- rule: E02 | warning | 名册中的单位都有当年的公开文件
-- why: 名册（config/agencies.csv）中的每个单位，当年应有公开文件；缺的各报一处，记在其主管部门的（第一份）文件上，
--      主管部门没有文件的，记在该区划当年的第一份文件上。该区划当年一份文件都没有的，不报。
WITH documents AS MATERIALIZED (
    SELECT d.mof_div_code, d.doc_id, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code
    FROM etl.check_current_documents AS d
),
-- The first document of each department, and of each division, in the order of codes.
firsts AS (
    SELECT DISTINCT ON (d.mof_div_code, d.fiscal_year, d.bgt_stage, d.dept_code)
           d.mof_div_code, d.fiscal_year, d.bgt_stage, d.dept_code, d.scope, d.agency_code
    FROM documents AS d
    ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.dept_code, d.agency_code, d.scope, d.doc_id
),
divisions AS (
    SELECT DISTINCT ON (d.mof_div_code, d.fiscal_year, d.bgt_stage)
           d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code
    FROM documents AS d
    ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.agency_code, d.scope, d.doc_id
),
missing AS (
    SELECT a.mof_div_code, a.fiscal_year, v.bgt_stage, coalesce(f.scope, v.scope) AS first_scope,
           coalesce(f.agency_code, v.agency_code) AS first_agency_code, a.agency_code, a.agency_name, a.dept_code, a.dept_name
    FROM ref.agency AS a
    JOIN divisions AS v ON v.mof_div_code = a.mof_div_code AND v.fiscal_year = a.fiscal_year
    LEFT JOIN firsts AS f ON f.mof_div_code = a.mof_div_code AND f.fiscal_year = a.fiscal_year
        AND f.bgt_stage = v.bgt_stage AND f.dept_code = a.dept_code
    WHERE NOT EXISTS (
        SELECT FROM documents AS d
        WHERE d.mof_div_code = a.mof_div_code AND d.fiscal_year = a.fiscal_year AND d.bgt_stage = v.bgt_stage
          AND d.scope = 'unit' AND d.agency_code = a.agency_code)
)
SELECT 'E02' AS rule_id, m.mof_div_code, s.doc_id, 'document' AS table_name, NULL::integer AS row_no,
       m.agency_code || ' ' || m.agency_name AS row_label, 'agency_code' AS column_name, 1::numeric AS expected,
       0::numeric AS actual, 0::numeric AS tolerance, '个' AS unit,
       '名册中的单位' || etl.zh_quoted(m.agency_code || ' ' || m.agency_name) || '（主管部门' || m.dept_code || ' ' || m.dept_name
           || '）没有' || m.fiscal_year || '年的公开文件，请催报，或核对名册' AS message, NULL::text AS hint
FROM missing AS m
-- All its revisions: where the highest is held back, one before it is in force.
JOIN etl.check_scope AS s ON s.mof_div_code = m.mof_div_code AND s.fiscal_year = m.fiscal_year AND s.bgt_stage = m.bgt_stage
    AND s.scope = m.first_scope AND s.agency_code = m.first_agency_code
