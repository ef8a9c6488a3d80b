-- Which documents are in force: one row of etl.in_force is the document whose figures count for one agency (or
-- department), fiscal year and stage. Decides which slices (division, year, stage) must be rolled up anew, and
-- prepares what the scripts after it work on, in temporary tables:
--   rollup_arrival  everything that has arrived or should have, of all slices
--   rollup_work     the slices and what is to be done with them: redo, coverage (only that changed), same, gone; whole
--                   where all their figures are written anew, rather than those of what is touched
--   rollup_touched  the agencies, departments and divisions that a document came to, left, or began or ceased to count in
--   rollup_document the documents that must be read: those in force that came (of a slice that is done whole: all of them),
--                   and those that aren't in force but new to coverage; rollup_range says between which they are
--   rollup_member   which of them make up which agencies, departments and divisions; sole where it is only one
--   rollup_entity   these, numbered in the order of their keys
-- In a slice that is done whole these are all agencies, departments and divisions; in others only those made of one document,
-- and 115 adds up what is above them.
-- The numbers stand for the long keys from here on: what is added up, joined and sorted are integers.

-- One row is one document that may be in force; held where its last check found errors and that holds it back.
CREATE TEMPORARY TABLE rollup_candidate ON COMMIT DROP AS
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id, d.revision,
       d.run_id, d.file || '#' || d.document_no AS document, k.check_run_id,
       current_setting('huizong.hold_on', true) IS NOT DISTINCT FROM 'error'
       AND EXISTS (SELECT FROM etl.finding AS f
                    WHERE f.mof_div_code = d.mof_div_code AND f.doc_id = d.doc_id
                      AND f.run_id = k.check_run_id AND f.severity = 'error') AS held
  FROM etl.document AS d
  JOIN etl.run AS r
    ON r.run_id = d.run_id
   AND (r.state = 'complete' OR r.run_id = current_setting('huizong.run_id')::bigint)
  LEFT JOIN (SELECT c.mof_div_code, c.doc_id, max(c.run_id) AS check_run_id
               FROM etl.document_check AS c
              GROUP BY c.mof_div_code, c.doc_id) AS k
    ON k.mof_div_code = d.mof_div_code AND k.doc_id = d.doc_id
 WHERE d.withdrawn_at IS NULL;

-- (Sorted by what tells documents apart best: nearly all comparisons end there.)
CREATE TEMPORARY TABLE rollup_in_force ON COMMIT DROP AS
SELECT DISTINCT ON (c.agency_code, c.fiscal_year, c.mof_div_code, c.bgt_stage, c.scope)
       c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.dept_code, c.agency_code, c.doc_id, c.revision,
       c.run_id, c.document, c.check_run_id, true AS counts
  FROM pg_temp.rollup_candidate AS c
 WHERE NOT c.held
 ORDER BY c.agency_code, c.fiscal_year, c.mof_div_code, c.bgt_stage, c.scope, c.revision DESC, c.doc_id DESC;
ANALYZE pg_temp.rollup_in_force;

-- One row is one department with a document of its own in force, and its basis. A department without one has agencies.
CREATE TEMPORARY TABLE rollup_basis ON COMMIT DROP AS
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.dept_code,
       CASE WHEN count(a.agency_code) > 0 AND count(a.agency_code) = count(u.doc_id)
            THEN 'agencies' ELSE 'department' END AS basis
  FROM pg_temp.rollup_in_force AS d
  LEFT JOIN ref.agency AS a
    ON a.mof_div_code = d.mof_div_code AND a.fiscal_year = d.fiscal_year AND a.dept_code = d.dept_code
  LEFT JOIN pg_temp.rollup_in_force AS u
    ON u.mof_div_code = a.mof_div_code AND u.fiscal_year = a.fiscal_year AND u.bgt_stage = d.bgt_stage
   AND u.scope = 'unit' AND u.agency_code = a.agency_code
 WHERE d.scope = 'department'
 GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.dept_code;
ANALYZE pg_temp.rollup_basis;

-- A department's document counts where it is the basis; a unit's does where no such document holds its money already:
-- that of the department it names, or that of the department the roster puts it under.
UPDATE pg_temp.rollup_in_force AS i
   SET counts = false
  FROM pg_temp.rollup_basis AS b
 WHERE i.scope = 'department' AND b.basis = 'agencies'
   AND b.mof_div_code = i.mof_div_code AND b.fiscal_year = i.fiscal_year AND b.bgt_stage = i.bgt_stage
   AND b.dept_code = i.dept_code;
UPDATE pg_temp.rollup_in_force AS i
   SET counts = false
  FROM (SELECT u.mof_div_code, u.doc_id, u.dept_code
          FROM pg_temp.rollup_in_force AS u
        UNION ALL
        SELECT u.mof_div_code, u.doc_id, a.dept_code
          FROM pg_temp.rollup_in_force AS u
          JOIN ref.agency AS a
            ON a.mof_div_code = u.mof_div_code AND a.fiscal_year = u.fiscal_year AND a.agency_code = u.agency_code
       ) AS d
  JOIN pg_temp.rollup_basis AS b ON b.mof_div_code = d.mof_div_code AND b.dept_code = d.dept_code
 WHERE i.scope = 'unit' AND b.basis = 'department'
   AND d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
   AND b.fiscal_year = i.fiscal_year AND b.bgt_stage = i.bgt_stage;

-- One row is one agency or department that a document arrived of, or that was rejected, or that is missing. Who is missing is
-- known of the slices of which something came, be it withdrawn by now: a roster alone says nothing.
CREATE TEMPORARY TABLE rollup_arrival ON COMMIT DROP AS
WITH known AS (
    SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.dept_code, c.agency_code, 1 AS place,
           'loaded' AS status, c.doc_id, c.revision, c.run_id, c.document, c.check_run_id, c.counts
      FROM pg_temp.rollup_in_force AS c
    UNION ALL
    SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.dept_code, c.agency_code, 2,
           'held', c.doc_id, c.revision, c.run_id, c.document, c.check_run_id, false
      FROM pg_temp.rollup_candidate AS c
     WHERE c.held
), rejected AS (
    SELECT j.mof_div_code, j.fiscal_year, coalesce(j.bgt_stage, 'budget') AS bgt_stage,
           coalesce(j.scope, 'unit') AS scope, coalesce(j.dept_code, a.dept_code) AS dept_code,
           j.agency_code, a.agency_code IS NOT NULL AS in_roster, j.run_id,
           j.file || '#' || j.document_no AS document
      FROM etl.rejection AS j
      JOIN etl.run AS r
        ON r.run_id = j.run_id
       AND (r.state = 'complete' OR r.run_id = current_setting('huizong.run_id')::bigint)
      LEFT JOIN ref.agency AS a
        ON a.mof_div_code = j.mof_div_code AND a.fiscal_year = j.fiscal_year AND a.agency_code = j.agency_code
     WHERE j.mof_div_code IS NOT NULL AND j.fiscal_year IS NOT NULL AND j.agency_code IS NOT NULL
), arrived AS (
    SELECT k.mof_div_code, k.fiscal_year, k.bgt_stage, k.scope, k.dept_code, k.agency_code, k.place, k.status,
           k.doc_id, k.revision, k.run_id, k.document, k.check_run_id, k.counts
      FROM known AS k
    UNION ALL
    -- What a rejected document says of itself is believed only of divisions and agencies that are known.
    SELECT j.mof_div_code, j.fiscal_year, j.bgt_stage, j.scope, j.dept_code, j.agency_code, 3, 'rejected',
           NULL, NULL, j.run_id, j.document, NULL, false
      FROM rejected AS j
     WHERE j.dept_code IS NOT NULL
       AND (j.in_roster
            OR EXISTS (SELECT FROM known AS k
                        WHERE k.mof_div_code = j.mof_div_code AND k.fiscal_year = j.fiscal_year
                          AND k.bgt_stage = j.bgt_stage))
), expected AS (
    SELECT a.mof_div_code, a.fiscal_year, s.bgt_stage, 'unit' AS scope, a.dept_code, a.agency_code, 4 AS place,
           'missing' AS status, NULL::bigint AS doc_id, NULL::integer AS revision, NULL::bigint AS run_id,
           NULL::text AS document, NULL::bigint AS check_run_id, false AS counts
      FROM (SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage FROM arrived AS x
            UNION
            SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage
              FROM etl.document AS d
              JOIN etl.run AS r ON r.run_id = d.run_id AND r.state = 'complete'
             WHERE d.withdrawn_at IS NOT NULL) AS s
      JOIN ref.agency AS a ON a.mof_div_code = s.mof_div_code AND a.fiscal_year = s.fiscal_year
), best AS (
    SELECT DISTINCT ON (x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code)
           x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.dept_code, x.agency_code, x.status, x.doc_id,
           x.revision, x.run_id, x.document, x.check_run_id, x.counts
      FROM (SELECT * FROM arrived UNION ALL SELECT * FROM expected) AS x
     ORDER BY x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code, x.place,
              x.revision DESC, x.run_id DESC, x.document
), later AS (
    SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code,
           max(x.revision) FILTER (WHERE x.status = 'held') AS held_revision,
           max(x.run_id) FILTER (WHERE x.status = 'rejected') AS rejected_run_id
      FROM arrived AS x
     WHERE x.status <> 'loaded'
     GROUP BY x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code
)
SELECT b.mof_div_code, b.fiscal_year, b.bgt_stage, b.scope, b.dept_code, b.agency_code, b.status, b.doc_id,
       b.revision, b.document, b.run_id, b.check_run_id, b.counts,
       CASE WHEN b.status <> 'loaded' THEN NULL
            WHEN l.held_revision > b.revision THEN 'held'
            WHEN l.rejected_run_id >= b.run_id THEN 'rejected' END AS pending,
       coalesce(p.basis, 'agencies') AS basis
  FROM best AS b
  LEFT JOIN later AS l
    ON l.mof_div_code = b.mof_div_code AND l.fiscal_year = b.fiscal_year AND l.bgt_stage = b.bgt_stage
   AND l.scope = b.scope AND l.agency_code = b.agency_code
  LEFT JOIN pg_temp.rollup_basis AS p
    ON p.mof_div_code = b.mof_div_code AND p.fiscal_year = b.fiscal_year AND p.bgt_stage = b.bgt_stage
   AND p.dept_code = b.dept_code;
ANALYZE pg_temp.rollup_arrival;

-- The one row is the configuration that figures depend on: catalogues, crosswalk, what changed between years.
CREATE TEMPORARY TABLE rollup_config ON COMMIT DROP AS
SELECT encode(sha256(convert_to(s.text, 'UTF8')), 'hex') AS config_hash
  FROM (
    SELECT string_agg(s.line, E'\n' ORDER BY s.line COLLATE "C") AS text
      FROM (SELECT concat_ws('|', 'f', f.exp_func_code, f.exp_func_name, f.valid_from, f.valid_to) AS line
              FROM ref.exp_func AS f
            UNION ALL
            SELECT concat_ws('|', 'd', d.dep_bgt_eco_code, d.dep_bgt_eco_name) FROM ref.dep_bgt_eco AS d
            UNION ALL
            SELECT concat_ws('|', 'g', g.gov_bgt_eco_code, g.gov_bgt_eco_name) FROM ref.gov_bgt_eco AS g
            UNION ALL
            SELECT concat_ws('|', 'm', m.dep_bgt_eco_code, m.gov_bgt_eco_code) FROM ref.eco_crossmap AS m
            UNION ALL
            SELECT concat_ws('|', 'c', c.fiscal_year, c.classification, c.from_code, c.to_code, c.share)
              FROM ref.subject_change AS c
            UNION ALL
            SELECT concat_ws('|', 'r', r.fiscal_year, r.mof_div_code, r.from_agency_code, r.to_agency_code, r.share)
              FROM ref.reorganization AS r) AS s
       ) AS s;

-- One row is one document in force now, before, or both; after a change of its counting it is two. What a document says
-- never changes, so what stays in force has the figures it had.
CREATE TEMPORARY TABLE rollup_compared ON COMMIT DROP AS
SELECT coalesce(i.mof_div_code, o.mof_div_code) AS mof_div_code, coalesce(i.fiscal_year, o.fiscal_year) AS fiscal_year,
       coalesce(i.bgt_stage, o.bgt_stage) AS bgt_stage, coalesce(i.scope, o.scope) AS scope,
       coalesce(i.dept_code, o.dept_code) AS dept_code, coalesce(i.agency_code, o.agency_code) AS agency_code,
       coalesce(i.doc_id, o.doc_id) AS doc_id, coalesce(i.counts, o.counts) AS counts,
       CASE WHEN o.doc_id IS NULL THEN 'came' WHEN i.doc_id IS NULL THEN 'left' ELSE 'stays' END AS change,
       i.check_run_id IS NOT DISTINCT FROM o.check_run_id AS same_check
  FROM pg_temp.rollup_in_force AS i
  FULL JOIN etl.in_force AS o
    ON o.mof_div_code = i.mof_div_code AND o.doc_id = i.doc_id AND o.counts = i.counts;

CREATE TEMPORARY TABLE rollup_work ON COMMIT DROP AS
WITH logic AS (
    SELECT encode(sha256(convert_to(concat_ws(E'\n', current_setting('huizong.logic_hash', true), c.config_hash), 'UTF8')),
                  'hex') AS logic_hash
      FROM pg_temp.rollup_config AS c
), present AS (
    SELECT a.mof_div_code, a.fiscal_year, a.bgt_stage,
           encode(sha256(convert_to(string_agg(
               concat_ws('|', a.scope, a.dept_code, a.agency_code, a.status, a.doc_id, a.document, a.basis,
                         'check ' || a.check_run_id, 'pending ' || a.pending),
               E'\n' ORDER BY a.scope, a.agency_code), 'UTF8')), 'hex') AS arrival_hash
      FROM pg_temp.rollup_arrival AS a
     GROUP BY a.mof_div_code, a.fiscal_year, a.bgt_stage
), changed AS (
    SELECT DISTINCT c.mof_div_code, c.fiscal_year, c.bgt_stage
      FROM pg_temp.rollup_compared AS c
     WHERE c.change <> 'stays'
)
SELECT coalesce(p.mof_div_code, s.mof_div_code) AS mof_div_code,
       coalesce(p.fiscal_year, s.fiscal_year) AS fiscal_year,
       coalesce(p.bgt_stage, s.bgt_stage) AS bgt_stage,
       CASE WHEN p.mof_div_code IS NULL THEN 'gone'
            WHEN s.mof_div_code IS NULL OR c.mof_div_code IS NOT NULL OR s.logic_hash <> l.logic_hash
                 OR current_setting('huizong.all', true) IN ('true', 'on', '1') THEN 'redo'
            WHEN s.arrival_hash <> p.arrival_hash THEN 'coverage'
            ELSE 'same' END AS task,
       p.mof_div_code IS NULL OR s.mof_div_code IS NULL OR s.logic_hash <> l.logic_hash
       OR coalesce(current_setting('huizong.all', true) IN ('true', 'on', '1'), false) AS whole,
       l.logic_hash, p.arrival_hash
  FROM present AS p
  FULL JOIN etl.rollup_slice AS s
    ON s.mof_div_code = p.mof_div_code AND s.fiscal_year = p.fiscal_year AND s.bgt_stage = p.bgt_stage
  LEFT JOIN changed AS c
    ON c.mof_div_code = p.mof_div_code AND c.fiscal_year = p.fiscal_year AND c.bgt_stage = p.bgt_stage
 CROSS JOIN logic AS l;
ANALYZE pg_temp.rollup_work;

-- One row is one agency, department ('' for the agency) or division ('' for both) that isn't made of the same documents as
-- before, in a slice that isn't done whole.
CREATE TEMPORARY TABLE rollup_touched ON COMMIT DROP AS
SELECT DISTINCT c.mof_div_code, c.fiscal_year, c.bgt_stage, e.entity_level, e.dept_code, e.agency_code
  FROM pg_temp.rollup_compared AS c
  JOIN pg_temp.rollup_work AS w
    ON w.mof_div_code = c.mof_div_code AND w.fiscal_year = c.fiscal_year AND w.bgt_stage = c.bgt_stage
   AND w.task = 'redo' AND NOT w.whole
 CROSS JOIN LATERAL (VALUES ('agency', c.dept_code, c.agency_code), ('department', c.dept_code, ''),
                            ('division', '', '')) AS e (entity_level, dept_code, agency_code)
 WHERE c.change <> 'stays' AND CASE e.entity_level WHEN 'agency' THEN c.scope = 'unit' ELSE c.counts END;
ANALYZE pg_temp.rollup_touched;

DELETE FROM etl.in_force AS i
 USING pg_temp.rollup_work AS w
 WHERE w.task <> 'same'
   AND i.mof_div_code = w.mof_div_code AND i.fiscal_year = w.fiscal_year AND i.bgt_stage = w.bgt_stage;
INSERT INTO etl.in_force (mof_div_code, fiscal_year, bgt_stage, scope, dept_code, agency_code, doc_id, revision,
                          check_run_id, run_id, counts)
SELECT i.mof_div_code, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.doc_id, i.revision,
       i.check_run_id, current_setting('huizong.run_id')::bigint, i.counts
  FROM pg_temp.rollup_in_force AS i
  JOIN pg_temp.rollup_work AS w
    ON w.mof_div_code = i.mof_div_code AND w.fiscal_year = i.fiscal_year AND w.bgt_stage = i.bgt_stage
 WHERE w.task <> 'same';

-- What coverage said of a document that was held when the slice was last rolled up is known too: of what isn't withdrawn, no
-- two documents of an agency have the same revision. Of a department's that is held coverage says no figures.
CREATE TEMPORARY TABLE rollup_document ON COMMIT DROP AS
SELECT a.mof_div_code, a.doc_id, a.status = 'loaded' AS redo, w.whole, a.fiscal_year, a.bgt_stage, a.scope, a.dept_code,
       a.agency_code, a.counts
  FROM pg_temp.rollup_arrival AS a
  JOIN pg_temp.rollup_work AS w
    ON w.mof_div_code = a.mof_div_code AND w.fiscal_year = a.fiscal_year AND w.bgt_stage = a.bgt_stage
  LEFT JOIN pg_temp.rollup_compared AS c
    ON c.mof_div_code = a.mof_div_code AND c.doc_id = a.doc_id AND c.change = 'stays'
  LEFT JOIN pg_temp.rollup_touched AS t
    ON t.mof_div_code = a.mof_div_code AND t.fiscal_year = a.fiscal_year AND t.bgt_stage = a.bgt_stage
   AND t.entity_level = 'department' AND t.dept_code = a.dept_code
  LEFT JOIN etl.rollup_slice AS s
    ON s.mof_div_code = a.mof_div_code AND s.fiscal_year = a.fiscal_year AND s.bgt_stage = a.bgt_stage
  LEFT JOIN rollup.coverage AS k
    ON k.mof_div_code = a.mof_div_code AND k.fiscal_year = a.fiscal_year AND k.bgt_stage = a.bgt_stage
   AND k.entity_level = 'agency' AND k.dept_code = a.dept_code AND k.agency_code = a.agency_code AND a.scope = 'unit'
   AND a.status = 'held' AND k.status = 'held' AND k.document = a.document AND k.revision = a.revision
   AND a.run_id <= s.run_id
 WHERE w.task IN ('redo', 'coverage') AND a.doc_id IS NOT NULL
   AND (w.whole
        OR CASE a.status WHEN 'loaded' THEN c.doc_id IS NULL OR a.scope = 'department' AND a.counts AND t.dept_code IS NOT NULL
                         ELSE a.scope = 'unit' AND k.status IS NULL END);
ANALYZE pg_temp.rollup_document;

-- The one row is the first and the last document to read. What came last has the highest numbers, so that the tables of all
-- documents are read at their end only.
CREATE TEMPORARY TABLE rollup_range ON COMMIT DROP AS
SELECT min(d.doc_id) AS first_doc, max(d.doc_id) AS last_doc
  FROM pg_temp.rollup_document AS d;
-- Where that is most of them, the tables are read whole, by several workers where they are large.
SELECT CASE WHEN c.few AND c.documents > 0 THEN facts.prepare_tables() END,
       set_config('enable_bitmapscan', c.few::text, true)
  FROM (SELECT d.documents, d.documents <= i.documents / 2 AS few
          FROM (SELECT count(*) AS documents FROM pg_temp.rollup_document) AS d,
               (SELECT count(*) AS documents FROM pg_temp.rollup_in_force) AS i) AS c;

CREATE TEMPORARY TABLE rollup_member ON COMMIT DROP AS
SELECT n.doc_id, n.entity_no, n.entity_level, n.mof_div_code, n.fiscal_year, n.bgt_stage, n.dept_code, n.agency_code, n.own,
       count(*) OVER (PARTITION BY n.entity_no) = 1 AS sole
  FROM (SELECT d.doc_id, e.entity_level, d.mof_div_code, d.fiscal_year, d.bgt_stage, e.dept_code, e.agency_code, e.own,
               dense_rank() OVER (ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, e.entity_level, e.dept_code,
                                           e.agency_code)::integer AS entity_no
          FROM pg_temp.rollup_document AS d
         CROSS JOIN LATERAL (VALUES ('agency', d.dept_code, d.agency_code, d.scope = 'unit'),
                                    ('department', d.dept_code, NULL, d.scope = 'department'),
                                    ('division', NULL, NULL, false)) AS e (entity_level, dept_code, agency_code, own)
         WHERE d.redo AND CASE e.entity_level WHEN 'agency' THEN d.scope = 'unit' ELSE d.counts END
           AND (d.whole OR e.own)) AS n;
CREATE TEMPORARY TABLE rollup_entity ON COMMIT DROP AS
SELECT DISTINCT m.entity_no, m.mof_div_code, m.fiscal_year, m.bgt_stage, m.entity_level, m.dept_code, m.agency_code
  FROM pg_temp.rollup_member AS m;
ANALYZE pg_temp.rollup_member;
ANALYZE pg_temp.rollup_entity;
