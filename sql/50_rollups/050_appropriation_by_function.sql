-- One row of rollup.appropriation_by_function is one functional class, or the total, of the fiscal appropriation of one
-- division, department or agency.

CREATE TEMPORARY TABLE rollup_appropriation ON COMMIT DROP AS
WITH class AS MATERIALIZED (
    SELECT f.doc_id, f.exp_func_code COLLATE "C" AS exp_func_code, facts.fen_sum(f.total) AS total,
           facts.fen_sum(f.general_public_budget) AS general_public_budget,
           facts.fen_sum(f.government_fund) AS government_fund, facts.fen_sum(f.state_capital) AS state_capital
      FROM facts.appropriation_by_function AS f
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id AND d.redo
     WHERE num_nonnulls(f.total, f.general_public_budget, f.government_fund, f.state_capital) > 0
       AND f.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
     GROUP BY f.doc_id, 2
)
SELECT c.doc_id, c.exp_func_code, c.total, c.general_public_budget, c.government_fund, c.state_capital
  FROM class AS c
UNION ALL
SELECT c.doc_id, NULL, facts.fen_sum(c.total), facts.fen_sum(c.general_public_budget), facts.fen_sum(c.government_fund),
       facts.fen_sum(c.state_capital)
  FROM class AS c
 GROUP BY c.doc_id;

INSERT INTO rollup.appropriation_by_function
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, exp_func_code, exp_func_name,
        total, general_public_budget, government_fund, state_capital, agencies)
WITH entity AS (
    SELECT m.entity_no, s.exp_func_code, facts.fen_sum(s.total) AS total,
           facts.fen_sum(s.general_public_budget) AS general_public_budget,
           facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
           count(*) AS agencies
      FROM pg_temp.rollup_appropriation AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
     GROUP BY m.entity_no, s.exp_func_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.exp_func_code,
       CASE WHEN x.exp_func_code = 'unresolved' THEN '未能识别的科目' ELSE n.exp_func_name END,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.agencies
  FROM (SELECT y.* FROM entity AS y ORDER BY y.entity_no, y.exp_func_code NULLS FIRST) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no
  LEFT JOIN facts.function_name AS n
    ON n.fiscal_year = e.fiscal_year AND n.exp_func_code = x.exp_func_code;
