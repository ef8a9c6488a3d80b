-- rule: C05 | warning | 印到下级的表，每个上级科目都印有下级
-- rule: C06 | warning | 经济科目的款印有其类
-- why: 表2、3、5、8、9、15 印到项的，每个类应有款、每个款应有项；表6、表14 印到款的，每个类应有款，款应有其类。只有一个下级而漏印的，
--      合计仍能相等，只有这样才看得出。目录中没有下级的科目（如227 预备费）不比；注明因保密剔除部分内容的文件不比；
--      不印编码的表，其他支出（399）既是类名也是款名，不比。
WITH printed AS MATERIALIZED (
    SELECT c.subject_key, c.doc_no, c.subject_no, c.t2_rows, c.t3_rows, c.t5_rows, c.t8_rows, c.t9_rows,
           c.t15_rows
    FROM etl.check_codes AS c
    WHERE c.t2_rows + c.t3_rows + c.t5_rows + c.t8_rows + c.t9_rows + c.t15_rows > 0
),
-- The subjects that have others below them in the catalogue, of whatever year.
functional_parents AS (
    SELECT DISTINCT left(f.exp_func_code, length(f.exp_func_code) - 2)::integer AS subject_no
    FROM ref.exp_func AS f
    WHERE length(f.exp_func_code) > 3
),
economic_parents AS (
    SELECT DISTINCT left(d.dep_bgt_eco_code, 3) AS class FROM ref.dep_bgt_eco AS d WHERE length(d.dep_bgt_eco_code) > 3
),
below AS (
    SELECT etl.subject_key(p.doc_no, p.subject_no / 100) AS subject_key, max(p.t2_rows) AS t2_rows, max(p.t3_rows) AS t3_rows,
           max(p.t5_rows) AS t5_rows, max(p.t8_rows) AS t8_rows, max(p.t9_rows) AS t9_rows,
           max(p.t15_rows) AS t15_rows
    FROM printed AS p
    WHERE p.subject_no > 999
    GROUP BY etl.subject_key(p.doc_no, p.subject_no / 100)
),
-- Items below a 类, by table: where they are printed, their 款 isn't withheld but missing.
deep AS (
    SELECT etl.subject_key(p.doc_no, p.subject_no / 10000) AS subject_key, max(p.t2_rows) AS t2_rows, max(p.t3_rows) AS t3_rows,
           max(p.t5_rows) AS t5_rows, max(p.t8_rows) AS t8_rows, max(p.t9_rows) AS t9_rows,
           max(p.t15_rows) AS t15_rows
    FROM printed AS p
    WHERE p.subject_no > 99999
    GROUP BY etl.subject_key(p.doc_no, p.subject_no / 10000)
),
functional AS (
    SELECT p.subject_key, p.doc_no, v.table_no, p.subject_no, coalesce(v.deep, 0) > 0 AS has_deeper
    FROM printed AS p
    LEFT JOIN below AS b ON b.subject_key = p.subject_key
    LEFT JOIN deep AS d ON d.subject_key = p.subject_key
    CROSS JOIN LATERAL (
        SELECT 2, p.t2_rows, b.t2_rows, d.t2_rows
        UNION ALL SELECT 3, p.t3_rows, b.t3_rows, d.t3_rows
        UNION ALL SELECT 5, p.t5_rows, b.t5_rows, d.t5_rows
        UNION ALL SELECT 8, p.t8_rows, b.t8_rows, d.t8_rows
        UNION ALL SELECT 9, p.t9_rows, b.t9_rows, d.t9_rows
        UNION ALL SELECT 15, p.t15_rows, b.t15_rows, d.t15_rows
    ) AS v (table_no, rows, below, deep)
    -- Where a table prints items at all.
    JOIN etl.check_facts AS f ON f.table_key = etl.table_key(p.doc_no, v.table_no) AND f.levels & 4 > 0
    WHERE p.subject_no < 100000
      AND NOT coalesce((p.t2_rows = 0 OR b.t2_rows > 0) AND (p.t3_rows = 0 OR b.t3_rows > 0)
                       AND (p.t5_rows = 0 OR b.t5_rows > 0) AND (p.t8_rows = 0 OR b.t8_rows > 0)
                       AND (p.t9_rows = 0 OR b.t9_rows > 0) AND (p.t15_rows = 0 OR b.t15_rows > 0), false)
      AND v.rows > 0 AND coalesce(v.below, 0) = 0
),
names AS (
    SELECT n.subject_key, (array_agg(n.name ORDER BY n.place, n.name COLLATE "C"))[1] AS name
    FROM etl.check_subject_names AS n
    WHERE n.subject_key IN (SELECT b.subject_key FROM functional AS b)
    GROUP BY n.subject_key
),
economic AS (
    SELECT r.table_key, left(r.dep_eco_code, 3) AS class,
           bool_or(length(r.dep_eco_code) = 3) AS is_printed, bool_or(length(r.dep_eco_code) = 5) AS has_items,
           bool_or(r.dep_bgt_eco_code IS NOT NULL) AS has_codes,
           min(r.dep_bgt_eco_name COLLATE "C") FILTER (WHERE length(r.dep_eco_code) = 3) AS name
    FROM etl.check_economic_rows AS r
    WHERE r.dep_eco_code IS NOT NULL
    GROUP BY r.table_key, left(r.dep_eco_code, 3)
),
layouts AS (
    SELECT e.table_key
    FROM economic AS e
    GROUP BY e.table_key
    HAVING bool_or(e.is_printed) AND bool_or(e.has_items)
),
found AS (
    SELECT 'C05' AS rule_id, etl.table_key(f.doc_no, f.table_no) AS table_key,
           etl.row_label(f.subject_no::text, n.name, NULL) AS label, '下没有印任何下级科目，请核对是否漏印' AS words
    FROM functional AS f
    JOIN etl.check_scope AS s ON s.doc_no = f.doc_no
        AND (f.has_deeper OR NOT s.withheld)
    JOIN functional_parents AS p ON p.subject_no = f.subject_no
    LEFT JOIN names AS n ON n.subject_key = f.subject_key
    UNION ALL
    SELECT CASE WHEN e.is_printed THEN 'C05' ELSE 'C06' END, e.table_key,
           concat_ws(' ', e.class, coalesce(e.name, d.dep_bgt_eco_name)),
           CASE WHEN e.is_printed THEN '下没有印任何款，请核对是否漏印' ELSE '印有款而没有印类，请补印类的一行' END
    FROM economic AS e
    JOIN layouts AS l ON l.table_key = e.table_key
    JOIN etl.check_scope AS s ON s.doc_no = etl.doc_no(e.table_key) AND NOT s.withheld
    JOIN economic_parents AS p ON p.class = e.class
    LEFT JOIN ref.dep_bgt_eco AS d ON d.dep_bgt_eco_code = e.class
    WHERE NOT (e.is_printed AND e.has_items) AND (e.has_codes OR e.class <> '399')
)
SELECT f.rule_id, t.mof_div_code, t.doc_id, t.table_name, NULL::integer AS row_no,
       f.label AS row_label, NULL::text AS column_name, 1::numeric AS expected, 0::numeric AS actual,
       0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || '的科目' || etl.zh_quoted(f.label) || f.words AS message, NULL::text AS hint
FROM found AS f
JOIN etl.check_table AS t ON t.table_key = f.table_key
