-- One row is one printed row of table 6 that counts, once for each classification, in fen: eco_class is its 类, eco_code
-- its 款 (NULL where the row itself is a 类). A row without a government subject takes the one that its department
-- subject maps to, where that is only one; else it stands under U and its department subject.

DROP VIEW IF EXISTS facts.expenditure_by_economic CASCADE;
CREATE VIEW facts.expenditure_by_economic AS
WITH leaf AS NOT MATERIALIZED (
    SELECT b.mof_div_code, b.doc_id, b.row_no, b.dep_bgt_eco_name AS eco_label, b.dep_eco_code,
           coalesce(b.gov_eco_code, m.gov_bgt_eco_code, 'U' || b.dep_eco_code) AS gov_eco_code,
           b.total, b.personnel, b.public
      FROM staging.basic_expenditure_by_economic AS b
      LEFT JOIN (SELECT x.dep_bgt_eco_code, min(x.gov_bgt_eco_code) AS gov_bgt_eco_code
                   FROM ref.eco_crossmap AS x
                  GROUP BY x.dep_bgt_eco_code
                 HAVING count(*) = 1) AS m ON m.dep_bgt_eco_code = b.dep_eco_code
     WHERE b.row_kind = 'leaf'
)
SELECT l.mof_div_code, l.doc_id, l.row_no, l.eco_label, 'department' AS classification,
       coalesce(left(l.dep_eco_code, 3), 'unresolved') AS eco_class,
       CASE WHEN length(l.dep_eco_code) > 3 THEN l.dep_eco_code END AS eco_code,
       l.total, l.personnel, l.public
  FROM leaf AS l
UNION ALL
SELECT l.mof_div_code, l.doc_id, l.row_no, l.eco_label, 'government',
       coalesce(left(l.gov_eco_code, 3 + starts_with(l.gov_eco_code, 'U')::integer), 'unresolved'),
       CASE WHEN length(l.gov_eco_code) > 3 + starts_with(l.gov_eco_code, 'U')::integer THEN l.gov_eco_code END,
       l.total, l.personnel, l.public
  FROM leaf AS l;
