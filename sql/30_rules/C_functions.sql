-- rule: C01 | warning | 功能科目编码在当年目录之内
-- rule: C02 | warning | 功能科目名称与当年目录一致
-- why: 功能科目的编码、名称应与当年的科目目录一致（名称比较不计全角半角、括号、空格之别）。目录由公开文件整理，并不完整：目录中没有的编码，另有
--      两份文件（同一文件只看最高版本）印有同样编码、同样名称的，视为目录所缺，不报；目录中有的编码，另有两个单位印有同样
--      名称的，不报。每份文件每个科目报一处。
WITH unknown AS MATERIALIZED (
    SELECT s.doc_no, s.fiscal_year, u.exp_func_code, u.folded_name AS folded
    FROM etl.unknown_subject AS u
    JOIN etl.check_scope AS s ON s.mof_div_code = u.mof_div_code AND s.doc_id = u.doc_id
),
-- Where each is printed first.
named AS MATERIALIZED (
    SELECT DISTINCT ON (u.doc_no, u.exp_func_code, u.folded)
           u.doc_no, u.fiscal_year, u.exp_func_code, u.folded, r.table_key, r.row_no, r.exp_func_name
    FROM unknown AS u
    JOIN (
        SELECT e.table_key, e.row_no, e.exp_func_code, e.exp_func_name
        FROM etl.check_expenditure_rows AS e
        WHERE e.subject_no > 0
        UNION ALL
        SELECT f.table_key, f.row_no, f.exp_func_code, f.exp_func_name
        FROM etl.check_source_rows AS f
        WHERE f.subject_no > 0
    ) AS r ON etl.doc_no(r.table_key) = u.doc_no AND r.exp_func_code = u.exp_func_code
        AND facts.folded_name(r.exp_func_name) IS NOT DISTINCT FROM u.folded
    ORDER BY u.doc_no, u.exp_func_code, u.folded, r.table_key, r.row_no
),
catalogue AS (
    SELECT n.doc_no, n.exp_func_code, n.folded, min(c.exp_func_name COLLATE "C") AS known_name
    FROM named AS n
    LEFT JOIN ref.exp_func AS c ON c.exp_func_code = n.exp_func_code
        AND n.fiscal_year BETWEEN c.valid_from AND c.valid_to
    GROUP BY n.doc_no, n.exp_func_code, n.folded
),
printed AS MATERIALIZED (
    SELECT DISTINCT p.exp_func_code, p.folded_name AS folded, d.mof_div_code, d.agency_code, d.fiscal_year,
           d.bgt_stage, d.scope
    FROM (
        SELECT array_agg(k.exp_func_code) AS codes, array_agg(k.folded) AS names
        FROM (SELECT DISTINCT u.exp_func_code, u.folded FROM unknown AS u) AS k
    ) AS w
    CROSS JOIN LATERAL etl.check_subject_printers(w.codes, w.names) AS p
    JOIN etl.check_current_documents AS d ON d.doc_id = p.doc_id
),
-- How many documents, and units, print this code with this name, and whether this one is among them: a revision that a
-- higher one has superseded isn't.
elsewhere AS (
    SELECT p.exp_func_code, p.folded, count(*) AS documents, count(DISTINCT (p.mof_div_code, p.agency_code)) AS units
    FROM printed AS p
    GROUP BY p.exp_func_code, p.folded
),
own AS (
    SELECT n.doc_no, n.exp_func_code, n.folded,
           count(*) FILTER (WHERE p.fiscal_year = s.fiscal_year AND p.bgt_stage = s.bgt_stage AND p.scope = s.scope) AS documents,
           1 AS units
    FROM named AS n
    JOIN etl.check_scope AS s ON s.doc_no = n.doc_no
    JOIN printed AS p ON p.exp_func_code = n.exp_func_code AND p.folded = n.folded AND p.mof_div_code = s.mof_div_code
        AND p.agency_code = s.agency_code
    GROUP BY n.doc_no, n.exp_func_code, n.folded
)
SELECT CASE WHEN k.known_name IS NULL THEN 'C01' ELSE 'C02' END AS rule_id, t.mof_div_code, t.doc_id, t.table_name,
       n.row_no, etl.row_label(n.exp_func_code, n.exp_func_name, n.row_no) AS row_label,
       CASE WHEN k.known_name IS NULL THEN 'exp_func_code' ELSE 'exp_func_name' END AS column_name,
       NULL::numeric AS expected, NULL::numeric AS actual, NULL::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || '的科目' || etl.zh_quoted(etl.row_label(n.exp_func_code, n.exp_func_name, n.row_no))
           || CASE WHEN k.known_name IS NULL THEN '不在' || n.fiscal_year || '年的科目目录中，请核对编码'
                   ELSE '，目录中该编码的名称是' || etl.zh_quoted(k.known_name) || '，请核对编码与名称' END AS message,
       NULL::text AS hint
FROM named AS n
JOIN etl.check_table AS t ON t.table_key = n.table_key
JOIN catalogue AS k ON k.doc_no = n.doc_no AND k.exp_func_code = n.exp_func_code
    AND k.folded IS NOT DISTINCT FROM n.folded
LEFT JOIN elsewhere AS w ON w.exp_func_code = n.exp_func_code AND w.folded = n.folded
LEFT JOIN own AS o ON o.doc_no = n.doc_no AND o.exp_func_code = n.exp_func_code AND o.folded = n.folded
WHERE CASE WHEN k.known_name IS NULL THEN coalesce(w.documents, 0) - coalesce(o.documents, 0)
           ELSE coalesce(w.units, 0) - coalesce(o.units, 0) END < 2
