-- One row is one finding of the rules in a document in force.
-- dataset: findings | 勾稽发现
-- parts: 4
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.scope, r.rule_id, r.severity, r.table_name, r.row_label, r.column_name, r.expected,
       r.actual, r.difference, r.tolerance, r.unit, r.message, r.hint, r.document, r.revision,
       r.run_id
  FROM rollup.findings AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL OR r.dept_code = ANY ($3::text[]))
 ORDER BY r.bgt_stage COLLATE "C", r.entity_level COLLATE "C", coalesce(r.dept_code, '') COLLATE "C",
          coalesce(r.agency_code, '') COLLATE "C", r.scope COLLATE "C", r.rule_id COLLATE "C",
          r.table_name COLLATE "C" NULLS FIRST, r.row_label COLLATE "C" NULLS FIRST,
          r.column_name COLLATE "C" NULLS FIRST, r.document COLLATE "C", r.message COLLATE "C",
          r.hint COLLATE "C" NULLS FIRST, r.severity COLLATE "C", r.expected NULLS FIRST,
          r.actual NULLS FIRST
