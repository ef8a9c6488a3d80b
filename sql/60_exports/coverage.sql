-- One row says what has arrived of one division, department or agency, and whether it adds up.
-- dataset: coverage | 公开与汇总情况
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.basis, r.status, r.document, r.revision, r.tables_published, r.errors, r.warnings,
       r.printed_total, r.rolled_total, r.expenditure_source, r.pending, r.agencies,
       r.agencies_loaded
  FROM rollup.coverage AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, '')
