-- One row is one finding of the rules in the documents in force of the division $1, of the year $2 at the stage $3: errors
-- first, roundings last, at most 5,000; findings.csv.gz holds them all.
SELECT 'plain' AS style,
       CASE f.severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '提示' ELSE '四舍五入' END AS severity, f.rule_id,
       coalesce(f.agency_code, f.dept_code) AS code, coalesce(t.label, f.table_name) AS table_label, f.row_label,
       coalesce(c.label, f.column_name) AS column_label, f.expected, f.actual, f.difference, f.tolerance, f.unit, f.message, f.hint, f.document
  FROM rollup.findings AS f
  LEFT JOIN facts.form_tables AS t ON t.table_name = f.table_name
  LEFT JOIN pg_temp.export_form_column AS c ON c.column_name = f.column_name
 WHERE f.mof_div_code = $1 AND f.fiscal_year = $2::integer AND f.bgt_stage = $3
 ORDER BY array_position(ARRAY['error', 'warning', 'rounding'], f.severity), f.dept_code COLLATE "C",
          f.agency_code COLLATE "C" NULLS FIRST, f.rule_id COLLATE "C", f.table_name COLLATE "C",
          f.row_label COLLATE "C", f.column_name COLLATE "C", f.document COLLATE "C", f.expected, f.actual,
          f.message COLLATE "C"
 LIMIT 5000
