-- The one row is what this rollup did, for the program to report: slices brought up to date, slices left as they were,
-- documents in force, documents held back.

SELECT (SELECT count(*) FROM pg_temp.rollup_work AS w WHERE w.task <> 'same') AS slices,
       (SELECT count(*) FROM pg_temp.rollup_work AS w WHERE w.task = 'same') AS unchanged,
       (SELECT count(*) FROM pg_temp.rollup_in_force) AS documents,
       (SELECT count(*)
          FROM pg_temp.rollup_arrival AS a
         WHERE a.status = 'held' OR a.pending = 'held') AS held;
