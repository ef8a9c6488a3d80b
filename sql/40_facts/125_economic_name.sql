-- One row is one economic subject of one classification and its name; the government classification also knows each
-- department subject as U and its code, for what has no government subject of its own.

DROP VIEW IF EXISTS facts.economic_name CASCADE;
CREATE VIEW facts.economic_name AS
SELECT 'department' AS classification, d.dep_bgt_eco_code AS eco_code, d.dep_bgt_eco_name AS eco_name
  FROM ref.dep_bgt_eco AS d
UNION ALL
SELECT 'government', g.gov_bgt_eco_code, g.gov_bgt_eco_name
  FROM ref.gov_bgt_eco AS g
UNION ALL
SELECT 'government', 'U' || d.dep_bgt_eco_code, '未对应：' || d.dep_bgt_eco_name
  FROM ref.dep_bgt_eco AS d
UNION ALL
SELECT c.classification, 'unresolved', '未能识别的科目'
  FROM (VALUES ('department'), ('government')) AS c (classification);
