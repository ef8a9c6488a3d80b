-- How the rollup's transaction works; what it works on is in the settings huizong.run_id (the run), huizong.hold_on
-- ('error' holds documents back that have error findings), huizong.all (roll up every slice anew) and
-- huizong.logic_hash (of the texts of 40_facts and 50_rollups).
-- PostgreSQL takes the columns of a join for independent and expects one row where there are hundreds of thousands;
-- nested loops and merges over such joins run for hours. Everything here is a batch, so hash joins do; where few rows are
-- looked up among many, that is said by LATERAL (… OFFSET 0), which PostgreSQL can't turn into another join.

SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL enable_nestloop = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL default_statistics_target = 10;
