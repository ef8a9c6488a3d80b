-- One row of etl.figure_history is what one document in force brought to the rollups between two runs. Of what was
-- written anew, rows of which something changed end with this run, and others begin.

INSERT INTO etl.rollup_run (run_id, program_hash, config_hash)
SELECT current_setting('huizong.run_id')::bigint, coalesce(current_setting('huizong.logic_hash', true), ''), c.config_hash
  FROM pg_temp.rollup_config AS c
    ON CONFLICT (run_id) DO UPDATE SET program_hash = excluded.program_hash, config_hash = excluded.config_hash;

CREATE TEMPORARY TABLE history_now ON COMMIT DROP AS
WITH figure AS (
    SELECT f.doc_id, 'expenditure_by_function/' || coalesce(f.exp_func_code, '') AS key, f.total AS fen
      FROM pg_temp.rollup_function AS f
     WHERE f.exp_func_level <= 1
    UNION ALL
    SELECT f.doc_id, 'expenditure_by_economic/' || f.classification || '/' || coalesce(f.eco_code, ''), f.total
      FROM pg_temp.rollup_economic AS f
     WHERE f.eco_level <= 1
    UNION ALL
    SELECT f.doc_id, 'revenue_by_source/' || f.source, f.amount
      FROM pg_temp.rollup_source AS f
    UNION ALL
    SELECT f.doc_id, 'appropriation_by_function/' || coalesce(f.exp_func_code, ''), f.total
      FROM pg_temp.rollup_appropriation AS f
    UNION ALL
    SELECT f.doc_id, 'three_public/' || f.item, f.total
      FROM pg_temp.rollup_three_public AS f
    UNION ALL
    SELECT f.doc_id, 'operating_expenses/', f.total
      FROM pg_temp.rollup_operating AS f
    UNION ALL
    SELECT f.doc_id, 'project_totals/', facts.fen_sum(f.total::bigint)
      FROM pg_temp.rollup_project_total AS f
     GROUP BY f.doc_id
    UNION ALL
    SELECT f.doc_id, 'procurement/', f.total::bigint
      FROM pg_temp.rollup_procurement AS f
), own AS (
    -- A department's document that doesn't count brings nothing.
    SELECT f.doc_id, jsonb_object_agg(f.key, (f.fen * 0.01)::numeric(20,2)) AS figures
      FROM figure AS f
      JOIN pg_temp.rollup_member AS m ON m.doc_id = f.doc_id AND m.own
     WHERE f.fen IS NOT NULL
     GROUP BY f.doc_id
)
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id, d.counts,
       coalesce(o.figures, '{}') AS figures
  FROM pg_temp.rollup_document AS d
  LEFT JOIN own AS o ON o.doc_id = d.doc_id
 WHERE d.redo;

UPDATE etl.figure_history AS h
   SET until_run = current_setting('huizong.run_id')::bigint
  FROM pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'gone')
   AND h.mof_div_code = w.mof_div_code AND h.fiscal_year = w.fiscal_year AND h.bgt_stage = w.bgt_stage
   AND h.until_run IS NULL
   AND (w.whole
        OR (h.mof_div_code, h.doc_id) IN (SELECT c.mof_div_code, c.doc_id
                                            FROM pg_temp.rollup_compared AS c
                                           WHERE c.change <> 'stays'))
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
