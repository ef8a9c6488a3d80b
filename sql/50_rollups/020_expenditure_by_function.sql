-- One row of rollup.expenditure_by_function is one functional subject, or the total, of one division, department or
-- agency. Leaves are first added up within each document, then under each of their prefixes, then over documents.

DELETE FROM rollup.expenditure_by_function AS r
 USING pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'gone')
   AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage;

CREATE TEMPORARY TABLE rollup_function_leaf ON COMMIT DROP AS
SELECT f.mof_div_code, f.doc_id, f.exp_func_code, sum(f.total) AS total, sum(f.basic) AS basic,
       sum(f.project) AS project, sum(f.current_year) AS current_year, sum(f.carryover) AS carryover,
       sum(f.general_public_budget) AS general_public_budget, sum(f.government_fund) AS government_fund,
       sum(f.state_capital) AS state_capital, sum(f.fiscal_special_account) AS fiscal_special_account,
       sum(f.agency_funds) AS agency_funds
  FROM facts.expenditure_by_function AS f
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id
 GROUP BY f.mof_div_code, f.doc_id, f.exp_func_code;
ANALYZE pg_temp.rollup_function_leaf;

CREATE TEMPORARY TABLE rollup_function ON COMMIT DROP AS
SELECT l.mof_div_code, l.doc_id, v.exp_func_level,
       CASE WHEN v.exp_func_level = 0 THEN NULL
            ELSE coalesce(left(l.exp_func_code, 1 + 2 * v.exp_func_level), 'unresolved') END AS exp_func_code,
       sum(l.total) AS total, sum(l.basic) AS basic, sum(l.project) AS project,
       sum(l.current_year) AS current_year, sum(l.carryover) AS carryover,
       sum(l.general_public_budget) AS general_public_budget, sum(l.government_fund) AS government_fund,
       sum(l.state_capital) AS state_capital, sum(l.fiscal_special_account) AS fiscal_special_account,
       sum(l.agency_funds) AS agency_funds
  FROM pg_temp.rollup_function_leaf AS l
 CROSS JOIN (VALUES (0), (1), (2), (3)) AS v (exp_func_level)
 WHERE coalesce(length(l.exp_func_code), 3) >= 1 + 2 * v.exp_func_level
   AND num_nonnulls(l.total, l.basic, l.project, l.current_year, l.carryover, l.general_public_budget,
                    l.government_fund, l.state_capital, l.fiscal_special_account, l.agency_funds) > 0
 GROUP BY l.mof_div_code, l.doc_id, v.exp_func_level, 4;
ANALYZE pg_temp.rollup_function;

INSERT INTO rollup.expenditure_by_function
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, exp_func_code, exp_func_level,
        exp_func_name, total, basic, project, current_year, carryover, general_public_budget, government_fund,
        state_capital, fiscal_special_account, agency_funds, agencies)
WITH entity AS (
    SELECT m.mof_div_code, m.entity_no, s.exp_func_level, s.exp_func_code, s.total, s.basic, s.project, s.current_year,
           s.carryover, s.general_public_budget, s.government_fund, s.state_capital,
           s.fiscal_special_account, s.agency_funds, 1::bigint AS agencies
      FROM pg_temp.rollup_function AS s
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
     WHERE m.sole
    UNION ALL
    SELECT m.mof_div_code, m.entity_no, s.exp_func_level, s.exp_func_code, sum(s.total) AS total,
           sum(s.basic) AS basic, sum(s.project) AS project, sum(s.current_year) AS current_year,
           sum(s.carryover) AS carryover, sum(s.general_public_budget) AS general_public_budget,
           sum(s.government_fund) AS government_fund, sum(s.state_capital) AS state_capital,
           sum(s.fiscal_special_account) AS fiscal_special_account, sum(s.agency_funds) AS agency_funds,
           count(*) AS agencies
      FROM pg_temp.rollup_function AS s
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = s.mof_div_code AND m.doc_id = s.doc_id
     WHERE NOT m.sole
     GROUP BY m.mof_div_code, m.entity_no, s.exp_func_level, s.exp_func_code
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.exp_func_code,
       x.exp_func_level,
       CASE WHEN x.exp_func_code = 'unresolved' THEN '未能识别的科目' ELSE n.exp_func_name END,
       x.total * 0.01, x.basic * 0.01, x.project * 0.01, x.current_year * 0.01, x.carryover * 0.01,
       x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.fiscal_special_account * 0.01, x.agency_funds * 0.01, x.agencies
  FROM entity AS x
  JOIN pg_temp.rollup_entity AS e ON e.mof_div_code = x.mof_div_code AND e.entity_no = x.entity_no
  LEFT JOIN facts.function_name AS n
    ON n.fiscal_year = e.fiscal_year AND n.exp_func_code = x.exp_func_code;
