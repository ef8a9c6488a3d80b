-- rule: E01 | warning | 单位在当年名册之内，主管部门、区划、名称一致
-- why: 名册（config/agencies.csv）列有该区划、该年度单位的，公开文件的单位应在其中，主管部门、名称与名册一致
--      （名称比较不计全角半角、括号、空格之别）。名册没有该区划该年度的不比；部门文件比主管部门的名称，部门不在名册的不比。
WITH roster AS MATERIALIZED (
    SELECT a.mof_div_code, a.fiscal_year, a.agency_code, a.agency_name, a.dept_code, a.dept_name
    FROM ref.agency AS a
    WHERE (a.mof_div_code, a.fiscal_year) IN (SELECT s.mof_div_code, s.fiscal_year FROM etl.check_scope AS s)
),
departments AS (
    SELECT r.mof_div_code, r.fiscal_year, r.dept_code, min(r.dept_name COLLATE "C") AS dept_name
    FROM roster AS r
    GROUP BY r.mof_div_code, r.fiscal_year, r.dept_code
),
judged AS (
    SELECT d.mof_div_code, d.doc_id, s.scope, d.agency_code, d.agency_name, v.column_name, v.words
    FROM etl.check_scope AS s
    JOIN etl.document AS d ON d.mof_div_code = s.mof_div_code AND d.doc_id = s.doc_id
    LEFT JOIN roster AS r ON r.mof_div_code = s.mof_div_code AND r.fiscal_year = s.fiscal_year
        AND r.agency_code = s.agency_code
    LEFT JOIN departments AS p ON p.mof_div_code = s.mof_div_code AND p.fiscal_year = s.fiscal_year
        AND p.dept_code = s.dept_code
    CROSS JOIN LATERAL (
        SELECT 'agency_code', '不在' || s.fiscal_year || '年的单位名册中，请核对单位代码，或补入名册',
            s.scope = 'unit' AND r.agency_code IS NULL
        UNION ALL SELECT 'dept_code',
            '的主管部门为' || s.dept_code || '，名册为' || r.dept_code || ' ' || r.dept_name || '，请核对',
            s.scope = 'unit' AND r.dept_code <> s.dept_code
        UNION ALL SELECT 'agency_name', '的名称，名册为' || etl.zh_quoted(r.agency_name) || '，请核对',
            s.scope = 'unit' AND facts.folded_name(r.agency_name) <> facts.folded_name(d.agency_name)
        UNION ALL SELECT 'agency_name', '的名称，名册中该部门为' || etl.zh_quoted(p.dept_name) || '，请核对',
            s.scope = 'department' AND facts.folded_name(p.dept_name) <> facts.folded_name(d.agency_name)
    ) AS v (column_name, words, broken)
    WHERE (s.mof_div_code, s.fiscal_year) IN (SELECT o.mof_div_code, o.fiscal_year FROM roster AS o)
      AND v.broken
)
SELECT 'E01' AS rule_id, j.mof_div_code, j.doc_id, 'document' AS table_name, NULL::integer AS row_no,
       j.agency_code || ' ' || j.agency_name AS row_label, j.column_name, NULL::numeric AS expected,
       NULL::numeric AS actual, NULL::numeric AS tolerance, '个' AS unit,
       CASE j.scope WHEN 'department' THEN '部门' ELSE '单位' END || etl.zh_quoted(j.agency_code || ' ' || j.agency_name) || j.words AS message, NULL::text AS hint
FROM judged AS j
