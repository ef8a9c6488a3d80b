-- Where a sum of this year and one of the year before have other contributors, so that their difference isn't a change.

-- One row is one document that counts in one of two years that are compared and has no counterpart in the other: none of
-- the same agency, none of its department that counts in its place, and none that reorganizations say had, or has, its
-- money. fiscal_year is the later year, figure_year the document's own; has_before says whether any document of the
-- division is of the year before. All is told by the division and the later year, so that asking for one reads no other.
DROP VIEW IF EXISTS facts.unpaired CASCADE;
CREATE VIEW facts.unpaired AS
WITH counted AS NOT MATERIALIZED (
    SELECT i.fiscal_year, i.bgt_stage, i.mof_div_code, i.scope, i.dept_code, i.agency_code, i.doc_id,
           i.fiscal_year AS figure_year, false AS is_before
      FROM etl.in_force AS i
     WHERE i.counts
    UNION ALL
    SELECT s.fiscal_year, i.bgt_stage, i.mof_div_code, i.scope, i.dept_code, i.agency_code, i.doc_id, i.fiscal_year, true
      FROM etl.rollup_slice AS s
      JOIN etl.in_force AS i
        ON i.mof_div_code = s.mof_div_code AND i.fiscal_year = s.fiscal_year - 1 AND i.bgt_stage = s.bgt_stage
     WHERE i.counts
), seen AS (
    SELECT c.fiscal_year, c.bgt_stage, c.mof_div_code, c.scope, c.dept_code, c.agency_code, c.doc_id, c.figure_year,
           c.is_before, bool_or(c.is_before) OVER slice AS has_before,
           count(*) FILTER (WHERE c.is_before) OVER own > 0 AS own_before,
           count(*) FILTER (WHERE NOT c.is_before) OVER own > 0 AS own_now,
           count(*) FILTER (WHERE c.is_before AND c.scope = 'unit') OVER department > 0 AS units_before,
           count(*) FILTER (WHERE c.is_before AND c.scope <> 'unit') OVER department > 0 AS department_before,
           count(*) FILTER (WHERE NOT c.is_before AND c.scope = 'unit') OVER department > 0 AS units_now,
           count(*) FILTER (WHERE NOT c.is_before AND c.scope <> 'unit') OVER department > 0 AS department_now
      FROM counted AS c
    WINDOW slice AS (PARTITION BY c.mof_div_code, c.fiscal_year, c.bgt_stage),
           department AS (PARTITION BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.dept_code),
           own AS (PARTITION BY c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.agency_code)
)
SELECT s.fiscal_year, s.bgt_stage, s.mof_div_code, s.scope, s.dept_code, s.agency_code, s.doc_id, s.figure_year,
       s.has_before
  FROM seen AS s
 WHERE NOT CASE WHEN s.is_before THEN s.own_now OR CASE s.scope WHEN 'unit' THEN s.department_now ELSE s.units_now END
                ELSE s.own_before OR CASE s.scope WHEN 'unit' THEN s.department_before ELSE s.units_before END END
   AND NOT EXISTS (SELECT FROM ref.reorganization AS r
                     JOIN counted AS o
                       ON o.mof_div_code = r.mof_div_code AND o.fiscal_year = r.fiscal_year
                      AND o.agency_code = CASE WHEN o.is_before THEN r.from_agency_code ELSE r.to_agency_code END
                    WHERE r.mof_div_code = s.mof_div_code AND r.fiscal_year = s.fiscal_year
                      AND o.bgt_stage = s.bgt_stage AND o.is_before = NOT s.is_before
                      AND s.agency_code = CASE WHEN o.is_before THEN r.to_agency_code ELSE r.from_agency_code END);

-- One row is a figure that such a document has, at a level above it: there it is in one year's sum and not in the other's.
-- A figure of the year before that the document itself states is in both. Where the year before is known by statements only,
-- the other subjects have no sum of that year, and no row.
CREATE VIEW facts.prior_gap AS
WITH figure AS (
    SELECT f.relation, u.fiscal_year, u.bgt_stage, u.mof_div_code, u.dept_code, u.doc_id, f.classification, f.subject,
           u.has_before, false AS told
      FROM facts.unpaired AS u
      JOIN facts.yoy_figure AS f
        ON f.mof_div_code = u.mof_div_code AND f.fiscal_year = u.figure_year AND f.bgt_stage = u.bgt_stage
       AND f.entity_level = CASE u.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AND f.dept_code = u.dept_code
       AND coalesce(f.agency_code, '') = CASE u.scope WHEN 'unit' THEN u.agency_code ELSE '' END
     WHERE f.amount IS NOT NULL
    UNION ALL
    SELECT p.relation, p.fiscal_year, p.bgt_stage, p.mof_div_code, NULL, p.doc_id, p.classification, p.subject, NULL, true
      FROM facts.prior_adjustment AS p
     WHERE p.entity_level = 'division' AND p.stated IS NOT NULL
), by_document AS (
    SELECT f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, max(f.dept_code) AS dept_code, f.classification,
           f.subject, bool_or(f.has_before) AS has_before, bool_or(f.told) AS told
      FROM figure AS f
     GROUP BY f.relation, f.fiscal_year, f.bgt_stage, f.mof_div_code, f.classification, f.subject, f.doc_id
), by_subject AS (
    SELECT d.relation, d.fiscal_year, d.bgt_stage, d.mof_div_code, d.dept_code, d.classification, d.subject, d.told,
           d.has_before OR bool_or(d.told) OVER (PARTITION BY d.relation, d.fiscal_year, d.bgt_stage, d.mof_div_code,
                                                              d.classification, d.subject) AS has_sum
      FROM by_document AS d
)
SELECT b.relation, b.fiscal_year, b.bgt_stage, b.mof_div_code, v.entity_level, v.dept_code, b.classification, b.subject
  FROM by_subject AS b
 CROSS JOIN LATERAL (VALUES ('department', b.dept_code), ('division', NULL)) AS v (entity_level, dept_code)
 WHERE NOT b.told AND b.has_sum;
