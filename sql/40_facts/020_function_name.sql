-- One row is one functional subject as it is called in one fiscal year of which there are documents: the name in use
-- in that year, else the nearest in time.

DROP VIEW IF EXISTS facts.function_name CASCADE;
CREATE VIEW facts.function_name AS
SELECT DISTINCT ON (y.fiscal_year, s.exp_func_code)
       y.fiscal_year, s.exp_func_code, s.exp_func_name
  FROM (SELECT DISTINCT d.fiscal_year FROM etl.document AS d) AS y
 CROSS JOIN ref.exp_func AS s
 ORDER BY y.fiscal_year, s.exp_func_code,
          greatest(s.valid_from - y.fiscal_year, y.fiscal_year - s.valid_to, 0), s.valid_from DESC;
