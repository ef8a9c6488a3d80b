-- One row of etl.figure_history is what one document in force brought to the rollups between two runs. Of what was
-- written anew, rows of which something changed end with this run, and others begin.

INSERT INTO etl.rollup_run (run_id, program_hash, config_hash)
SELECT current_setting('huizong.run_id')::bigint, coalesce(current_setting('huizong.logic_hash', true), ''), c.config_hash
  FROM pg_temp.rollup_config AS c
    ON CONFLICT (run_id) DO UPDATE SET program_hash = excluded.program_hash, config_hash = excluded.config_hash;

CREATE TEMPORARY TABLE history_now ON COMMIT DROP AS
WITH document AS (
    SELECT d.doc_no, d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id,
           d.counts
      FROM pg_temp.rollup_document AS d
     WHERE d.touched
), own AS (
    -- The entity that is made of this document alone: a department's document that doesn't count has none.
    SELECT m.doc_no, m.entity_no
      FROM pg_temp.rollup_member AS m
     WHERE m.entity_level = CASE m.scope WHEN 'unit' THEN 'agency' ELSE 'department' END
), entity AS (
    SELECT o.doc_no, e.mof_div_code, e.fiscal_year, e.bgt_stage, e.entity_level, e.dept_code, e.agency_code
      FROM own AS o
      JOIN pg_temp.rollup_entity AS e ON e.entity_no = o.entity_no
), figure AS (
    SELECT f.doc_no, 'expenditure_by_function/' || coalesce(f.exp_func_code, '') AS key, f.total * 0.01 AS amount
      FROM pg_temp.rollup_function AS f
     WHERE f.exp_func_level <= 1
    UNION ALL
    SELECT f.doc_no, 'expenditure_by_economic/' || f.classification || '/' || coalesce(f.eco_code, ''), f.total * 0.01
      FROM pg_temp.rollup_economic AS f
     WHERE f.eco_level <= 1
    UNION ALL
    SELECT e.doc_no, 'revenue_by_source/' || r.source, r.amount
      FROM entity AS e
      JOIN rollup.revenue_by_source AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
     WHERE r.source <> 'total_without_internal_transfers'
    UNION ALL
    SELECT e.doc_no, 'appropriation_by_function/' || coalesce(r.exp_func_code, ''), r.total
      FROM entity AS e
      JOIN rollup.appropriation_by_function AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
    UNION ALL
    SELECT e.doc_no, 'three_public/' || r.item, r.total
      FROM entity AS e
      JOIN rollup.three_public AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
    UNION ALL
    SELECT e.doc_no, 'operating_expenses/', r.total
      FROM entity AS e
      JOIN rollup.operating_expenses AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
    UNION ALL
    SELECT e.doc_no, 'project_totals/', r.total
      FROM entity AS e
      JOIN rollup.project_totals AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
    UNION ALL
    SELECT e.doc_no, 'procurement/', r.total
      FROM entity AS e
      JOIN rollup.procurement AS r
        ON r.mof_div_code = e.mof_div_code AND r.fiscal_year = e.fiscal_year AND r.bgt_stage = e.bgt_stage
       AND r.entity_level = e.entity_level AND r.dept_code = e.dept_code
       AND coalesce(r.agency_code, '') = coalesce(e.agency_code, '')
)
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id, d.counts,
       coalesce(jsonb_object_agg(f.key, f.amount::numeric(20,2)) FILTER (WHERE f.amount IS NOT NULL), '{}') AS figures
  FROM document AS d
  LEFT JOIN figure AS f
    ON f.doc_no = d.doc_no AND EXISTS (SELECT FROM own AS o WHERE o.doc_no = d.doc_no)
 GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id, d.counts;

UPDATE etl.figure_history AS h
   SET until_run = current_setting('huizong.run_id')::bigint
  FROM pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'gone')
   AND h.mof_div_code = w.mof_div_code AND h.fiscal_year = w.fiscal_year AND h.bgt_stage = w.bgt_stage
   AND h.until_run IS NULL
   AND (w.whole
        OR (h.mof_div_code, h.fiscal_year, h.bgt_stage, CASE h.scope WHEN 'unit' THEN 'agency' ELSE 'department' END,
            h.dept_code, CASE h.scope WHEN 'unit' THEN h.agency_code ELSE '' END)
           IN (SELECT t.mof_div_code, t.fiscal_year, t.bgt_stage, t.entity_level, t.dept_code, t.agency_code
                 FROM pg_temp.rollup_touched AS t))
   AND NOT EXISTS (SELECT FROM pg_temp.history_now AS n
                    WHERE n.mof_div_code = h.mof_div_code AND n.fiscal_year = h.fiscal_year
                      AND n.bgt_stage = h.bgt_stage AND n.scope = h.scope AND n.agency_code = h.agency_code
                      AND n.dept_code = h.dept_code AND n.doc_id = h.doc_id AND n.counts = h.counts
                      AND n.figures = h.figures);

-- Where a run rolls up twice, what its first rollup said is no history.
DELETE FROM etl.figure_history AS h
 WHERE h.until_run = current_setting('huizong.run_id')::bigint AND h.from_run = h.until_run;

INSERT INTO etl.figure_history
       (mof_div_code, fiscal_year, bgt_stage, scope, dept_code, agency_code, doc_id, counts, figures, from_run)
SELECT n.mof_div_code, n.fiscal_year, n.bgt_stage, n.scope, n.dept_code, n.agency_code, n.doc_id, n.counts, n.figures,
       current_setting('huizong.run_id')::bigint
  FROM pg_temp.history_now AS n
 WHERE NOT EXISTS (SELECT FROM etl.figure_history AS h
                    WHERE h.mof_div_code = n.mof_div_code AND h.fiscal_year = n.fiscal_year
                      AND h.bgt_stage = n.bgt_stage AND h.scope = n.scope AND h.agency_code = n.agency_code
                      AND h.until_run IS NULL);
