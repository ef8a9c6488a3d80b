-- One row of rollup.coverage says what has arrived of one agency, department or division, whether it counts, and whether it
-- adds up. The figures of an agency are those of its document; those of a department and a division are sums over the
-- documents that count, but for what checks found: that is counted of all documents in force, as a finding that compares a
-- department's document with its units' is the document's that doesn't count.

-- One row is one agency's or department's arrival. Of a document that isn't read, its own row says what it said last time; a
-- department's document that doesn't count has none. A department's row counts the findings of its units too, so that those
-- of its own document are counted again.
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
       AND p.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
     GROUP BY p.mof_div_code, p.doc_id
), read AS (
    SELECT d.mof_div_code, d.doc_id, coalesce(u.tables_published, 0) AS tables_published, t.total * 0.01 AS printed_total,
           f.total * 0.01 AS rolled_total, d.expenditure_source
      FROM pg_temp.rollup_layout AS d
      LEFT JOIN published AS u ON u.mof_div_code = d.mof_div_code AND u.doc_id = d.doc_id
      LEFT JOIN facts.printed_total AS t
        ON t.mof_div_code = d.mof_div_code AND t.doc_id = d.doc_id
       AND t.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
      LEFT JOIN pg_temp.rollup_function AS f ON f.doc_id = d.doc_id AND f.exp_func_level = 0
), known AS (
    SELECT a.mof_div_code, a.fiscal_year, a.bgt_stage, a.scope, a.dept_code, a.agency_code, a.status, a.revision, a.document,
           a.counts, a.pending, a.basis, a.doc_id, a.check_run_id, c.doc_id IS NOT NULL AND c.same_check AS same_check,
           d.doc_id IS NOT NULL AS is_read, k.errors, k.warnings,
           a.scope = 'department' AND a.status = 'loaded' AND (NOT a.counts OR k.agencies_loaded > 0) AS is_mixed,
           CASE WHEN d.doc_id IS NOT NULL THEN d.tables_published ELSE coalesce(k.tables_published, 0) END
               AS tables_published,
           CASE WHEN d.doc_id IS NOT NULL THEN d.printed_total ELSE k.printed_total END AS printed_total,
           CASE WHEN d.doc_id IS NOT NULL THEN d.rolled_total ELSE k.rolled_total END AS rolled_total,
           CASE WHEN d.doc_id IS NOT NULL THEN d.expenditure_source ELSE k.expenditure_source END AS expenditure_source
      FROM arrival AS a
      LEFT JOIN read AS d ON d.mof_div_code = a.mof_div_code AND d.doc_id = a.doc_id
      LEFT JOIN pg_temp.rollup_compared AS c
        ON c.mof_div_code = a.mof_div_code AND c.doc_id = a.doc_id AND c.change = 'stays'
      LEFT JOIN rollup.coverage AS k
        ON k.mof_div_code = a.mof_div_code AND k.fiscal_year = a.fiscal_year AND k.bgt_stage = a.bgt_stage
       AND k.entity_level = CASE a.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AND k.dept_code = a.dept_code
       AND coalesce(k.agency_code, '') = CASE a.scope WHEN 'unit' THEN a.agency_code ELSE '' END
       AND a.doc_id IS NOT NULL AND (a.scope = 'unit' OR a.counts)
), found AS (
    SELECT n.mof_div_code, n.doc_id, f.errors, f.warnings
      FROM known AS n
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE x.severity = 'error') AS errors,
                                count(*) FILTER (WHERE x.severity = 'warning') AS warnings
                           FROM etl.finding AS x
                          WHERE x.mof_div_code = n.mof_div_code AND x.doc_id = n.doc_id AND x.run_id = n.check_run_id
                         OFFSET 0) AS f
     WHERE n.check_run_id IS NOT NULL AND (n.is_read OR NOT n.same_check OR n.is_mixed)
)
SELECT n.mof_div_code, n.fiscal_year, n.bgt_stage, n.scope, n.dept_code, n.agency_code, n.status, n.revision, n.document,
       n.counts, n.pending, n.basis, n.tables_published,
       CASE WHEN n.check_run_id IS NOT NULL THEN coalesce(f.errors, n.errors) END AS errors,
       CASE WHEN n.check_run_id IS NOT NULL THEN coalesce(f.warnings, n.warnings) END AS warnings,
       n.printed_total, n.rolled_total, n.expenditure_source
  FROM known AS n
  LEFT JOIN found AS f ON f.mof_div_code = n.mof_div_code AND f.doc_id = n.doc_id;

CREATE TEMPORARY TABLE rollup_coverage (LIKE rollup.coverage) ON COMMIT DROP;
INSERT INTO pg_temp.rollup_coverage
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, basis, status, document, revision,
        tables_published, errors, warnings, printed_total, rolled_total, expenditure_source, pending, agencies,
        agencies_loaded)
SELECT c.fiscal_year, c.bgt_stage, c.mof_div_code, 'agency', c.dept_code, c.agency_code, c.basis, c.status,
       c.document, c.revision, CASE WHEN c.revision IS NOT NULL THEN c.tables_published END, c.errors, c.warnings,
       c.printed_total, c.rolled_total, c.expenditure_source, c.pending, 1,
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
       sum(c.tables_published) FILTER (WHERE c.counts), sum(c.errors) FILTER (WHERE c.status = 'loaded'),
       sum(c.warnings) FILTER (WHERE c.status = 'loaded'), sum(c.printed_total) FILTER (WHERE c.counts),
       sum(c.rolled_total) FILTER (WHERE c.counts),
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

-- Most rows stay as they are, and only those that don't are written.
DELETE FROM rollup.coverage AS r
 USING pg_temp.rollup_work AS w
 WHERE w.task <> 'same'
   AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage
   AND NOT EXISTS (SELECT FROM pg_temp.rollup_coverage AS n
                    WHERE n.mof_div_code = r.mof_div_code AND n.fiscal_year = r.fiscal_year
                      AND n.bgt_stage = r.bgt_stage AND n.entity_level = r.entity_level
                      AND coalesce(n.dept_code, '') = coalesce(r.dept_code, '')
                      AND coalesce(n.agency_code, '') = coalesce(r.agency_code, '') AND n IS NOT DISTINCT FROM r);
INSERT INTO rollup.coverage
SELECT n.*
  FROM pg_temp.rollup_coverage AS n
 WHERE NOT EXISTS (SELECT FROM rollup.coverage AS r
                    WHERE r.mof_div_code = n.mof_div_code AND r.fiscal_year = n.fiscal_year
                      AND r.bgt_stage = n.bgt_stage AND r.entity_level = n.entity_level
                      AND coalesce(r.dept_code, '') = coalesce(n.dept_code, '')
                      AND coalesce(r.agency_code, '') = coalesce(n.agency_code, ''));
