-- rule: C03 | error | 款印有其类、项印有其款，一表之内科目不重复
-- why: 表2、3、5、8、9、15 按类、款、项逐级列示：印了项就应印其款，印了款就应印其类（整张表不印上级的除外）；
--      同一科目在一张表内只应出现一次。表6、14 的行按部门预算、政府预算两个支出经济分类科目成对辨认（政府预算科目不同的不算重复），未印编码的按名称；
--      表7、9 的收入按收入科目编码。
WITH printed AS NOT MATERIALIZED (
    SELECT c.subject_key, c.doc_no, c.subject_no,
           CASE WHEN c.subject_no > 999 THEN etl.subject_key(c.doc_no, etl.subject_above(c.subject_no)) END AS parent_key,
           c.t2_rows, c.t3_rows, c.t5_rows, c.t8_rows, c.t9_rows, c.t15_rows
    FROM etl.check_codes AS c
    WHERE c.t2_rows + c.t3_rows + c.t5_rows + c.t8_rows + c.t9_rows + c.t15_rows > 0
),
broken AS (
    SELECT p.subject_key, p.doc_no, p.subject_no, v.table_no, 'exp_func_code' AS column_name, v.rows AS actual,
           1 AS expected, false AS no_parent
    FROM printed AS p
    CROSS JOIN LATERAL (
        SELECT 2, p.t2_rows
        UNION ALL SELECT 3, p.t3_rows
        UNION ALL SELECT 5, p.t5_rows
        UNION ALL SELECT 8, p.t8_rows
        UNION ALL SELECT 9, p.t9_rows
        UNION ALL SELECT 15, p.t15_rows
    ) AS v (table_no, rows)
    WHERE greatest(p.t2_rows, p.t3_rows, p.t5_rows, p.t8_rows, p.t9_rows, p.t15_rows) > 1 AND v.rows > 1
    UNION ALL
    SELECT p.subject_key, p.doc_no, p.subject_no, v.table_no, 'exp_func_code', 0, 1, true
    FROM printed AS p
    LEFT JOIN printed AS a ON a.subject_key = p.parent_key
    CROSS JOIN LATERAL (
        SELECT 2, p.t2_rows, a.t2_rows
        UNION ALL SELECT 3, p.t3_rows, a.t3_rows
        UNION ALL SELECT 5, p.t5_rows, a.t5_rows
        UNION ALL SELECT 8, p.t8_rows, a.t8_rows
        UNION ALL SELECT 9, p.t9_rows, a.t9_rows
        UNION ALL SELECT 15, p.t15_rows, a.t15_rows
    ) AS v (table_no, rows, parents)
    -- Where a table prints any of the parent's level.
    JOIN etl.check_facts AS f ON f.table_key = etl.table_key(p.doc_no, v.table_no)
        AND f.levels & etl.subject_level(etl.subject_above(p.subject_no)) > 0
    WHERE p.parent_key IS NOT NULL
      AND NOT coalesce((p.t2_rows = 0 OR a.t2_rows > 0) AND (p.t3_rows = 0 OR a.t3_rows > 0)
                       AND (p.t5_rows = 0 OR a.t5_rows > 0) AND (p.t8_rows = 0 OR a.t8_rows > 0)
                       AND (p.t9_rows = 0 OR a.t9_rows > 0) AND (p.t15_rows = 0 OR a.t15_rows > 0), false)
      AND v.rows > 0 AND coalesce(v.parents, 0) = 0
),
-- Rows by economic subject, known by both subjects; a name without a code by its group's code too (dep_eco_code is found so).
economic AS NOT MATERIALIZED (
    SELECT r.table_key, r.row_no, r.row_kind, r.total, r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code,
           r.gov_bgt_eco_name, r.dep_eco_code IS NOT NULL AS is_known,
           coalesce(r.dep_bgt_eco_code, nullif(concat_ws(' ', r.dep_eco_code, r.dep_bgt_eco_name), '')) AS dep,
           coalesce(r.gov_bgt_eco_code, r.gov_bgt_eco_name) AS gov
    FROM etl.check_economic_rows AS r
    WHERE r.row_kind <> 'total'
),
economic_suspects AS MATERIALIZED (
    SELECT e.table_key, e.dep, e.gov
    FROM economic AS e
    WHERE e.dep IS NOT NULL
    GROUP BY e.table_key, e.dep, e.gov
    HAVING count(*) > 1
),
-- Where a table prints government subjects, rows without one may be of different ones: unless in one group, or alike.
economic_rows AS (
    SELECT r.table_key, r.row_no, r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name, r.dep, r.gov,
           CASE WHEN r.is_unclear OR NOT r.is_known THEN coalesce(h.head_no, 0) END AS head_no,
           CASE WHEN r.is_unclear AND r.row_kind = 'group' THEN r.total END AS alike
    FROM (
        SELECT e.*, e.gov IS NULL AND e.table_key IN (SELECT g.table_key FROM economic AS g WHERE g.gov IS NOT NULL) AS is_unclear
        FROM economic_suspects AS s
        JOIN economic AS e ON e.table_key = s.table_key AND e.dep = s.dep AND e.gov IS NOT DISTINCT FROM s.gov
    ) AS r
    LEFT JOIN etl.check_economic_groups AS h ON h.table_key = r.table_key AND r.row_no > h.head_no
        AND (r.row_no < h.next_no OR h.next_no IS NULL)
),
repeated AS (
    SELECT e.table_key, max(e.row_no) AS row_no, count(*) AS times,
           string_agg('第' || e.row_no || '行', '、' ORDER BY e.row_no) AS places,
           etl.economic_label(min(e.dep_bgt_eco_code), min(e.dep_bgt_eco_name COLLATE "C"), min(e.gov_bgt_eco_code),
               min(e.gov_bgt_eco_name COLLATE "C"), min(e.row_no)) AS label,
           CASE WHEN min(e.dep_bgt_eco_code) IS NULL THEN 'dep_bgt_eco_name' ELSE 'dep_bgt_eco_code' END AS column_name
    FROM economic_rows AS e
    GROUP BY e.table_key, e.dep, e.gov, e.head_no, e.alike
    HAVING count(*) > 1
    UNION ALL
    SELECT r.table_key, max(r.row_no), count(*), string_agg('第' || r.row_no || '行', '、' ORDER BY r.row_no),
           etl.row_label(r.rev_code, min(r.item COLLATE "C"), min(r.row_no)), 'rev_code'
    FROM etl.check_revenue_lines AS r
    WHERE r.table_no IN (7, 9) AND r.rev_code IS NOT NULL
    GROUP BY r.table_key, r.rev_code
    HAVING count(*) > 1
),
names AS (
    SELECT n.subject_key, (array_agg(n.name ORDER BY n.place, n.name COLLATE "C"))[1] AS name
    FROM etl.check_subject_names AS n
    WHERE n.subject_key IN (SELECT b.subject_key FROM broken AS b)
    GROUP BY n.subject_key
)
SELECT 'C03' AS rule_id, t.mof_div_code, t.doc_id, t.table_name,
       NULL::integer AS row_no, etl.row_label(b.subject_no::text, n.name, NULL) AS row_label, b.column_name,
       b.expected::numeric AS expected, b.actual::numeric AS actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || '的科目' || etl.zh_quoted(etl.row_label(b.subject_no::text, n.name, NULL))
           || CASE WHEN b.no_parent THEN '没有印其上级科目' || (b.subject_no / 100) || '，请核对编码，或补印上级科目'
                   ELSE '印了' || b.actual || '次，请核对是重复列示，还是编码有误' END AS message,
       NULL::text AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = etl.table_key(b.doc_no, b.table_no)
LEFT JOIN names AS n ON n.subject_key = b.subject_key
UNION ALL
SELECT 'C03', t.mof_div_code, t.doc_id, t.table_name, r.row_no, r.label, r.column_name, 1::numeric, r.times::numeric, 0::numeric,
       '个', etl.zh_table(t.table_name) || '的科目' || etl.zh_quoted(r.label) || '印了' || r.times || '次（' || r.places
           || '），请核对是重复列示，还是编码有误', NULL
FROM repeated AS r
JOIN etl.check_table AS t ON t.table_key = r.table_key
