-- Takes out of the rollups what the scripts below make anew, and what is gone: of a division, year and stage all of it, or
-- only the agencies, departments and divisions that something changed in. (Coverage is always made anew: 120.) What the
-- departments and divisions were stays in temporary tables rollup_was_…, for 115.
DO $$
DECLARE
    relation text;
BEGIN
    -- Both are found by the relations' keys, and never by reading what stays.
    PERFORM set_config('enable_nestloop', 'on', true), set_config('enable_hashjoin', 'off', true);
    FOREACH relation IN ARRAY ARRAY['expenditure_by_function', 'expenditure_by_economic', 'revenue_by_source',
                                    'appropriation_by_function', 'three_public', 'operating_expenses', 'projects',
                                    'project_totals', 'procurement', 'state_assets'] LOOP
        EXECUTE format($delete$
            DELETE FROM rollup.%I AS r
             USING pg_temp.rollup_work AS w
             WHERE (w.task = 'gone' OR w.task = 'redo' AND w.whole)
               AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage
            $delete$, relation);
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_temp.rollup_touched);
        IF relation <> 'projects' THEN -- they aren't added up
            EXECUTE format($was$
                CREATE TEMPORARY TABLE %I ON COMMIT DROP AS
                SELECT r.*
                  FROM pg_temp.rollup_touched AS t
                  JOIN rollup.%I AS r
                    ON r.mof_div_code = t.mof_div_code AND r.fiscal_year = t.fiscal_year AND r.bgt_stage = t.bgt_stage
                   AND r.entity_level = t.entity_level AND coalesce(r.dept_code, '') = t.dept_code
                   AND coalesce(r.agency_code, '') = t.agency_code
                 WHERE t.entity_level <> 'agency'
                $was$, 'rollup_was_' || relation, relation);
        END IF;
        EXECUTE format($delete$
            DELETE FROM rollup.%I AS r
             USING pg_temp.rollup_touched AS t
             WHERE r.mof_div_code = t.mof_div_code AND r.fiscal_year = t.fiscal_year AND r.bgt_stage = t.bgt_stage
               AND r.entity_level = t.entity_level AND coalesce(r.dept_code, '') = t.dept_code
               AND coalesce(r.agency_code, '') = t.agency_code
            $delete$, relation);
    END LOOP;
    PERFORM set_config('enable_nestloop', 'off', true), set_config('enable_hashjoin', 'on', true);
END
$$;
