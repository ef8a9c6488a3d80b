-- One figure of the rollups, named as rollup.trace names it: what the traced cells must add up to. NULL where nothing is
-- printed, or there is no such row.

DROP FUNCTION IF EXISTS rollup.figure(text, integer, text, text, text, text, text, text, text, boolean);
CREATE FUNCTION rollup.figure(relation text, fiscal_year integer, mof_div_code text, subject text DEFAULT NULL,
                              measure text DEFAULT NULL, dept_code text DEFAULT NULL, agency_code text DEFAULT NULL,
                              classification text DEFAULT NULL, bgt_stage text DEFAULT 'budget',
                              below boolean DEFAULT false)
RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- The subject of the row without one, the total, is ''; relations of one row an entity have none. A region's rows are
    -- of no entity, and state assets have no region's.
    SELECT (f.figures ->> coalesce(figure.measure, f.measure))::numeric
      FROM (
        SELECT 'expenditure_by_function' AS relation, false AS below, 'total' AS measure, r.mof_div_code, r.fiscal_year,
               r.bgt_stage, r.entity_level, r.dept_code, r.agency_code, coalesce(r.exp_func_code, '') AS subject,
               NULL AS classification, to_jsonb(r) AS figures
          FROM rollup.expenditure_by_function AS r
        UNION ALL
        SELECT 'expenditure_by_function', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, coalesce(r.exp_func_code, ''), NULL, to_jsonb(r)
          FROM rollup.region_expenditure_by_function AS r
        UNION ALL
        SELECT 'expenditure_by_economic', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, coalesce(r.eco_code, ''), r.classification, to_jsonb(r)
          FROM rollup.expenditure_by_economic AS r
        UNION ALL
        SELECT 'expenditure_by_economic', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, coalesce(r.eco_code, ''), r.classification, to_jsonb(r)
          FROM rollup.region_expenditure_by_economic AS r
        UNION ALL
        SELECT 'revenue_by_source', false, 'amount', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, r.source, NULL, to_jsonb(r)
          FROM rollup.revenue_by_source AS r
        UNION ALL
        SELECT 'revenue_by_source', true, 'amount', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, r.source, NULL, to_jsonb(r)
          FROM rollup.region_revenue_by_source AS r
        UNION ALL
        SELECT 'appropriation_by_function', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, coalesce(r.exp_func_code, ''), NULL, to_jsonb(r)
          FROM rollup.appropriation_by_function AS r
        UNION ALL
        SELECT 'appropriation_by_function', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, coalesce(r.exp_func_code, ''), NULL, to_jsonb(r)
          FROM rollup.region_appropriation_by_function AS r
        UNION ALL
        SELECT 'three_public', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, r.item, NULL, to_jsonb(r)
          FROM rollup.three_public AS r
        UNION ALL
        SELECT 'three_public', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, r.item, NULL, to_jsonb(r)
          FROM rollup.region_three_public AS r
        UNION ALL
        SELECT 'operating_expenses', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, NULL, NULL, to_jsonb(r)
          FROM rollup.operating_expenses AS r
        UNION ALL
        SELECT 'operating_expenses', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, NULL, NULL, to_jsonb(r)
          FROM rollup.region_operating_expenses AS r
        UNION ALL
        SELECT 'project_totals', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, NULL, NULL, to_jsonb(r)
          FROM rollup.project_totals AS r
        UNION ALL
        SELECT 'project_totals', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, NULL, NULL, to_jsonb(r)
          FROM rollup.region_project_totals AS r
        UNION ALL
        SELECT 'procurement', false, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, NULL, NULL, to_jsonb(r)
          FROM rollup.procurement AS r
        UNION ALL
        SELECT 'procurement', true, 'total', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               NULL, NULL, NULL, NULL, NULL, to_jsonb(r)
          FROM rollup.region_procurement AS r
        UNION ALL
        SELECT 'state_assets', false, 'vehicles_actual', r.mof_div_code, r.fiscal_year, r.bgt_stage,
               r.entity_level, r.dept_code, r.agency_code, NULL, NULL, to_jsonb(r)
          FROM rollup.state_assets AS r) AS f
     WHERE f.relation = figure.relation AND f.below = figure.below AND f.mof_div_code = figure.mof_div_code
       AND f.fiscal_year = figure.fiscal_year AND f.bgt_stage = figure.bgt_stage
       AND (f.below
            OR f.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                     WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
               AND (figure.dept_code IS NULL OR f.dept_code = figure.dept_code)
               AND f.agency_code IS NOT DISTINCT FROM figure.agency_code)
       AND (f.subject IS NULL OR f.subject = coalesce(figure.subject, ''))
       AND (f.classification IS NULL
            OR f.classification = coalesce(figure.classification,
                                           CASE WHEN figure.subject ~ '^(5|U)' THEN 'government' ELSE 'department' END))
$$;
COMMENT ON FUNCTION rollup.figure(text, integer, text, text, text, text, text, text, text, boolean) IS
    '一个汇总数，参数同 rollup.trace';
