-- What became of the findings between two runs.

-- One row is one finding of a document in force after from_run, after to_run or both, as its last check till then recorded
-- it; both are the same finding where agency, rule and place (table, row, column) are. state: new, persists, or resolved
-- (the figures and words are then those of before).
DROP FUNCTION IF EXISTS rollup.finding_changes(bigint, bigint);
CREATE FUNCTION rollup.finding_changes(from_run bigint, to_run bigint)
RETURNS TABLE (state text, fiscal_year integer, bgt_stage text, mof_div_code text, scope text, dept_code text,
               agency_code text, rule_id text, severity text, table_name text, row_label text, column_name text,
               expected numeric, actual numeric, difference numeric, tolerance numeric, unit text, message text,
               hint text, document text)
LANGUAGE sql STABLE
AS $$
    -- Which check tells of which document, on either side.
    WITH looked_at AS (
        SELECT w.is_after, o.mof_div_code, o.doc_id, c.run_id
          FROM (VALUES (false, finding_changes.from_run), (true, finding_changes.to_run)) AS w (is_after, run_id)
         CROSS JOIN LATERAL etl.documents_as_of(w.run_id) AS o
         CROSS JOIN LATERAL (SELECT max(k.run_id) AS run_id
                               FROM etl.document_check AS k
                               JOIN etl.run AS r ON r.run_id = k.run_id AND r.state = 'complete'
                              WHERE k.mof_div_code = o.mof_div_code AND k.doc_id = o.doc_id AND k.run_id <= w.run_id) AS c
         WHERE c.run_id IS NOT NULL
    ), looked AS MATERIALIZED (
        SELECT l.mof_div_code, l.doc_id, l.run_id, bool_or(l.is_after) AS is_after, count(*) > 1 AS on_both
          FROM looked_at AS l
         GROUP BY l.mof_div_code, l.doc_id, l.run_id
    ), side AS (
        SELECT l.is_after, d.fiscal_year, d.bgt_stage, d.mof_div_code, d.scope, d.dept_code, d.agency_code, f.rule_id,
               f.severity, f.table_name, f.row_no, f.row_label, f.column_name, f.expected, f.actual, f.difference,
               f.tolerance, f.unit, f.message, f.hint, d.file || '#' || d.document_no AS document,
               -- One place may break a rule more than once: the first is compared with the first.
               row_number() OVER (PARTITION BY l.is_after, d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope,
                                               d.agency_code, f.rule_id, f.table_name, f.row_label, f.column_name
                                  ORDER BY f.row_no, f.expected, f.actual, f.message) AS place
          FROM looked AS l
          JOIN etl.document AS d ON d.mof_div_code = l.mof_div_code AND d.doc_id = l.doc_id
          JOIN etl.finding AS f ON f.mof_div_code = l.mof_div_code AND f.doc_id = l.doc_id AND f.run_id = l.run_id
         WHERE NOT l.on_both
    ), before AS (
        SELECT s.* FROM side AS s WHERE NOT s.is_after
    ), after AS (
        SELECT s.* FROM side AS s WHERE s.is_after
    )
    SELECT CASE WHEN b.rule_id IS NULL THEN 'new' WHEN a.rule_id IS NULL THEN 'resolved' ELSE 'persists' END,
           v.fiscal_year, v.bgt_stage, v.mof_div_code, v.scope, v.dept_code, v.agency_code, v.rule_id, v.severity,
           v.table_name, v.row_label, v.column_name, v.expected, v.actual, v.difference, v.tolerance, v.unit, v.message,
           v.hint, v.document
      FROM before AS b
      FULL JOIN after AS a
        ON a.mof_div_code = b.mof_div_code AND a.fiscal_year = b.fiscal_year AND a.bgt_stage = b.bgt_stage
       AND a.scope = b.scope AND a.agency_code = b.agency_code AND a.rule_id = b.rule_id AND a.place = b.place
       AND coalesce(a.table_name, '') = coalesce(b.table_name, '')
       AND coalesce(a.row_label, '') = coalesce(b.row_label, '')
       AND coalesce(a.column_name, '') = coalesce(b.column_name, '')
     CROSS JOIN LATERAL (SELECT (a).* WHERE a.rule_id IS NOT NULL
                         UNION ALL
                         SELECT (b).* WHERE a.rule_id IS NULL) AS v
    UNION ALL
    -- What one check found is the same before and after: there is nothing to compare.
    SELECT 'persists', d.fiscal_year, d.bgt_stage, d.mof_div_code, d.scope, d.dept_code, d.agency_code, f.rule_id,
           f.severity, f.table_name, f.row_label, f.column_name, f.expected, f.actual, f.difference, f.tolerance, f.unit,
           f.message, f.hint, d.file || '#' || d.document_no
      FROM looked AS l
      JOIN etl.document AS d ON d.mof_div_code = l.mof_div_code AND d.doc_id = l.doc_id
      JOIN etl.finding AS f ON f.mof_div_code = l.mof_div_code AND f.doc_id = l.doc_id AND f.run_id = l.run_id
     WHERE l.on_both
$$;
COMMENT ON FUNCTION rollup.finding_changes(bigint, bigint) IS
    '两次运行之间勾稽发现的变化：state 为 new 新出现，persists 仍在，resolved 已消除（各数照前一次）';

-- The last complete run that checked anything, and the check before it. A run that only loaded, withdrew or rolled up is none:
-- after a load what came is in force, but nobody has looked at it yet. One that found nothing to check is: it had seen all.
CREATE OR REPLACE FUNCTION rollup.last_check(OUT from_run bigint, OUT to_run bigint)
LANGUAGE sql STABLE
AS $$
    SELECT coalesce((SELECT max(e.run_id)
                       FROM etl.run AS e
                      WHERE e.state = 'complete' AND e.command IN ('check', 'nightly') AND e.run_id < l.run_id), 0),
           l.run_id
      FROM (SELECT max(k.run_id) AS run_id
              FROM etl.document_check AS k
              JOIN etl.run AS r ON r.run_id = k.run_id AND r.state = 'complete') AS l
$$;
COMMENT ON FUNCTION rollup.last_check() IS '最近一次核对的运行号（to_run）与它之前一次核对的运行号（from_run；没有的为0）';
