-- One row of rollup.coverage says what has arrived of one agency, department or division, whether it counts, and whether it
-- adds up. The figures of an agency are those of its document; those of a department and a division are sums over the
-- documents that count.

DELETE FROM rollup.coverage AS r
 USING pg_temp.rollup_work AS w
 WHERE w.task <> 'same'
   AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage;

CREATE TEMPORARY TABLE rollup_covered ON COMMIT DROP AS
WITH arrival AS (
    SELECT a.mof_div_code, a.fiscal_year, a.bgt_stage, a.scope, a.dept_code, a.agency_code, a.status, a.doc_id,
           a.revision, a.document, a.check_run_id, a.counts, a.pending, a.basis
      FROM pg_temp.rollup_arrival AS a
      JOIN pg_temp.rollup_work AS w
        ON w.mof_div_code = a.mof_div_code AND w.fiscal_year = a.fiscal_year AND w.bgt_stage = a.bgt_stage
     WHERE w.task IN ('redo', 'coverage')
), published AS (
    SELECT p.mof_div_code, p.doc_id, count(*) AS tables_published
      FROM staging.published_tables AS p
     WHERE p.table_name NOT IN ('narrative', 'procurement')
     GROUP BY p.mof_div_code, p.doc_id
), found AS (
    SELECT f.mof_div_code, f.doc_id, f.run_id, count(*) FILTER (WHERE f.severity = 'error') AS errors,
           count(*) FILTER (WHERE f.severity = 'warning') AS warnings
      FROM etl.finding AS f
     GROUP BY f.mof_div_code, f.doc_id, f.run_id
)
SELECT a.mof_div_code, a.fiscal_year, a.bgt_stage, a.scope, a.dept_code, a.agency_code, a.status, a.revision,
       a.document, a.counts, a.pending, a.basis, coalesce(u.tables_published, 0) AS tables_published,
       CASE WHEN a.check_run_id IS NOT NULL THEN coalesce(n.errors, 0) END AS errors,
       CASE WHEN a.check_run_id IS NOT NULL THEN coalesce(n.warnings, 0) END AS warnings,
       t.total AS printed_total, r.total AS rolled_total, l.expenditure_source
  FROM arrival AS a
  LEFT JOIN published AS u ON u.mof_div_code = a.mof_div_code AND u.doc_id = a.doc_id
  LEFT JOIN found AS n ON n.mof_div_code = a.mof_div_code AND n.doc_id = a.doc_id AND n.run_id = a.check_run_id
  LEFT JOIN facts.printed_total AS t ON t.mof_div_code = a.mof_div_code AND t.doc_id = a.doc_id
  LEFT JOIN pg_temp.rollup_document AS o ON o.mof_div_code = a.mof_div_code AND o.doc_id = a.doc_id
  LEFT JOIN pg_temp.rollup_function AS r ON r.doc_no = o.doc_no AND r.exp_func_level = 0
  LEFT JOIN facts.expenditure_layout AS l ON l.mof_div_code = a.mof_div_code AND l.doc_id = a.doc_id;

INSERT INTO rollup.coverage
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, basis, status, document, revision,
        tables_published, errors, warnings, printed_total, rolled_total, expenditure_source, pending, agencies,
        agencies_loaded)
SELECT c.fiscal_year, c.bgt_stage, c.mof_div_code, 'agency', c.dept_code, c.agency_code, c.basis, c.status,
       c.document, c.revision, CASE WHEN c.revision IS NOT NULL THEN c.tables_published END, c.errors, c.warnings,
       c.printed_total * 0.01, c.rolled_total * 0.01, c.expenditure_source, c.pending, 1,
       (c.status = 'loaded')::integer
  FROM pg_temp.rollup_covered AS c
 WHERE c.scope = 'unit'
UNION ALL
SELECT c.fiscal_year, c.bgt_stage, c.mof_div_code, CASE WHEN v.of_division THEN 'division' ELSE 'department' END,
       CASE WHEN NOT v.of_division THEN c.dept_code END, NULL,
       CASE WHEN min(c.basis) = max(c.basis) THEN min(c.basis) END,
       CASE WHEN bool_or(c.counts) THEN 'loaded' WHEN bool_or(c.status = 'held') THEN 'held'
            WHEN bool_or(c.status = 'rejected') THEN 'rejected' ELSE 'missing' END,
       max(c.document) FILTER (WHERE c.scope = 'department' AND NOT v.of_division),
       max(c.revision) FILTER (WHERE c.scope = 'department' AND NOT v.of_division),
       sum(c.tables_published) FILTER (WHERE c.counts), sum(c.errors) FILTER (WHERE c.counts),
       sum(c.warnings) FILTER (WHERE c.counts), sum(c.printed_total) FILTER (WHERE c.counts) * 0.01,
       sum(c.rolled_total) FILTER (WHERE c.counts) * 0.01,
       CASE WHEN min(c.expenditure_source) FILTER (WHERE c.counts)
                 = max(c.expenditure_source) FILTER (WHERE c.counts)
            THEN min(c.expenditure_source) FILTER (WHERE c.counts)
            WHEN count(c.expenditure_source) FILTER (WHERE c.counts) > 0 THEN 'mixed' END,
       max(c.pending) FILTER (WHERE c.scope = 'department' AND NOT v.of_division),
       count(*) FILTER (WHERE c.scope = 'unit'),
       count(*) FILTER (WHERE c.scope = 'unit' AND c.status = 'loaded')
  FROM pg_temp.rollup_covered AS c
 CROSS JOIN (VALUES (true), (false)) AS v (of_division)
 GROUP BY c.fiscal_year, c.bgt_stage, c.mof_div_code, v.of_division, 5;
