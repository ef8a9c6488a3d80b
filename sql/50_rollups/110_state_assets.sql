-- One row of rollup.state_assets is the state assets of one division, department or agency: sums of what is printed.

INSERT INTO rollup.state_assets
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code,
        vehicles_quota, vehicles_actual, vehicles_leadership, vehicles_confidential_communications,
        vehicles_emergency, vehicles_law_enforcement, vehicles_special_technical, vehicles_general,
        vehicles_retired_cadres, vehicles_institution_business, vehicles_other,
        office_floor_area_m2, equipment_over_500k_yuan, equipment_over_1m_yuan)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code,
       x.vehicles_quota,
       x.vehicles_actual,
       x.vehicles_leadership,
       x.vehicles_confidential_communications,
       x.vehicles_emergency,
       x.vehicles_law_enforcement,
       x.vehicles_special_technical,
       x.vehicles_general,
       x.vehicles_retired_cadres,
       x.vehicles_institution_business,
       x.vehicles_other,
       x.office_floor_area_m2,
       x.equipment_over_500k_yuan,
       x.equipment_over_1m_yuan
  FROM (SELECT m.entity_no,
               sum(s.vehicles_quota) AS vehicles_quota,
               sum(s.vehicles_actual) AS vehicles_actual,
               sum(s.vehicles_leadership) AS vehicles_leadership,
               sum(s.vehicles_confidential_communications) AS vehicles_confidential_communications,
               sum(s.vehicles_emergency) AS vehicles_emergency,
               sum(s.vehicles_law_enforcement) AS vehicles_law_enforcement,
               sum(s.vehicles_special_technical) AS vehicles_special_technical,
               sum(s.vehicles_general) AS vehicles_general,
               sum(s.vehicles_retired_cadres) AS vehicles_retired_cadres,
               sum(s.vehicles_institution_business) AS vehicles_institution_business,
               sum(s.vehicles_other) AS vehicles_other,
               sum(s.office_floor_area_m2) AS office_floor_area_m2,
               sum(s.equipment_over_500k_yuan) AS equipment_over_500k_yuan,
               sum(s.equipment_over_1m_yuan) AS equipment_over_1m_yuan
          FROM staging.state_assets AS s
          JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
         WHERE s.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
               AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
         GROUP BY m.entity_no) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
