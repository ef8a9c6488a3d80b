-- One row of rollup.expenditure_by_economic is one economic subject, or the total, of one classification of one division,
-- department or agency.

SET LOCAL enable_sort = off; -- see 020
CREATE TEMPORARY TABLE rollup_economic ON COMMIT DROP AS
WITH leaf AS MATERIALIZED (
    SELECT f.doc_id, f.classification, f.eco_class COLLATE "C" AS eco_class, f.eco_code COLLATE "C" AS eco_code,
           facts.fen_sum(f.total) AS total, facts.fen_sum(f.personnel) AS personnel, facts.fen_sum(f.public) AS public
      FROM facts.expenditure_by_economic AS f
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id AND d.redo
     WHERE num_nonnulls(f.total, f.personnel, f.public) > 0
       AND f.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
     GROUP BY f.doc_id, 2, 3, 4
), class AS MATERIALIZED (
    SELECT l.doc_id, l.classification, l.eco_class, facts.fen_sum(l.total) AS total,
           facts.fen_sum(l.personnel) AS personnel, facts.fen_sum(l.public) AS public
      FROM leaf AS l
     GROUP BY l.doc_id, l.classification, l.eco_class
)
SELECT c.doc_id, c.classification, 0 AS eco_level, NULL::text AS eco_code,
       facts.fen_sum(c.total) AS total, facts.fen_sum(c.personnel) AS personnel, facts.fen_sum(c.public) AS public
  FROM class AS c
 GROUP BY c.doc_id, c.classification
UNION ALL
SELECT c.doc_id, c.classification, 1, c.eco_class, c.total, c.personnel, c.public
  FROM class AS c
UNION ALL
SELECT l.doc_id, l.classification, 2, l.eco_code, l.total, l.personnel, l.public
  FROM leaf AS l
 WHERE l.eco_code IS NOT NULL;

SET LOCAL enable_sort = on;

-- Sorted while the rows are narrow; see 020.
INSERT INTO rollup.expenditure_by_economic
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, classification, eco_code,
        eco_level, eco_name, total, personnel, public, agencies)
WITH entity AS (
    SELECT m.entity_no, s.classification, s.eco_level, s.eco_code, s.total, s.personnel, s.public,
           1::bigint AS agencies
      FROM pg_temp.rollup_economic AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
     WHERE m.sole
    UNION ALL
    SELECT m.entity_no, s.classification, s.eco_level, s.eco_code, facts.fen_sum(s.total) AS total,
           facts.fen_sum(s.personnel) AS personnel, facts.fen_sum(s.public) AS public, count(*) AS agencies
      FROM pg_temp.rollup_economic AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
     WHERE NOT m.sole
     GROUP BY m.entity_no, s.classification, s.eco_level, s.eco_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.classification,
       x.eco_code, x.eco_level, n.eco_name, x.total * 0.01, x.personnel * 0.01, x.public * 0.01, x.agencies
  FROM (SELECT y.* FROM entity AS y ORDER BY y.entity_no, y.classification, y.eco_code NULLS FIRST) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no
  LEFT JOIN facts.economic_name AS n ON n.classification = x.classification AND n.eco_code = x.eco_code;
