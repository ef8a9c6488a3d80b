-- One row of rollup.expenditure_by_function is one functional subject, or the total, of one division, department or
-- agency. Leaves are first added up within each document, then under each of their prefixes, then over documents.

-- Leaves within each document, then level by level; a code that isn't printed to 款 or 项 is in the levels it reaches.
CREATE TEMPORARY TABLE rollup_function ON COMMIT DROP AS
WITH leaf AS MATERIALIZED (
    SELECT d.doc_no, f.exp_func_code,
           facts.fen_sum(f.total) AS total, facts.fen_sum(f.basic) AS basic, facts.fen_sum(f.project) AS project,
           facts.fen_sum(f.current_year) AS current_year, facts.fen_sum(f.carryover) AS carryover,
           facts.fen_sum(f.general_public_budget) AS general_public_budget,
           facts.fen_sum(f.government_fund) AS government_fund, facts.fen_sum(f.state_capital) AS state_capital,
           facts.fen_sum(f.fiscal_special_account) AS fiscal_special_account, facts.fen_sum(f.agency_funds) AS agency_funds
      FROM facts.expenditure_by_function AS f
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
     WHERE num_nonnulls(f.total, f.basic, f.project, f.current_year, f.carryover, f.general_public_budget,
                        f.government_fund, f.state_capital, f.fiscal_special_account, f.agency_funds) > 0
     GROUP BY d.doc_no, f.exp_func_code
), subject AS MATERIALIZED (
    SELECT l.doc_no, left(l.exp_func_code, 5) AS exp_func_code,
           facts.fen_sum(l.total) AS total, facts.fen_sum(l.basic) AS basic, facts.fen_sum(l.project) AS project,
           facts.fen_sum(l.current_year) AS current_year, facts.fen_sum(l.carryover) AS carryover,
           facts.fen_sum(l.general_public_budget) AS general_public_budget,
           facts.fen_sum(l.government_fund) AS government_fund, facts.fen_sum(l.state_capital) AS state_capital,
           facts.fen_sum(l.fiscal_special_account) AS fiscal_special_account, facts.fen_sum(l.agency_funds) AS agency_funds
      FROM leaf AS l
     GROUP BY l.doc_no, 2
), class AS MATERIALIZED (
    SELECT s.doc_no, coalesce(left(s.exp_func_code, 3), 'unresolved') AS exp_func_code,
           facts.fen_sum(s.total) AS total, facts.fen_sum(s.basic) AS basic, facts.fen_sum(s.project) AS project,
           facts.fen_sum(s.current_year) AS current_year, facts.fen_sum(s.carryover) AS carryover,
           facts.fen_sum(s.general_public_budget) AS general_public_budget,
           facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
           facts.fen_sum(s.fiscal_special_account) AS fiscal_special_account, facts.fen_sum(s.agency_funds) AS agency_funds
      FROM subject AS s
     GROUP BY s.doc_no, 2
)
SELECT c.doc_no, 0 AS exp_func_level, NULL::text AS exp_func_code,
       facts.fen_sum(c.total) AS total, facts.fen_sum(c.basic) AS basic, facts.fen_sum(c.project) AS project,
       facts.fen_sum(c.current_year) AS current_year, facts.fen_sum(c.carryover) AS carryover,
       facts.fen_sum(c.general_public_budget) AS general_public_budget,
       facts.fen_sum(c.government_fund) AS government_fund, facts.fen_sum(c.state_capital) AS state_capital,
       facts.fen_sum(c.fiscal_special_account) AS fiscal_special_account, facts.fen_sum(c.agency_funds) AS agency_funds
  FROM class AS c
 GROUP BY c.doc_no
UNION ALL
SELECT c.doc_no, 1, c.exp_func_code,
       c.total, c.basic, c.project, c.current_year, c.carryover, c.general_public_budget, c.government_fund,
       c.state_capital, c.fiscal_special_account, c.agency_funds
  FROM class AS c
UNION ALL
SELECT s.doc_no, 2, s.exp_func_code,
       s.total, s.basic, s.project, s.current_year, s.carryover, s.general_public_budget, s.government_fund,
       s.state_capital, s.fiscal_special_account, s.agency_funds
  FROM subject AS s
 WHERE length(s.exp_func_code) = 5
UNION ALL
SELECT l.doc_no, 3, l.exp_func_code,
       l.total, l.basic, l.project, l.current_year, l.carryover, l.general_public_budget, l.government_fund,
       l.state_capital, l.fiscal_special_account, l.agency_funds
  FROM leaf AS l
 WHERE length(l.exp_func_code) = 7;

-- In the order of the key, which its index takes best; sorted while the rows are narrow, as hash joins keep the order.
INSERT INTO rollup.expenditure_by_function
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, exp_func_code, exp_func_level,
        exp_func_name, total, basic, project, current_year, carryover, general_public_budget, government_fund,
        state_capital, fiscal_special_account, agency_funds, agencies)
WITH entity AS (
    SELECT m.entity_no, s.exp_func_level, s.exp_func_code,
           s.total, s.basic, s.project, s.current_year, s.carryover, s.general_public_budget, s.government_fund,
           s.state_capital, s.fiscal_special_account, s.agency_funds, 1::bigint AS agencies
      FROM pg_temp.rollup_function AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_no = s.doc_no
     WHERE m.sole
    UNION ALL
    SELECT m.entity_no, s.exp_func_level, s.exp_func_code,
           facts.fen_sum(s.total) AS total, facts.fen_sum(s.basic) AS basic, facts.fen_sum(s.project) AS project,
           facts.fen_sum(s.current_year) AS current_year, facts.fen_sum(s.carryover) AS carryover,
           facts.fen_sum(s.general_public_budget) AS general_public_budget,
           facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
           facts.fen_sum(s.fiscal_special_account) AS fiscal_special_account, facts.fen_sum(s.agency_funds) AS agency_funds,
           count(*) AS agencies
      FROM pg_temp.rollup_function AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_no = s.doc_no
     WHERE NOT m.sole
     GROUP BY m.entity_no, s.exp_func_level, s.exp_func_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.exp_func_code,
       x.exp_func_level,
       CASE WHEN x.exp_func_code = 'unresolved' THEN '未能识别的科目' ELSE n.exp_func_name END,
       x.total * 0.01, x.basic * 0.01, x.project * 0.01, x.current_year * 0.01, x.carryover * 0.01,
       x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.fiscal_special_account * 0.01, x.agency_funds * 0.01, x.agencies
  FROM (SELECT y.* FROM entity AS y ORDER BY y.entity_no, y.exp_func_code NULLS FIRST) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no
  LEFT JOIN facts.function_name AS n
    ON n.fiscal_year = e.fiscal_year AND n.exp_func_code = x.exp_func_code;
