-- One row is one fiscal division and one that it is part of: itself, the one above it, the one above that.

DROP VIEW IF EXISTS facts.division_above CASCADE;
CREATE VIEW facts.division_above AS
SELECT d.mof_div_code, d.mof_div_code AS higher_code
  FROM ref.mof_div AS d
UNION ALL
SELECT d.mof_div_code, d.parent_mof_div_code
  FROM ref.mof_div AS d
 WHERE d.parent_mof_div_code IS NOT NULL
UNION ALL
SELECT d.mof_div_code, p.parent_mof_div_code
  FROM ref.mof_div AS d
  JOIN ref.mof_div AS p ON p.mof_div_code = d.parent_mof_div_code
 WHERE p.parent_mof_div_code IS NOT NULL;
