-- One row is the operating expenses of one division, department or agency.
-- dataset: operating_expenses | 机关运行经费
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.total, r.general_public_budget, r.government_fund, r.state_capital, r.agencies
  FROM rollup.operating_expenses AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, '')
