-- One row is one comparison, as tests/support/expected_yoy.py prints them.
SELECT concat_ws('|', f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, f.entity_level, coalesce(f.dept_code, ''),
                 coalesce(f.agency_code, ''), f.subject, coalesce(f.current::text, ''), coalesce(f.prior::text, ''),
                 coalesce(f.prior_comparable::text, ''), coalesce(f.prior_basis, ''),
                 coalesce(f.stated_difference::text, '')) AS line
  FROM (SELECT 'expenditure_by_function' AS relation, r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level,
               r.dept_code, r.agency_code, coalesce(r.exp_func_code, '') AS subject, r.current, r.prior,
               r.prior_comparable, r.prior_basis, r.stated_difference
          FROM rollup.yoy_expenditure_by_function AS r
        UNION ALL
        SELECT 'expenditure_by_economic', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.classification || '/' || coalesce(r.eco_code, ''), r.current, r.prior,
               r.prior_comparable, r.prior_basis, r.stated_difference
          FROM rollup.yoy_expenditure_by_economic AS r
        UNION ALL
        SELECT 'revenue_by_source', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.source, r.current, r.prior, r.prior_comparable, r.prior_basis, r.stated_difference
          FROM rollup.yoy_revenue_by_source AS r
         WHERE r.source <> 'total_without_internal_transfers'
        UNION ALL
        SELECT 'three_public', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.item, r.current, r.prior, r.prior_comparable, r.prior_basis, r.stated_difference
          FROM rollup.yoy_three_public AS r
        UNION ALL
        SELECT 'operating_expenses', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, '', r.current, r.prior, r.prior_comparable, r.prior_basis, r.stated_difference
          FROM rollup.yoy_operating_expenses AS r) AS f
 ORDER BY 1
