-- One row is one functional class, or the total, of the fiscal appropriation of one division, department or agency.
-- dataset: appropriation_by_function | 财政拨款支出，按功能分类
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code? exp_func_code?
-- parts: 16
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code) function_subjects(exp_func_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.exp_func_code, r.exp_func_name, r.total, r.general_public_budget, r.government_fund,
       r.state_capital, r.agencies
  FROM rollup.appropriation_by_function AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL
        OR (r.bgt_stage IN ('budget', 'final') AND r.entity_level IN ('agency', 'department', 'division')
            AND coalesce(r.dept_code, '') = ANY ($3::text[])))
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, ''),
          coalesce(r.exp_func_code, '')
