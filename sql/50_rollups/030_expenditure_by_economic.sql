-- One row of rollup.expenditure_by_economic is one economic subject, or the total, of one classification of one division,
-- department or agency.

DELETE FROM rollup.expenditure_by_economic AS r
 USING pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'gone')
   AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage;

CREATE TEMPORARY TABLE rollup_economic ON COMMIT DROP AS
WITH leaf AS MATERIALIZED (
    SELECT f.mof_div_code, f.doc_id, f.classification, f.eco_class, f.eco_code, sum(f.total) AS total,
           sum(f.personnel) AS personnel, sum(f.public) AS public
      FROM facts.expenditure_by_economic AS f
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
     WHERE num_nonnulls(f.total, f.personnel, f.public) > 0
     GROUP BY f.mof_div_code, f.doc_id, f.classification, f.eco_class, f.eco_code
), class AS MATERIALIZED (
    SELECT l.mof_div_code, l.doc_id, l.classification, l.eco_class, sum(l.total) AS total,
           sum(l.personnel) AS personnel, sum(l.public) AS public
      FROM leaf AS l
     GROUP BY l.mof_div_code, l.doc_id, l.classification, l.eco_class
)
SELECT c.mof_div_code, c.doc_id, c.classification, 0 AS eco_level, NULL::text AS eco_code,
       sum(c.total) AS total, sum(c.personnel) AS personnel, sum(c.public) AS public
  FROM class AS c
 GROUP BY c.mof_div_code, c.doc_id, c.classification
UNION ALL
SELECT c.mof_div_code, c.doc_id, c.classification, 1, c.eco_class, c.total, c.personnel, c.public
  FROM class AS c
UNION ALL
SELECT l.mof_div_code, l.doc_id, l.classification, 2, l.eco_code, l.total, l.personnel, l.public
  FROM leaf AS l
 WHERE l.eco_code IS NOT NULL;
ANALYZE pg_temp.rollup_economic;

INSERT INTO rollup.expenditure_by_economic
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, classification, eco_code,
        eco_level, eco_name, total, personnel, public, agencies)
WITH entity AS (
    SELECT m.mof_div_code, m.entity_no, s.classification, s.eco_level, s.eco_code, s.total, s.personnel, s.public,
           1::bigint AS agencies
      FROM pg_temp.rollup_economic AS s
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
     WHERE m.sole
    UNION ALL
    SELECT m.mof_div_code, m.entity_no, s.classification, s.eco_level, s.eco_code, sum(s.total) AS total,
           sum(s.personnel) AS personnel, sum(s.public) AS public, count(*) AS agencies
      FROM pg_temp.rollup_economic AS s
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
     WHERE NOT m.sole
     GROUP BY m.mof_div_code, m.entity_no, s.classification, s.eco_level, s.eco_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.classification,
       x.eco_code, x.eco_level, n.eco_name, x.total * 0.01, x.personnel * 0.01, x.public * 0.01, x.agencies
  FROM entity AS x
  JOIN pg_temp.rollup_entity AS e ON e.mof_div_code = x.mof_div_code AND e.entity_no = x.entity_no
  LEFT JOIN facts.economic_name AS n ON n.classification = x.classification AND n.eco_code = x.eco_code;
