-- One row is one source of revenue of one division, department or agency.
-- dataset: revenue_by_source | 收入，按来源
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code? source
-- parts: 16
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.source, r.amount, r.agencies
  FROM rollup.revenue_by_source AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL
        OR (r.bgt_stage IN ('budget', 'final') AND r.entity_level IN ('agency', 'department', 'division')
            AND coalesce(r.dept_code, '') = ANY ($3::text[])))
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, ''),
          r.source
