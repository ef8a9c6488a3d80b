-- rule: C04 | warning | 经济科目的名称认得出一个编码，部门与政府科目相配
-- why: 表6、表14 的部门预算支出经济分类科目，未印编码的应能按名称认出；印了编码的，名称若是目录中别的科目的，编码与名称必有一误
--      （名称不在目录中的不比）。政府预算支出经济分类科目同理。两个科目所属的类应是目录对照中有的搭配。
WITH rows AS NOT MATERIALIZED (
    SELECT r.table_key, r.row_no, r.dep_bgt_eco_code, r.dep_bgt_eco_name,
           r.gov_bgt_eco_code, r.gov_bgt_eco_name, r.dep_eco_code, r.gov_eco_code, r.total
    FROM etl.check_economic_rows AS r
    WHERE r.row_kind <> 'total'
),
-- Each combination once: there are few.
combinations AS MATERIALIZED (
    SELECT DISTINCT r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name, r.dep_eco_code,
           r.gov_eco_code
    FROM rows AS r
),
department_names AS (
    SELECT facts.folded_name(d.dep_bgt_eco_name) AS name, array_agg(d.dep_bgt_eco_code) AS codes
    FROM ref.dep_bgt_eco AS d
    GROUP BY facts.folded_name(d.dep_bgt_eco_name)
),
government_names AS (
    SELECT facts.folded_name(g.gov_bgt_eco_name) AS name, array_agg(g.gov_bgt_eco_code) AS codes
    FROM ref.gov_bgt_eco AS g
    GROUP BY facts.folded_name(g.gov_bgt_eco_name)
),
classes AS MATERIALIZED (
    SELECT DISTINCT left(m.dep_bgt_eco_code, 3) AS department, left(m.gov_bgt_eco_code, 3) AS government
    FROM ref.eco_crossmap AS m
),
judged AS MATERIALIZED (
    SELECT k.*, v.column_name, v.words
    FROM (
        SELECT c.*, d.codes AS department_codes, g.codes AS government_codes
        FROM combinations AS c
        LEFT JOIN department_names AS d ON d.name = facts.folded_name(c.dep_bgt_eco_name)
        LEFT JOIN government_names AS g ON g.name = facts.folded_name(c.gov_bgt_eco_name)
    ) AS k
    CROSS JOIN LATERAL (
        SELECT 'dep_bgt_eco_name', '的部门预算支出经济分类科目按名称认不出编码', k.dep_eco_code IS NULL
        UNION ALL SELECT 'dep_bgt_eco_name',
            '的部门预算支出经济分类科目，该名称在目录中的编码是' || array_to_string(k.department_codes, '、'),
            k.dep_bgt_eco_code <> ALL (k.department_codes)
        UNION ALL SELECT 'gov_bgt_eco_code',
            '的政府预算支出经济分类科目，该名称在目录中的编码是' || array_to_string(k.government_codes, '、'),
            k.gov_bgt_eco_code <> ALL (k.government_codes)
        UNION ALL SELECT 'gov_bgt_eco_code', '的部门预算与政府预算支出经济分类科目不是目录对照中的搭配',
            k.dep_eco_code IS NOT NULL AND k.gov_eco_code IS NOT NULL AND left(k.dep_eco_code, 3) IN (SELECT c.department FROM classes AS c) AND NOT EXISTS (SELECT FROM classes AS c WHERE c.department = left(k.dep_eco_code, 3) AND c.government = left(k.gov_eco_code, 3))
    ) AS v (column_name, words, broken)
    WHERE v.broken
)
SELECT 'C04' AS rule_id, t.mof_div_code, t.doc_id, t.table_name, r.row_no, l.label AS row_label, j.column_name,
       NULL::numeric AS expected, NULL::numeric AS actual, NULL::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || etl.zh_quoted(l.label) || '行' || j.words || '，请核对' AS message, NULL::text AS hint
FROM rows AS r
JOIN etl.check_table AS t ON t.table_key = r.table_key
JOIN judged AS j ON coalesce(j.dep_bgt_eco_code, '') = coalesce(r.dep_bgt_eco_code, '')
    AND coalesce(j.dep_bgt_eco_name, '') = coalesce(r.dep_bgt_eco_name, '')
    AND coalesce(j.gov_bgt_eco_code, '') = coalesce(r.gov_bgt_eco_code, '')
    AND coalesce(j.gov_bgt_eco_name, '') = coalesce(r.gov_bgt_eco_name, '')
    AND coalesce(j.dep_eco_code, '') = coalesce(r.dep_eco_code, '')
    AND coalesce(j.gov_eco_code, '') = coalesce(r.gov_eco_code, '')
CROSS JOIN LATERAL (SELECT etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code,
                               r.gov_bgt_eco_name, r.row_no) AS label) AS l
