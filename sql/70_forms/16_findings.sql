-- One row is one finding of the rules in the documents in force of the division $1, of the year $2 at the stage $3: errors
-- first, roundings last, at most 5,000; findings.csv.gz holds them all.
WITH entity AS MATERIALIZED (
    -- Numbers in the order of the rows; with severity and rule they make one key that decides nearly all comparisons.
    SELECT e.dept_code, e.agency_code,
           lpad((row_number() OVER (ORDER BY e.dept_code, e.agency_code))::text, 9, '0') AS place
      FROM (SELECT DISTINCT i.dept_code, CASE i.scope WHEN 'unit' THEN i.agency_code ELSE '' END AS agency_code
              FROM etl.in_force AS i
             WHERE i.mof_div_code = $1 AND i.fiscal_year = $2::integer AND i.bgt_stage = $3) AS e
)
SELECT 'plain' AS style,
       CASE f.severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '提示' ELSE '四舍五入' END AS severity, f.rule_id,
       coalesce(f.agency_code, f.dept_code) AS code, coalesce(t.label, f.table_name) AS table_label, f.row_label,
       coalesce(c.label, f.column_name) AS column_label, f.expected, f.actual, f.difference, f.tolerance, f.unit, f.message, f.hint, f.document
  FROM rollup.findings AS f
  JOIN entity AS e ON e.dept_code = f.dept_code AND e.agency_code = coalesce(f.agency_code, '')
  LEFT JOIN facts.form_tables AS t ON t.table_name = f.table_name
  LEFT JOIN pg_temp.export_form_column AS c ON c.column_name = f.column_name
 WHERE f.mof_div_code = $1 AND f.fiscal_year = $2::integer AND f.bgt_stage = $3
 ORDER BY (CASE f.severity WHEN 'error' THEN '1' WHEN 'warning' THEN '2' ELSE '3' END || e.place || f.rule_id) COLLATE "C",
          f.table_name COLLATE "C",
          f.row_label COLLATE "C", f.column_name COLLATE "C", f.document COLLATE "C", f.expected, f.actual,
          f.message COLLATE "C"
 LIMIT 5000
