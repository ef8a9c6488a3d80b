-- One row of etl.rollup_slice is one slice (division, year, stage) as it was last rolled up.

DELETE FROM etl.rollup_slice AS s
 USING pg_temp.rollup_work AS w
 WHERE w.task <> 'same'
   AND s.mof_div_code = w.mof_div_code AND s.fiscal_year = w.fiscal_year AND s.bgt_stage = w.bgt_stage;
INSERT INTO etl.rollup_slice (mof_div_code, fiscal_year, bgt_stage, run_id, rolled_at, logic_hash, arrival_hash)
SELECT w.mof_div_code, w.fiscal_year, w.bgt_stage, current_setting('huizong.run_id')::bigint,
       clock_timestamp(), w.logic_hash, w.arrival_hash
  FROM pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'coverage');
