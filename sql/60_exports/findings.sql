-- One row is one finding of the rules in a document in force.
-- dataset: findings | 勾稽发现
-- parts: 4
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
-- A department or agency has a number in the order of the rows; with the rule it makes one key that decides nearly all
-- comparisons, which by the many columns are dear.
WITH entity AS MATERIALIZED (
    SELECT e.bgt_stage, e.entity_level, e.dept_code, e.agency_code,
           lpad((row_number() OVER (ORDER BY e.bgt_stage, e.entity_level COLLATE "C", e.dept_code, e.agency_code))::text, 9,
                '0') AS place
      FROM (SELECT DISTINCT i.bgt_stage, CASE i.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AS entity_level,
                   i.dept_code, CASE i.scope WHEN 'unit' THEN i.agency_code ELSE '' END AS agency_code
              FROM etl.in_force AS i
             WHERE i.mof_div_code = $1 AND i.fiscal_year = $2) AS e
)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.scope, r.rule_id, r.severity, r.table_name, r.row_label, r.column_name, r.expected,
       r.actual, r.difference, r.tolerance, r.unit, r.message, r.hint, r.document, r.revision,
       r.run_id
  FROM rollup.findings AS r
  JOIN entity AS e
    ON e.bgt_stage = r.bgt_stage AND e.entity_level = r.entity_level AND e.dept_code = r.dept_code
   AND e.agency_code = coalesce(r.agency_code, '')
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL OR r.dept_code = ANY ($3::text[]))
 ORDER BY (e.place || r.rule_id) COLLATE "C",
          r.table_name COLLATE "C" NULLS FIRST, r.row_label COLLATE "C" NULLS FIRST,
          r.column_name COLLATE "C" NULLS FIRST, r.document COLLATE "C", r.message COLLATE "C",
          r.hint COLLATE "C" NULLS FIRST, r.severity COLLATE "C", r.expected NULLS FIRST,
          r.actual NULLS FIRST
