-- One row is one economic subject, or the total, of one classification of one division, department or agency.
-- dataset: expenditure_by_economic | 基本支出，按经济分类
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code? classification eco_code?
-- parts: 4
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code) economic_subjects(classification,eco_code)
-- column: eco_level | 科目级次
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.classification, r.eco_code, r.eco_level, r.eco_name, r.total, r.personnel, r.public,
       r.agencies
  FROM rollup.expenditure_by_economic AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
   AND ($3::text[] IS NULL
        OR (r.bgt_stage IN ('budget', 'final') AND r.entity_level IN ('agency', 'department', 'division')
            AND coalesce(r.dept_code, '') = ANY ($3::text[])))
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, ''),
          r.classification, coalesce(r.eco_code, '')
