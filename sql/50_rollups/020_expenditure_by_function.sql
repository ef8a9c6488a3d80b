-- One row of rollup.expenditure_by_function is one functional subject, or the total, of one division, department or
-- agency. Leaves are first added up within each document, then under each of their prefixes, then over documents.

-- One row is one document that is read, and how it lays out its expenditure; all NULL where it prints none.
-- Within a range of documents PostgreSQL expects few rows, and sorts them; that takes twice as long as hashing.
SET LOCAL enable_sort = off;
CREATE TEMPORARY TABLE rollup_layout ON COMMIT DROP AS
SELECT d.mof_div_code, d.doc_id, d.redo, l.expenditure_source, l.carryover_within, l.funds_printed
  FROM pg_temp.rollup_document AS d
  LEFT JOIN facts.expenditure_layout AS l
    ON l.mof_div_code = d.mof_div_code AND l.doc_id = d.doc_id
   AND l.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g);
SET LOCAL enable_sort = on;
ANALYZE pg_temp.rollup_layout;

-- Leaves within each document, then level by level; a code that isn't printed to 款 or 项 is in the levels it reaches. The
-- carryover-inclusive measures are those of table 3 (else 2, else 5), the current year and the funds those of table 2 (the
-- three funds from 5, 8 and 9 where table 2 prints the fiscal appropriation alone). Each measure has leaves of its own: what
-- is a leaf in one table may be a parent in another.
CREATE TEMPORARY TABLE rollup_function ON COMMIT DROP AS
WITH printed AS (
    SELECT e.doc_id, e.exp_func_code, e.total, e.basic, e.project,
           NULL::bigint AS current_year, NULL::bigint AS carryover, NULL::bigint AS general_public_budget,
           NULL::bigint AS government_fund, NULL::bigint AS state_capital, NULL::bigint AS fiscal_special_account,
           NULL::bigint AS agency_funds
      FROM staging.expenditure AS e
      JOIN pg_temp.rollup_layout AS l ON l.mof_div_code = e.mof_div_code AND l.doc_id = e.doc_id AND l.redo
     WHERE e.row_kind = 'leaf' AND e.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
    UNION ALL
    SELECT r.doc_id, r.exp_func_code,
           CASE WHEN l.expenditure_source <> 'table 2' THEN NULL
                WHEN l.carryover_within OR r.carryover IS NULL THEN r.total
                ELSE coalesce(r.total, 0) + r.carryover END, NULL, NULL,
           CASE WHEN l.carryover_within AND r.carryover IS NOT NULL THEN coalesce(r.total, 0) - r.carryover
                ELSE r.total END,
           r.carryover, r.general_public_budget, r.government_fund, r.state_capital, r.fiscal_special_account,
           CASE WHEN r.agency_funds IS NULL
                     AND num_nonnulls(r.institution_income, r.superior_subsidy, r.subordinate_remittance,
                                      r.institution_business_income, r.other_income) > 0
                THEN coalesce(r.institution_income, 0) + coalesce(r.superior_subsidy, 0)
                     + coalesce(r.subordinate_remittance, 0) + coalesce(r.institution_business_income, 0)
                     + coalesce(r.other_income, 0)
                ELSE r.agency_funds END
      FROM staging.revenue AS r
      JOIN pg_temp.rollup_layout AS l ON l.mof_div_code = r.mof_div_code AND l.doc_id = r.doc_id AND l.redo
     WHERE r.row_kind = 'leaf' AND r.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
    UNION ALL
    SELECT p.doc_id, p.exp_func_code,
           CASE WHEN l.expenditure_source = 'table 5' THEN p.total END,
           CASE WHEN l.expenditure_source = 'table 5' THEN p.basic END,
           CASE WHEN l.expenditure_source = 'table 5' THEN p.project END,
           NULL, NULL, CASE WHEN NOT l.funds_printed THEN p.total END, NULL, NULL, NULL, NULL
      FROM staging.general_public_expenditure AS p
      JOIN pg_temp.rollup_layout AS l ON l.mof_div_code = p.mof_div_code AND l.doc_id = p.doc_id AND l.redo
     WHERE p.row_kind = 'leaf' AND (l.expenditure_source = 'table 5' OR NOT l.funds_printed)
       AND p.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
    UNION ALL
    SELECT f.doc_id, f.exp_func_code, NULL, NULL, NULL, NULL, NULL, NULL, f.total, NULL, NULL, NULL
      FROM staging.government_fund_expenditure AS f
      JOIN pg_temp.rollup_layout AS l ON l.mof_div_code = f.mof_div_code AND l.doc_id = f.doc_id AND l.redo
     WHERE f.row_kind = 'leaf' AND l.funds_printed IS NOT TRUE
       AND f.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
    UNION ALL
    SELECT c.doc_id, c.exp_func_code, NULL, NULL, NULL, NULL, NULL, NULL, NULL, c.total, NULL, NULL
      FROM staging.state_capital_expenditure AS c
      JOIN pg_temp.rollup_layout AS l ON l.mof_div_code = c.mof_div_code AND l.doc_id = c.doc_id AND l.redo
     WHERE c.row_kind = 'leaf' AND l.funds_printed IS NOT TRUE
       AND c.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
), leaf AS MATERIALIZED (
    SELECT p.doc_id, p.exp_func_code COLLATE "C" AS exp_func_code,
           facts.fen_sum(p.total) AS total, facts.fen_sum(p.basic) AS basic, facts.fen_sum(p.project) AS project,
           facts.fen_sum(p.current_year) AS current_year, facts.fen_sum(p.carryover) AS carryover,
           facts.fen_sum(p.general_public_budget) AS general_public_budget,
           facts.fen_sum(p.government_fund) AS government_fund, facts.fen_sum(p.state_capital) AS state_capital,
           facts.fen_sum(p.fiscal_special_account) AS fiscal_special_account,
           facts.fen_sum(p.agency_funds) AS agency_funds
      FROM printed AS p
     WHERE num_nonnulls(p.total, p.basic, p.project, p.current_year, p.carryover, p.general_public_budget,
                        p.government_fund, p.state_capital, p.fiscal_special_account, p.agency_funds) > 0
     GROUP BY p.doc_id, 2
), subject AS MATERIALIZED (
    SELECT l.doc_id, left(l.exp_func_code, 5) AS exp_func_code,
           facts.fen_sum(l.total) AS total, facts.fen_sum(l.basic) AS basic, facts.fen_sum(l.project) AS project,
           facts.fen_sum(l.current_year) AS current_year, facts.fen_sum(l.carryover) AS carryover,
           facts.fen_sum(l.general_public_budget) AS general_public_budget,
           facts.fen_sum(l.government_fund) AS government_fund, facts.fen_sum(l.state_capital) AS state_capital,
           facts.fen_sum(l.fiscal_special_account) AS fiscal_special_account,
           facts.fen_sum(l.agency_funds) AS agency_funds
      FROM leaf AS l
     GROUP BY l.doc_id, 2
), class AS MATERIALIZED (
    SELECT s.doc_id, coalesce(left(s.exp_func_code, 3), 'unresolved') AS exp_func_code,
           facts.fen_sum(s.total) AS total, facts.fen_sum(s.basic) AS basic, facts.fen_sum(s.project) AS project,
           facts.fen_sum(s.current_year) AS current_year, facts.fen_sum(s.carryover) AS carryover,
           facts.fen_sum(s.general_public_budget) AS general_public_budget,
           facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
           facts.fen_sum(s.fiscal_special_account) AS fiscal_special_account,
           facts.fen_sum(s.agency_funds) AS agency_funds
      FROM subject AS s
     GROUP BY s.doc_id, 2
)
SELECT c.doc_id, 0 AS exp_func_level, NULL::text AS exp_func_code,
       facts.fen_sum(c.total) AS total, facts.fen_sum(c.basic) AS basic, facts.fen_sum(c.project) AS project,
       facts.fen_sum(c.current_year) AS current_year, facts.fen_sum(c.carryover) AS carryover,
       facts.fen_sum(c.general_public_budget) AS general_public_budget,
       facts.fen_sum(c.government_fund) AS government_fund, facts.fen_sum(c.state_capital) AS state_capital,
       facts.fen_sum(c.fiscal_special_account) AS fiscal_special_account,
       facts.fen_sum(c.agency_funds) AS agency_funds
  FROM class AS c
 GROUP BY c.doc_id
UNION ALL
SELECT c.doc_id, 1, c.exp_func_code,
       c.total, c.basic, c.project, c.current_year, c.carryover, c.general_public_budget, c.government_fund,
       c.state_capital, c.fiscal_special_account, c.agency_funds
  FROM class AS c
UNION ALL
SELECT s.doc_id, 2, s.exp_func_code,
       s.total, s.basic, s.project, s.current_year, s.carryover, s.general_public_budget, s.government_fund,
       s.state_capital, s.fiscal_special_account, s.agency_funds
  FROM subject AS s
 WHERE length(s.exp_func_code) = 5
UNION ALL
SELECT l.doc_id, 3, l.exp_func_code,
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
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
     WHERE m.sole
    UNION ALL
    SELECT m.entity_no, s.exp_func_level, s.exp_func_code,
           facts.fen_sum(s.total) AS total, facts.fen_sum(s.basic) AS basic, facts.fen_sum(s.project) AS project,
           facts.fen_sum(s.current_year) AS current_year, facts.fen_sum(s.carryover) AS carryover,
           facts.fen_sum(s.general_public_budget) AS general_public_budget,
           facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
           facts.fen_sum(s.fiscal_special_account) AS fiscal_special_account,
           facts.fen_sum(s.agency_funds) AS agency_funds, count(*)
      FROM pg_temp.rollup_function AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
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
