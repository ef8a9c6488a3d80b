-- Takes out of the rollups what the scripts below make anew, and what is gone: of a division, year and stage all of it, or
-- only the agencies, departments and divisions that something changed in. (Coverage is always made anew: 120.)
DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['expenditure_by_function', 'expenditure_by_economic', 'revenue_by_source',
                                    'appropriation_by_function', 'three_public', 'operating_expenses', 'projects',
                                    'project_totals', 'procurement', 'state_assets'] LOOP
        EXECUTE format($delete$
            DELETE FROM rollup.%I AS r
             USING pg_temp.rollup_work AS w
             WHERE w.task IN ('redo', 'gone')
               AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage
               AND (w.whole
                    OR (r.mof_div_code, r.fiscal_year, r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''),
                        coalesce(r.agency_code, ''))
                       IN (SELECT t.mof_div_code, t.fiscal_year, t.bgt_stage, t.entity_level, t.dept_code, t.agency_code
                             FROM pg_temp.rollup_touched AS t))
            $delete$, relation);
    END LOOP;
END
$$;
