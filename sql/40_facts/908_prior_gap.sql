-- Where a sum of this year and one of the year before have other contributors, so that their difference isn't a change.

-- One row is one document that counts in one of two years that are compared and has no counterpart in the other: none of
-- the same agency, none of its department that counts in its place, and none that reorganizations say had, or has, its
-- money. fiscal_year is the later year, figure_year the document's own; has_before says whether any document of the
-- division is of the year before.
DROP VIEW IF EXISTS facts.unpaired CASCADE;
CREATE VIEW facts.unpaired AS
WITH counted AS (
    SELECT i.mof_div_code, i.fiscal_year, i.bgt_stage, i.scope, i.dept_code, i.agency_code, i.doc_id
      FROM etl.in_force AS i
     WHERE i.counts
), moved AS (
    SELECT r.mof_div_code, r.fiscal_year, v.agency_code, v.other_code, v.step
      FROM ref.reorganization AS r
     CROSS JOIN LATERAL (VALUES (r.to_agency_code, r.from_agency_code, -1), (r.from_agency_code, r.to_agency_code, 1))
           AS v (agency_code, other_code, step)
)
SELECT s.fiscal_year, d.bgt_stage, d.mof_div_code, d.scope, d.dept_code, d.agency_code, d.doc_id,
       d.fiscal_year AS figure_year, v.step = 1 OR b.mof_div_code IS NOT NULL AS has_before
  FROM counted AS d
 CROSS JOIN (VALUES (-1), (1)) AS v (step)
  JOIN etl.rollup_slice AS s
    ON s.mof_div_code = d.mof_div_code AND s.bgt_stage = d.bgt_stage
   AND s.fiscal_year = d.fiscal_year + CASE v.step WHEN 1 THEN 1 ELSE 0 END
  LEFT JOIN (SELECT DISTINCT x.mof_div_code, x.fiscal_year, x.bgt_stage FROM counted AS x) AS b
    ON b.mof_div_code = d.mof_div_code AND b.bgt_stage = d.bgt_stage AND b.fiscal_year + 1 = d.fiscal_year
 WHERE NOT EXISTS (SELECT FROM counted AS o
                    WHERE o.mof_div_code = d.mof_div_code AND o.fiscal_year = d.fiscal_year + v.step
                      AND o.bgt_stage = d.bgt_stage AND o.scope = d.scope AND o.agency_code = d.agency_code)
   AND NOT EXISTS (SELECT FROM counted AS o
                    WHERE o.mof_div_code = d.mof_div_code AND o.fiscal_year = d.fiscal_year + v.step
                      AND o.bgt_stage = d.bgt_stage AND o.scope <> d.scope AND o.dept_code = d.dept_code)
   AND NOT EXISTS (SELECT FROM moved AS m
                     JOIN counted AS o
                       ON o.mof_div_code = m.mof_div_code AND o.agency_code = m.other_code
                    WHERE m.mof_div_code = d.mof_div_code AND m.agency_code = d.agency_code AND m.step = v.step
                      AND m.fiscal_year = s.fiscal_year AND o.fiscal_year = d.fiscal_year + v.step
                      AND o.bgt_stage = d.bgt_stage);

-- One row is a figure that such a document has, at a level above it: there it is in one year's sum and not in the other's.
-- A figure of the year before that the document itself states is in both. Where the year before is known by statements only,
-- the other subjects have no sum of that year, and no row.
CREATE VIEW facts.prior_gap AS
WITH told AS (
    SELECT p.mof_div_code, p.doc_id, p.fiscal_year, p.bgt_stage, p.relation, p.subject
      FROM facts.prior_adjustment AS p
     WHERE p.entity_level = 'division' AND p.stated IS NOT NULL
), lonely AS (
    SELECT f.relation, u.fiscal_year, u.bgt_stage, u.mof_div_code, u.dept_code, f.classification, f.subject, u.has_before
      FROM facts.unpaired AS u
      JOIN facts.yoy_figure AS f
        ON f.mof_div_code = u.mof_div_code AND f.fiscal_year = u.figure_year AND f.bgt_stage = u.bgt_stage
       AND f.entity_level = CASE u.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AND f.dept_code = u.dept_code
       AND coalesce(f.agency_code, '') = CASE u.scope WHEN 'unit' THEN u.agency_code ELSE '' END
     WHERE f.amount IS NOT NULL
       AND NOT EXISTS (SELECT FROM told AS t
                        WHERE t.mof_div_code = u.mof_div_code AND t.doc_id = u.doc_id AND t.fiscal_year = u.fiscal_year
                          AND t.relation = f.relation AND t.subject = f.subject)
)
SELECT l.relation, l.fiscal_year, l.bgt_stage, l.mof_div_code, v.entity_level, v.dept_code, l.classification, l.subject
  FROM (SELECT x.relation, x.fiscal_year, x.bgt_stage, x.mof_div_code, x.dept_code, x.classification, x.subject
          FROM lonely AS x
         WHERE x.has_before
        UNION ALL
        SELECT x.relation, x.fiscal_year, x.bgt_stage, x.mof_div_code, x.dept_code, x.classification, x.subject
          FROM lonely AS x
         WHERE NOT x.has_before
           AND EXISTS (SELECT FROM told AS t
                        WHERE t.mof_div_code = x.mof_div_code AND t.fiscal_year = x.fiscal_year
                          AND t.bgt_stage = x.bgt_stage AND t.relation = x.relation AND t.subject = x.subject)) AS l
 CROSS JOIN LATERAL (VALUES ('department', l.dept_code), ('division', NULL)) AS v (entity_level, dept_code);
