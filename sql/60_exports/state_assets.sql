-- One row is the state assets of one division, department or agency.
-- dataset: state_assets | 国有资产占有使用情况
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.vehicles_quota, r.vehicles_actual, r.vehicles_leadership,
       r.vehicles_confidential_communications, r.vehicles_emergency, r.vehicles_law_enforcement,
       r.vehicles_special_technical, r.vehicles_general, r.vehicles_retired_cadres,
       r.vehicles_institution_business, r.vehicles_other, r.office_floor_area_m2,
       r.equipment_over_500k_yuan, r.equipment_over_1m_yuan
  FROM rollup.state_assets AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, '')
