-- Where most of what is in force was read anew, nothing is known yet of what was written; where little was, the autovacuum tells
-- in time.
SELECT CASE WHEN d.documents > i.documents / 2 THEN facts.analyze_rollups() END
  FROM (SELECT count(*) AS documents FROM pg_temp.rollup_document AS x WHERE x.redo) AS d,
       (SELECT count(*) AS documents FROM pg_temp.rollup_in_force) AS i;
