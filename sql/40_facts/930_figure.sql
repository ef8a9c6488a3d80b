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
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.expenditure_by_function AS r
     WHERE figure.relation = 'expenditure_by_function' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       AND r.exp_func_code IS NOT DISTINCT FROM nullif(figure.subject, '')
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_expenditure_by_function AS r
     WHERE figure.relation = 'expenditure_by_function' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.exp_func_code IS NOT DISTINCT FROM nullif(figure.subject, '')
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.expenditure_by_economic AS r
     WHERE figure.relation = 'expenditure_by_economic' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       AND r.eco_code IS NOT DISTINCT FROM nullif(figure.subject, '')
       AND r.classification = coalesce(figure.classification,
                                       CASE WHEN figure.subject ~ '^(5|U)' THEN 'government' ELSE 'department' END)
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_expenditure_by_economic AS r
     WHERE figure.relation = 'expenditure_by_economic' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.eco_code IS NOT DISTINCT FROM nullif(figure.subject, '')
       AND r.classification = coalesce(figure.classification,
                                       CASE WHEN figure.subject ~ '^(5|U)' THEN 'government' ELSE 'department' END)
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'amount'))::numeric
      FROM rollup.revenue_by_source AS r
     WHERE figure.relation = 'revenue_by_source' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       AND r.source = figure.subject
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'amount'))::numeric
      FROM rollup.region_revenue_by_source AS r
     WHERE figure.relation = 'revenue_by_source' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.source = figure.subject
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.appropriation_by_function AS r
     WHERE figure.relation = 'appropriation_by_function' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       AND r.exp_func_code IS NOT DISTINCT FROM nullif(figure.subject, '')
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_appropriation_by_function AS r
     WHERE figure.relation = 'appropriation_by_function' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.exp_func_code IS NOT DISTINCT FROM nullif(figure.subject, '')
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.three_public AS r
     WHERE figure.relation = 'three_public' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       AND r.item = figure.subject
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_three_public AS r
     WHERE figure.relation = 'three_public' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.item = figure.subject
    UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.operating_expenses AS r
     WHERE figure.relation = 'operating_expenses' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_operating_expenses AS r
     WHERE figure.relation = 'operating_expenses' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.project_totals AS r
     WHERE figure.relation = 'project_totals' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_project_totals AS r
     WHERE figure.relation = 'project_totals' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.procurement AS r
     WHERE figure.relation = 'procurement' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'total'))::numeric
      FROM rollup.region_procurement AS r
     WHERE figure.relation = 'procurement' AND figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
           UNION ALL
    SELECT (to_jsonb(r) ->> coalesce(figure.measure, 'vehicles_actual'))::numeric
      FROM rollup.state_assets AS r
     WHERE figure.relation = 'state_assets' AND NOT figure.below
       AND r.mof_div_code = figure.mof_div_code AND r.fiscal_year = figure.fiscal_year
       AND r.bgt_stage = figure.bgt_stage
       AND r.entity_level = CASE WHEN figure.agency_code IS NOT NULL THEN 'agency'
                                 WHEN figure.dept_code IS NOT NULL THEN 'department' ELSE 'division' END
       AND (figure.dept_code IS NULL OR r.dept_code = figure.dept_code)
       AND r.agency_code IS NOT DISTINCT FROM figure.agency_code
       $$;
COMMENT ON FUNCTION rollup.figure(text, integer, text, text, text, text, text, text, text, boolean) IS
    '一个汇总数，参数同 rollup.trace';
