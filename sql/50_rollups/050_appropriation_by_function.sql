-- One row of rollup.appropriation_by_function is one functional class, or the total, of the fiscal appropriation of one
-- division, department or agency.

INSERT INTO rollup.appropriation_by_function
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, exp_func_code, exp_func_name,
        total, general_public_budget, government_fund, state_capital, agencies)
WITH subject AS (
    SELECT f.mof_div_code, f.doc_id, v.is_total,
           CASE WHEN NOT v.is_total THEN f.exp_func_code END AS exp_func_code, facts.fen_sum(f.total) AS total,
           facts.fen_sum(f.general_public_budget) AS general_public_budget, facts.fen_sum(f.government_fund) AS government_fund,
           facts.fen_sum(f.state_capital) AS state_capital
      FROM facts.appropriation_by_function AS f
     CROSS JOIN (VALUES (true), (false)) AS v (is_total)
     WHERE num_nonnulls(f.total, f.general_public_budget, f.government_fund, f.state_capital) > 0
     GROUP BY f.mof_div_code, f.doc_id, v.is_total, 4
), entity AS (
    SELECT m.entity_no, s.exp_func_code, facts.fen_sum(s.total) AS total,
           facts.fen_sum(s.general_public_budget) AS general_public_budget, facts.fen_sum(s.government_fund) AS government_fund,
           facts.fen_sum(s.state_capital) AS state_capital, count(*) AS agencies
      FROM subject AS s
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
     GROUP BY m.entity_no, s.exp_func_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.exp_func_code,
       CASE WHEN x.exp_func_code = 'unresolved' THEN '未能识别的科目' ELSE n.exp_func_name END,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.agencies
  FROM entity AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no
  LEFT JOIN facts.function_name AS n
    ON n.fiscal_year = e.fiscal_year AND n.exp_func_code = x.exp_func_code
 ORDER BY x.entity_no, x.exp_func_code NULLS FIRST;
