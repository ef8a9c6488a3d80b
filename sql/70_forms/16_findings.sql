-- One row is one error or warning of the rules in the documents in force of the division $1, of the year $2 at the stage $3,
-- errors first; of more than 5,000, or none, a note says so. Below them one row for each rule that found roundings, with how
-- many: each of them is as it should be, and there are many more of them than of the others. findings.csv.gz holds them all.
WITH entity AS MATERIALIZED (
    -- Numbers in the order of the rows; with severity and rule they make one key that decides nearly all comparisons.
    SELECT e.dept_code, e.agency_code,
           lpad((row_number() OVER (ORDER BY e.dept_code, e.agency_code))::text, 9, '0') AS place
      FROM (SELECT DISTINCT i.dept_code, CASE i.scope WHEN 'unit' THEN i.agency_code ELSE '' END AS agency_code
              FROM etl.in_force AS i
             WHERE i.mof_div_code = $1 AND i.fiscal_year = $2::integer AND i.bgt_stage = $3) AS e
), listed AS (
    SELECT row_number() OVER (ORDER BY (CASE f.severity WHEN 'error' THEN '1' ELSE '2' END || e.place || f.rule_id) COLLATE "C",
                                       f.table_name COLLATE "C", f.row_label COLLATE "C", f.column_name COLLATE "C",
                                       f.document COLLATE "C", f.expected, f.actual, f.message COLLATE "C") AS place,
           CASE f.severity WHEN 'error' THEN '错误' ELSE '提示' END AS severity, f.rule_id,
           coalesce(f.agency_code, f.dept_code) AS code, f.table_name, f.row_label, f.column_name, f.expected, f.actual,
           f.difference, f.tolerance, f.unit, f.message, f.hint, f.document,
           f.agency_code IS NULL AS of_department
      FROM rollup.findings AS f
      JOIN entity AS e ON e.dept_code = f.dept_code AND e.agency_code = coalesce(f.agency_code, '')
     WHERE f.mof_div_code = $1 AND f.fiscal_year = $2::integer AND f.bgt_stage = $3 AND f.severity <> 'rounding'
), rounded AS MATERIALIZED (
    SELECT f.rule_id, count(*) AS roundings
      FROM rollup.findings AS f
     WHERE f.mof_div_code = $1 AND f.fiscal_year = $2::integer AND f.bgt_stage = $3 AND f.severity = 'rounding'
     GROUP BY f.rule_id
), line AS (
    SELECT 1 AS part, 'plain' AS style, l.*
      FROM listed AS l
     WHERE l.place <= 5000
    UNION ALL
    SELECT 2, 'plain', row_number() OVER (ORDER BY r.rule_id), '四舍五入', r.rule_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, concat(u.title || '：', '共', r.roundings, '处，所差都在四舍五入可致的范围内，逐处见 findings.csv.gz'), NULL, NULL, NULL
      FROM rounded AS r
      LEFT JOIN ref.rule AS u ON u.rule_id = r.rule_id
    UNION ALL
    SELECT 3, 'note', 1, CASE WHEN count(*) > 5000
                              THEN format('注：错误和提示共%s处，只列出前5,000处，全部见 findings.csv.gz', count(*))
                              ELSE '注：没有勾稽发现' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           NULL
      FROM listed AS l
    HAVING count(*) > 5000 OR count(*) = 0 AND NOT EXISTS (SELECT FROM rounded)
)
SELECT n.style, n.severity, n.rule_id, n.code, coalesce(t.label, n.table_name) AS table_label, n.row_label,
       CASE WHEN etl.zh_column(n.table_name, n.column_name) <> n.column_name THEN etl.zh_column(n.table_name, n.column_name)
           ELSE coalesce(c.label, n.column_name) END AS column_label, n.expected, n.actual, n.difference, n.tolerance, n.unit, n.message,
       n.hint, n.document, n.of_department
  FROM line AS n
  LEFT JOIN facts.form_tables AS t ON t.table_name = n.table_name
  LEFT JOIN pg_temp.export_form_column AS c ON c.column_name = n.column_name
 ORDER BY n.part, n.place
