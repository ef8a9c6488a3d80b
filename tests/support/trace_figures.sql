-- Every figure of the rollups as (relation, key, classification, subject, measure, value); then one row for each whose
-- printed cells don't add up to it, or whose NULL has cells.
CREATE TEMPORARY VIEW figure AS
SELECT f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, f.entity_level, f.dept_code, f.agency_code,
       f.classification, f.subject, m.key AS measure, m.value::numeric AS value
  FROM (SELECT 'expenditure_by_function' AS relation, r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level,
               r.dept_code, r.agency_code, 'function' AS classification, coalesce(r.exp_func_code, '') AS subject,
               to_jsonb(r) - '{exp_func_code,exp_func_level,exp_func_name}'::text[] AS measures
          FROM rollup.expenditure_by_function AS r
        UNION ALL
        SELECT 'expenditure_by_economic', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, r.classification, coalesce(r.eco_code, ''),
               to_jsonb(r) - '{classification,eco_code,eco_level,eco_name}'::text[]
          FROM rollup.expenditure_by_economic AS r
        UNION ALL
        SELECT 'revenue_by_source', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, NULL, r.source, to_jsonb(r) - 'source'
          FROM rollup.revenue_by_source AS r
        UNION ALL
        SELECT 'appropriation_by_function', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, 'function', coalesce(r.exp_func_code, ''), to_jsonb(r) - '{exp_func_code,exp_func_name}'::text[]
          FROM rollup.appropriation_by_function AS r
        UNION ALL
        SELECT 'three_public', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, NULL, r.item, to_jsonb(r) - 'item'
          FROM rollup.three_public AS r
        UNION ALL
        SELECT 'operating_expenses', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, NULL, '', to_jsonb(r)
          FROM rollup.operating_expenses AS r
        UNION ALL
        SELECT 'project_totals', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
               r.agency_code, NULL, '', to_jsonb(r)
          FROM rollup.project_totals AS r
        UNION ALL
        SELECT 'procurement', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
               NULL, '', to_jsonb(r)
          FROM rollup.procurement AS r
        UNION ALL
        SELECT 'state_assets', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
               NULL, '', to_jsonb(r)
          FROM rollup.state_assets AS r) AS f
 CROSS JOIN LATERAL jsonb_each_text(
           f.measures - '{fiscal_year,bgt_stage,mof_div_code,entity_level,dept_code,agency_code,agencies}'::text[])
       AS m (key, value);

CREATE TEMPORARY TABLE all_figures AS SELECT * FROM figure;
CREATE TEMPORARY TABLE cells AS
SELECT i.fiscal_year, i.bgt_stage, i.mof_div_code, v.entity_level, v.dept_code, v.agency_code, c.relation,
       c.classification, c.subject, c.measure, sum(CASE WHEN c.is_count THEN c.amount ELSE c.amount * 0.01 END) AS value
  FROM facts.cell AS c
  JOIN etl.in_force AS i ON i.mof_div_code = c.mof_div_code AND i.doc_id = c.doc_id
 CROSS JOIN LATERAL (VALUES ('agency', i.dept_code, i.agency_code, i.scope = 'unit'),
       ('department', i.dept_code, NULL, i.counts), ('division', NULL, NULL, i.counts))
       AS v (entity_level, dept_code, agency_code, is_part)
 WHERE v.is_part AND c.amount IS NOT NULL
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

SELECT concat_ws('|', f.relation, f.fiscal_year, f.mof_div_code, f.entity_level, f.dept_code, f.agency_code,
                 f.subject, f.measure, 'figure', f.value, 'cells', sum(c.value))
  FROM all_figures AS f
  LEFT JOIN cells AS c
    ON c.relation = f.relation AND c.fiscal_year = f.fiscal_year AND c.bgt_stage = f.bgt_stage
   AND c.mof_div_code = f.mof_div_code AND c.entity_level = f.entity_level AND c.measure = f.measure
   AND c.dept_code IS NOT DISTINCT FROM f.dept_code AND c.agency_code IS NOT DISTINCT FROM f.agency_code
   AND c.classification IS NOT DISTINCT FROM f.classification
   AND CASE WHEN f.classification IS NULL THEN c.subject = f.subject ELSE starts_with(c.subject, f.subject) END
 GROUP BY f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, f.entity_level, f.dept_code, f.agency_code,
          f.classification, f.subject, f.measure, f.value
HAVING coalesce(f.value, 0) <> coalesce(sum(c.value), 0)
    OR (f.value IS NULL) <> (count(c.value) = 0) AND f.measure NOT IN ('projects', 'carryover_projects', 'targets')
 ORDER BY 1
 LIMIT 20;
