-- One row is the procurement budget of one division, department or agency.
-- dataset: procurement | 政府采购
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.total, r.goods, r.works, r.services
  FROM rollup.procurement AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, '')
