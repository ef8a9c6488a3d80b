-- One row of facts.prior_adjustment is what belongs to the prior year's figure of one subject of one agency, department or
-- division beside what that year's documents add up to: what reorganizations and changed subjects take from it or bring
-- to it (restated: of the divisions in which something changed), and what only the later document states of a year whose
-- document isn't there (stated: a row for each document, of those that came and those whose year before changed).

CREATE TEMPORARY TABLE prior_division ON COMMIT DROP AS
SELECT DISTINCT w.mof_div_code FROM pg_temp.rollup_work AS w WHERE w.task IN ('redo', 'gone');
ANALYZE pg_temp.prior_division;

-- By the index, as in 015.
SET LOCAL enable_nestloop = on;
SET LOCAL enable_hashjoin = off;
DELETE FROM facts.prior_adjustment AS p
 USING pg_temp.prior_division AS d
 WHERE p.mof_div_code = d.mof_div_code AND p.doc_id IS NULL;
SET LOCAL enable_hashjoin = on;
SET LOCAL enable_nestloop = off;

-- One row is one document in force of a year that has a later one, with its figures' place in the rollups.
CREATE TEMPORARY TABLE prior_document ON COMMIT DROP AS
SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.counts,
       CASE i.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AS entity_level
  FROM etl.in_force AS i
  JOIN pg_temp.prior_division AS d ON d.mof_div_code = i.mof_div_code
  JOIN etl.rollup_slice AS s
    ON s.mof_div_code = i.mof_div_code AND s.fiscal_year = i.fiscal_year + 1 AND s.bgt_stage = i.bgt_stage
 WHERE (i.scope = 'unit' OR i.counts)
   AND (EXISTS (SELECT FROM ref.reorganization AS r WHERE r.fiscal_year = i.fiscal_year + 1)
        OR EXISTS (SELECT FROM ref.subject_change AS c WHERE c.fiscal_year = i.fiscal_year + 1));
ANALYZE pg_temp.prior_document;

CREATE TEMPORARY TABLE prior_subject_change ON COMMIT DROP AS
SELECT c.fiscal_year, c.classification, c.from_code, c.to_code, c.share,
       CASE c.classification WHEN 'function' THEN 7 ELSE 5 END AS longest
  FROM ref.subject_change AS c
UNION ALL
-- A department subject without a government one stands under U in that classification.
SELECT c.fiscal_year, 'government', 'U' || c.from_code, 'U' || c.to_code, c.share, 6
  FROM ref.subject_change AS c
 WHERE c.classification = 'department';

-- One row is one figure of such a document that moves to another subject, or whose agency moves. own is what of it is not
-- in the subjects below: moved amounts are rounded there and added up from there, so that all levels agree.
CREATE TEMPORARY TABLE prior_own ON COMMIT DROP AS
WITH affected AS (
    SELECT d.mof_div_code, d.doc_id, d.fiscal_year + 1 AS fiscal_year, d.bgt_stage, d.scope, d.dept_code,
           d.agency_code, d.counts, f.relation, f.classification, f.subject, f.amount
      FROM pg_temp.prior_document AS d
     CROSS JOIN LATERAL (
           SELECT x.relation, x.classification, x.subject, x.amount
             FROM facts.yoy_figure AS x
            WHERE x.mof_div_code = d.mof_div_code AND x.fiscal_year = d.fiscal_year AND x.bgt_stage = d.bgt_stage
              AND x.entity_level = d.entity_level AND coalesce(x.dept_code, '') = d.dept_code
              AND coalesce(x.agency_code, '') = CASE d.scope WHEN 'unit' THEN d.agency_code ELSE '' END
           OFFSET 0) AS f
     WHERE f.amount IS NOT NULL
       AND (EXISTS (SELECT FROM pg_temp.prior_subject_change AS c
                     WHERE c.fiscal_year = d.fiscal_year + 1 AND c.classification = f.classification
                       AND starts_with(f.subject, c.from_code))
            OR EXISTS (SELECT FROM ref.reorganization AS r
                        WHERE r.mof_div_code = d.mof_div_code AND r.fiscal_year = d.fiscal_year + 1
                          AND r.from_agency_code = d.agency_code))
)
SELECT a.mof_div_code, a.doc_id, a.fiscal_year, a.bgt_stage, a.scope, a.dept_code, a.agency_code, a.counts,
       a.relation, a.classification, a.subject, a.amount - coalesce(b.amount, 0) AS own
  FROM affected AS a
  LEFT JOIN (SELECT x.mof_div_code, x.doc_id, x.relation, x.classification, facts.subject_above(x.subject) AS subject,
                    sum(x.amount) AS amount
               FROM affected AS x
              WHERE x.classification IS NOT NULL
              GROUP BY x.mof_div_code, x.doc_id, x.relation, x.classification, 5) AS b
    ON b.mof_div_code = a.mof_div_code AND b.doc_id = a.doc_id AND b.relation = a.relation
   AND b.classification = a.classification AND b.subject = a.subject;

-- One row is a part of such an amount, under the subject it belongs to now. Parts are rounded to the fen, the last one takes
-- what is left.
CREATE TEMPORARY TABLE prior_part ON COMMIT DROP AS
SELECT o.mof_div_code, o.doc_id, o.fiscal_year, o.bgt_stage, o.scope, o.dept_code, o.agency_code, o.counts, o.relation,
       o.classification, o.subject AS from_subject,
       coalesce(facts.subject_after(o.subject, c.from_code, c.to_code, c.longest), o.subject) AS subject,
       c.from_code IS NOT NULL AS moved,
       CASE WHEN c.from_code IS NULL THEN o.own
            WHEN row_number() OVER part = count(*) OVER (PARTITION BY o.mof_div_code, o.doc_id, o.relation,
                                                                      o.classification, o.subject)
            THEN o.own - coalesce(sum(round(o.own * c.share, 2))
                                      OVER (part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
            ELSE round(o.own * c.share, 2) END AS amount
  FROM pg_temp.prior_own AS o
  LEFT JOIN pg_temp.prior_subject_change AS c
    ON c.fiscal_year = o.fiscal_year AND c.classification = o.classification
   AND starts_with(o.subject, c.from_code)
 WHERE o.own <> 0
WINDOW part AS (PARTITION BY o.mof_div_code, o.doc_id, o.relation, o.classification, o.subject ORDER BY c.to_code);

-- Where the money of a reorganized agency goes: the department its new agency is in, by the roster, else by its document;
-- a code that is a department's own has no agency; an agency that nothing is known of stays in the department.
CREATE TEMPORARY TABLE prior_agency ON COMMIT DROP AS
SELECT r.mof_div_code, r.fiscal_year, r.from_agency_code, r.to_agency_code, r.share,
       coalesce(a.dept_code, min(i.dept_code) FILTER (WHERE i.scope = 'unit'),
                min(i.dept_code) FILTER (WHERE i.scope = 'department')) AS dept_code,
       a.dept_code IS NULL AND count(i.doc_id) FILTER (WHERE i.scope = 'unit') = 0 AND count(i.doc_id) > 0
           AS is_department
  FROM ref.reorganization AS r
  JOIN pg_temp.prior_division AS d ON d.mof_div_code = r.mof_div_code
  LEFT JOIN ref.agency AS a
    ON a.mof_div_code = r.mof_div_code AND a.fiscal_year = r.fiscal_year AND a.agency_code = r.to_agency_code
  LEFT JOIN etl.in_force AS i
    ON i.mof_div_code = r.mof_div_code AND i.fiscal_year = r.fiscal_year AND i.agency_code = r.to_agency_code
 GROUP BY r.mof_div_code, r.fiscal_year, r.from_agency_code, r.to_agency_code, r.share, a.dept_code;

CREATE TEMPORARY TABLE prior_moved ON COMMIT DROP AS
SELECT p.mof_div_code, p.doc_id, p.fiscal_year, p.bgt_stage, p.scope, p.dept_code, p.agency_code, p.relation,
       p.classification, p.subject,
       coalesce(r.dept_code, CASE p.scope WHEN 'unit' THEN p.dept_code ELSE r.to_agency_code END) AS to_dept_code,
       CASE WHEN NOT r.is_department THEN r.to_agency_code END AS to_agency_code,
       CASE WHEN row_number() OVER part = count(*) OVER (PARTITION BY p.mof_div_code, p.doc_id, p.relation,
                                                                      p.classification, p.from_subject, p.subject)
            THEN p.amount - coalesce(sum(round(p.amount * r.share, 2))
                                         OVER (part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
            ELSE round(p.amount * r.share, 2) END AS amount
  FROM pg_temp.prior_part AS p
  JOIN pg_temp.prior_agency AS r
    ON r.mof_div_code = p.mof_div_code AND r.fiscal_year = p.fiscal_year AND r.from_agency_code = p.agency_code
WINDOW part AS (PARTITION BY p.mof_div_code, p.doc_id, p.relation, p.classification, p.from_subject, p.subject
                ORDER BY r.to_agency_code);

INSERT INTO facts.prior_adjustment
       (relation, fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, classification, subject,
        restated)
WITH by_subject AS (
    SELECT p.mof_div_code, p.fiscal_year, p.bgt_stage, p.scope, p.dept_code, p.agency_code, p.counts, p.relation,
           p.classification, v.subject, v.sign * p.amount AS amount
      FROM pg_temp.prior_part AS p
     CROSS JOIN LATERAL (VALUES (p.from_subject, -1), (p.subject, 1)) AS v (subject, sign)
     WHERE p.moved
), by_agency AS (
    SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.relation, m.classification, m.subject, v.entity_level,
           v.dept_code, v.agency_code, v.sign * m.amount AS amount
      FROM pg_temp.prior_moved AS m
     CROSS JOIN LATERAL (VALUES
           ('agency', m.dept_code, m.agency_code, CASE WHEN m.scope = 'unit' THEN -1 END),
           ('agency', m.to_dept_code, m.to_agency_code, CASE WHEN m.scope = 'unit' THEN 1 END),
           ('department', m.dept_code, NULL, CASE WHEN m.dept_code <> m.to_dept_code THEN -1 END),
           ('department', m.to_dept_code, NULL, CASE WHEN m.dept_code <> m.to_dept_code THEN 1 END))
           AS v (entity_level, dept_code, agency_code, sign)
     WHERE v.sign IS NOT NULL AND (v.entity_level = 'department' OR v.agency_code IS NOT NULL)
), leaf AS (
    SELECT b.mof_div_code, b.fiscal_year, b.bgt_stage, b.relation, b.classification, b.subject, v.entity_level,
           CASE WHEN v.entity_level <> 'division' THEN b.dept_code END AS dept_code,
           CASE WHEN v.entity_level = 'agency' THEN b.agency_code END AS agency_code, b.amount
      FROM by_subject AS b
     CROSS JOIN LATERAL (VALUES ('agency', b.scope = 'unit'), ('department', b.counts), ('division', b.counts))
           AS v (entity_level, has_part)
     WHERE v.has_part
    UNION ALL
    SELECT b.mof_div_code, b.fiscal_year, b.bgt_stage, b.relation, b.classification, b.subject, b.entity_level,
           b.dept_code, b.agency_code, b.amount
      FROM by_agency AS b
), restated AS (
    SELECT l.relation, l.fiscal_year, l.bgt_stage, l.mof_div_code, l.entity_level, l.dept_code, l.agency_code,
           l.classification, v.subject, l.amount AS restated
      FROM leaf AS l
     CROSS JOIN LATERAL (VALUES (l.subject),
           (CASE WHEN l.classification IS NOT NULL THEN facts.subject_above(l.subject) END),
           (CASE WHEN l.classification IS NOT NULL THEN facts.subject_above(facts.subject_above(l.subject)) END),
           (CASE WHEN l.classification IS NOT NULL
                 THEN facts.subject_above(facts.subject_above(facts.subject_above(l.subject))) END)) AS v (subject)
     WHERE v.subject IS NOT NULL
)
SELECT x.relation, x.fiscal_year, x.bgt_stage, x.mof_div_code, x.entity_level, x.dept_code, x.agency_code,
       x.classification, x.subject, sum(x.restated)
  FROM restated AS x
 GROUP BY x.relation, x.fiscal_year, x.bgt_stage, x.mof_div_code, x.entity_level, x.dept_code, x.agency_code,
          x.classification, x.subject
HAVING sum(x.restated) <> 0;

-- One row is one document in force whose statements are to be looked at: one that came, or one whose own document of the year
-- before, or whose department's by other documents, came or left.
CREATE TEMPORARY TABLE prior_stating ON COMMIT DROP AS
WITH changed AS (
    SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.doc_id
      FROM pg_temp.rollup_document AS d
     WHERE d.redo
    UNION
    SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.dept_code, c.agency_code, c.doc_id
      FROM pg_temp.rollup_compared AS c
     WHERE c.change <> 'stays'
)
SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.counts
  FROM etl.in_force AS i
 WHERE (i.scope = 'unit' OR i.counts)
   AND ((i.mof_div_code, i.doc_id) IN (SELECT c.mof_div_code, c.doc_id FROM changed AS c)
        OR (i.mof_div_code, i.fiscal_year, i.bgt_stage, i.scope, i.agency_code)
           IN (SELECT c.mof_div_code, c.fiscal_year + 1, c.bgt_stage, c.scope, c.agency_code FROM changed AS c)
        OR (i.mof_div_code, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code)
           IN (SELECT c.mof_div_code, c.fiscal_year + 1, c.bgt_stage,
                      CASE c.scope WHEN 'unit' THEN 'department' ELSE 'unit' END, c.dept_code FROM changed AS c));
ANALYZE pg_temp.prior_stating;

SET LOCAL enable_nestloop = on;
SET LOCAL enable_hashjoin = off;
DELETE FROM facts.prior_adjustment AS p
 USING (SELECT s.mof_div_code, s.doc_id
          FROM pg_temp.prior_stating AS s
        UNION
        SELECT c.mof_div_code, c.doc_id
          FROM pg_temp.rollup_compared AS c
         WHERE c.change <> 'stays') AS d
 WHERE p.mof_div_code = d.mof_div_code AND p.doc_id = d.doc_id;
SET LOCAL enable_hashjoin = on;
SET LOCAL enable_nestloop = off;

CREATE TEMPORARY TABLE prior_statement ON COMMIT DROP AS
SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.counts, s.relation,
       s.subject, s.amount, s.prior, coalesce(t.last_place_fen, 10000) AS last_place_fen
  FROM pg_temp.prior_stating AS i
  JOIN facts.stated_prior AS s
    ON s.mof_div_code = i.mof_div_code AND s.doc_id = i.doc_id
   AND s.doc_id BETWEEN (SELECT min(x.doc_id) FROM pg_temp.prior_stating AS x)
       AND (SELECT max(x.doc_id) FROM pg_temp.prior_stating AS x)
  LEFT JOIN staging.published_tables AS t
    ON t.mof_div_code = i.mof_div_code AND t.doc_id = i.doc_id AND t.table_name = 'narrative'
   AND t.doc_id BETWEEN (SELECT min(x.doc_id) FROM pg_temp.prior_stating AS x)
       AND (SELECT max(x.doc_id) FROM pg_temp.prior_stating AS x);

-- The document of the year before.
CREATE TEMPORARY TABLE prior_of ON COMMIT DROP AS
SELECT i.mof_div_code, i.doc_id, p.doc_id AS prior_doc_id, p.fiscal_year, p.bgt_stage, p.scope, p.dept_code, p.agency_code
  FROM pg_temp.prior_stating AS i
  JOIN etl.in_force AS p
    ON p.mof_div_code = i.mof_div_code AND p.fiscal_year + 1 = i.fiscal_year AND p.bgt_stage = i.bgt_stage
   AND p.scope = i.scope AND p.agency_code = i.agency_code AND (p.scope = 'unit' OR p.counts);

-- The figures of these documents that statements are about, in yuan: as they were read, else as the rollups have them.
CREATE TEMPORARY TABLE prior_figure ON COMMIT DROP AS
WITH subject AS (
    SELECT DISTINCT t.relation, t.subject FROM pg_temp.prior_statement AS t
), kept AS (
    SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code
      FROM (SELECT s.mof_div_code, s.doc_id, s.fiscal_year, s.bgt_stage, s.scope, s.dept_code, s.agency_code
              FROM pg_temp.prior_stating AS s
            UNION
            SELECT p.mof_div_code, p.prior_doc_id, p.fiscal_year, p.bgt_stage, p.scope, p.dept_code, p.agency_code
              FROM pg_temp.prior_of AS p) AS i
     WHERE NOT EXISTS (SELECT FROM pg_temp.rollup_document AS d WHERE d.doc_id = i.doc_id AND d.redo)
), figure AS (
    SELECT f.doc_id, 'expenditure_by_function' AS relation, coalesce(f.exp_func_code, '') AS subject, f.total AS fen,
           NULL::numeric AS amount
      FROM pg_temp.rollup_function AS f
    UNION ALL
    SELECT f.doc_id, 'revenue_by_source', f.source, f.amount, NULL
      FROM pg_temp.rollup_source AS f
    UNION ALL
    SELECT f.doc_id, 'three_public', f.item, f.total, NULL
      FROM pg_temp.rollup_three_public AS f
    UNION ALL
    SELECT f.doc_id, 'operating_expenses', '', f.total, NULL
      FROM pg_temp.rollup_operating AS f
    UNION ALL
    SELECT k.doc_id, f.relation, f.subject, NULL, f.amount
      FROM kept AS k
     CROSS JOIN LATERAL (
           SELECT x.relation, x.subject, x.amount
             FROM facts.yoy_figure AS x
            WHERE x.mof_div_code = k.mof_div_code AND x.fiscal_year = k.fiscal_year AND x.bgt_stage = k.bgt_stage
              AND x.entity_level = CASE k.scope WHEN 'unit' THEN 'agency' ELSE 'department' END
              AND coalesce(x.dept_code, '') = k.dept_code
              AND coalesce(x.agency_code, '') = CASE k.scope WHEN 'unit' THEN k.agency_code ELSE '' END
              AND x.relation <> 'expenditure_by_economic'
           OFFSET 0) AS f
)
SELECT f.doc_id, f.relation, f.subject, coalesce(f.amount, f.fen * 0.01) AS amount
  FROM figure AS f
  JOIN subject AS s ON s.relation = f.relation AND s.subject = f.subject;

-- One row is one figure that a document in force states of the year before, in yuan. It serves where the amount it stands
-- beside is the document's own figure, but for rounding: ten units of the last place that is printed.
CREATE TEMPORARY TABLE prior_stated ON COMMIT DROP AS
SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.counts, i.relation,
       i.subject, i.prior * 0.01 AS prior, p.doc_id IS NOT NULL AS has_document,
       CASE WHEN p.doc_id IS NOT NULL THEN i.prior * 0.01 - coalesce(g.amount, 0) END AS stated_difference,
       p.doc_id IS NULL AND r.to_agency_code IS NULL AS fills_agency,
       p.doc_id IS NULL AND r.to_agency_code IS NULL AND i.counts AND o.dept_code IS NULL AS fills_above
  FROM pg_temp.prior_statement AS i
  LEFT JOIN pg_temp.prior_figure AS f
    ON f.doc_id = i.doc_id AND f.relation = i.relation AND f.subject = i.subject
  LEFT JOIN pg_temp.prior_of AS p ON p.mof_div_code = i.mof_div_code AND p.doc_id = i.doc_id
  LEFT JOIN pg_temp.prior_figure AS g
    ON g.doc_id = p.prior_doc_id AND g.relation = i.relation AND g.subject = i.subject
  LEFT JOIN (SELECT DISTINCT x.mof_div_code, x.fiscal_year, x.to_agency_code FROM ref.reorganization AS x) AS r
    ON r.mof_div_code = i.mof_div_code AND r.fiscal_year = i.fiscal_year AND r.to_agency_code = i.agency_code
  -- A department whose prior year counts by other documents than this one's needs no filling.
  LEFT JOIN (SELECT DISTINCT x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.dept_code
               FROM etl.in_force AS x
              WHERE x.counts) AS o
    ON o.mof_div_code = i.mof_div_code AND o.fiscal_year + 1 = i.fiscal_year AND o.bgt_stage = i.bgt_stage
   AND o.dept_code = i.dept_code AND o.scope <> i.scope
 WHERE abs(i.amount * 0.01 - coalesce(f.amount, 0)) <= i.last_place_fen * 0.1;

INSERT INTO facts.prior_adjustment
       (relation, fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, classification, subject,
        stated, stated_difference, doc_id)
SELECT s.relation, s.fiscal_year, s.bgt_stage, s.mof_div_code, 'agency', s.dept_code, s.agency_code,
       CASE s.relation WHEN 'expenditure_by_function' THEN 'function' END, s.subject,
       CASE WHEN s.fills_agency THEN s.prior END, s.stated_difference, s.doc_id
  FROM pg_temp.prior_stated AS s
 WHERE s.scope = 'unit' AND (s.fills_agency OR s.has_document)
UNION ALL
SELECT s.relation, s.fiscal_year, s.bgt_stage, s.mof_div_code, 'department', s.dept_code, NULL,
       CASE s.relation WHEN 'expenditure_by_function' THEN 'function' END, s.subject,
       CASE WHEN s.fills_above THEN s.prior END, s.stated_difference, s.doc_id
  FROM pg_temp.prior_stated AS s
 WHERE s.counts AND (s.fills_above OR s.has_document)
UNION ALL
SELECT s.relation, s.fiscal_year, s.bgt_stage, s.mof_div_code, 'division', NULL, NULL,
       CASE s.relation WHEN 'expenditure_by_function' THEN 'function' END, s.subject,
       CASE WHEN s.fills_above THEN s.prior END, s.stated_difference, s.doc_id
  FROM pg_temp.prior_stated AS s
 WHERE s.counts AND (s.fills_above OR s.has_document);
