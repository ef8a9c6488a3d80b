-- One row is one project as one agency, or a department in its own document, printed it.
-- dataset: projects | 项目
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code agency_code? is_carryover row_no
-- parts: 16
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
-- column: row_no | 行号
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.pro_name, r.is_carryover, r.total, r.general_public_budget, r.government_fund,
       r.state_capital, r.fiscal_special_account, r.agency_funds, r.has_target, r.target_total,
       r.attribute, r.period, r.pro_code, r.pro_category, r.row_no
  FROM rollup.projects AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL
        OR (r.bgt_stage IN ('budget', 'final') AND r.entity_level IN ('agency', 'department', 'division')
            AND coalesce(r.dept_code, '') = ANY ($3::text[])))
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, ''),
          r.is_carryover, r.row_no
