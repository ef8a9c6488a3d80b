-- One row is one figure of the rollups, as tests/support/expected_rollups.py prints them; no blanks, and no count of no
-- documents.
SELECT concat_ws('|', f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, f.entity_level,
                 coalesce(f.dept_code, ''), coalesce(f.agency_code, ''), f.subject, m.key,
                 to_char(m.value::numeric, 'FM99999999999999999990.00')) AS line
  FROM (SELECT 'expenditure_by_function' AS relation, r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level,
               r.dept_code, r.agency_code, coalesce(r.exp_func_code, '') AS subject,
               to_jsonb(r) - '{exp_func_code,exp_func_level,exp_func_name}'::text[] AS measures
          FROM rollup.expenditure_by_function AS r
        UNION ALL
        SELECT 'expenditure_by_economic', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.classification || '/' || coalesce(r.eco_code, ''),
               to_jsonb(r) - '{classification,eco_code,eco_level,eco_name}'::text[]
          FROM rollup.expenditure_by_economic AS r
        UNION ALL
        SELECT 'revenue_by_source', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.source, to_jsonb(r) - 'source'
          FROM rollup.revenue_by_source AS r
        UNION ALL
        SELECT 'appropriation_by_function', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, coalesce(r.exp_func_code, ''), to_jsonb(r) - '{exp_func_code,exp_func_name}'::text[]
          FROM rollup.appropriation_by_function AS r
        UNION ALL
        SELECT 'three_public', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.item, to_jsonb(r) - 'item'
          FROM rollup.three_public AS r
        UNION ALL
        SELECT 'operating_expenses', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, '', to_jsonb(r)
          FROM rollup.operating_expenses AS r
        UNION ALL
        SELECT 'project_totals', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, '', to_jsonb(r)
          FROM rollup.project_totals AS r
        UNION ALL
        SELECT 'procurement', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, '', to_jsonb(r)
          FROM rollup.procurement AS r
        UNION ALL
        SELECT 'state_assets', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, '', to_jsonb(r)
          FROM rollup.state_assets AS r) AS f
 CROSS JOIN LATERAL jsonb_each_text(
           f.measures - '{fiscal_year,bgt_stage,mof_div_code,entity_level,dept_code,agency_code}'::text[])
       AS m (key, value)
 WHERE m.value IS NOT NULL AND NOT (m.key = 'agencies' AND m.value = '0')
 ORDER BY 1
