-- What the sheets of the workbook need of staging, added up once for all divisions and years that are written rather than
-- read anew for each of them. pg_temp.export_slice says which they are: mof_div_code, fiscal_year.

-- One row is one document that counts; `slice` numbers division, year and stage, so that sums are by few and short columns.
CREATE TEMPORARY TABLE export_document ON COMMIT DROP AS
SELECT i.doc_id, i.mof_div_code, i.fiscal_year, i.bgt_stage,
       dense_rank() OVER (ORDER BY i.mof_div_code, i.fiscal_year, i.bgt_stage)::integer AS slice
  FROM pg_temp.export_slice AS s
  JOIN etl.in_force AS i ON i.mof_div_code = s.mof_div_code AND i.fiscal_year = s.fiscal_year
 WHERE i.counts;
CREATE TEMPORARY TABLE export_stage ON COMMIT DROP AS
SELECT DISTINCT d.slice, d.mof_div_code, d.fiscal_year, d.bgt_stage FROM pg_temp.export_document AS d;
ANALYZE pg_temp.export_document;

-- One row is one functional subject in the leaves of table 5, 8 or 9, in fen.
CREATE TEMPORARY TABLE export_function_leaf ON COMMIT DROP AS
SELECT x.form, s.mof_div_code, s.fiscal_year, s.bgt_stage, x.exp_func_code, x.total, x.basic, x.project
  FROM (SELECT 5 AS form, d.slice, g.exp_func_code, facts.fen_sum(g.total) AS total, facts.fen_sum(g.basic) AS basic,
               facts.fen_sum(g.project) AS project
          FROM staging.general_public_expenditure AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         WHERE g.row_kind = 'leaf'
         GROUP BY d.slice, g.exp_func_code
        UNION ALL
        SELECT 8, d.slice, g.exp_func_code, facts.fen_sum(g.total), facts.fen_sum(g.basic), facts.fen_sum(g.project)
          FROM staging.government_fund_expenditure AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         WHERE g.row_kind = 'leaf'
         GROUP BY d.slice, g.exp_func_code
        UNION ALL
        SELECT 9, d.slice, g.exp_func_code, facts.fen_sum(g.total), facts.fen_sum(g.basic), facts.fen_sum(g.project)
          FROM staging.state_capital_expenditure AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         WHERE g.row_kind = 'leaf'
         GROUP BY d.slice, g.exp_func_code) AS x
  JOIN pg_temp.export_stage AS s ON s.slice = x.slice;

-- One row is one revenue subject as it is printed in table 7 or 9, in fen.
CREATE TEMPORARY TABLE export_revenue_subject ON COMMIT DROP AS
SELECT x.form, s.mof_div_code, s.fiscal_year, s.bgt_stage, x.row_kind, x.rev_code, x.rev_name, x.amount
  FROM (SELECT 7 AS form, d.slice, g.row_kind, g.rev_code, g.rev_name, facts.fen_sum(g.amount) AS amount
          FROM staging.government_fund_revenue AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         GROUP BY d.slice, g.row_kind, g.rev_code, g.rev_name
        UNION ALL
        SELECT 9, d.slice, g.row_kind, g.rev_code, g.rev_name, facts.fen_sum(g.amount)
          FROM staging.state_capital_revenue AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         GROUP BY d.slice, g.row_kind, g.rev_code, g.rev_name) AS x
  JOIN pg_temp.export_stage AS s ON s.slice = x.slice;

-- One row is one department subject with one government subject in the leaves of table 6, in fen.
CREATE TEMPORARY TABLE export_economic_leaf ON COMMIT DROP AS
SELECT s.mof_div_code, s.fiscal_year, s.bgt_stage, x.dep_eco_code, x.dep_bgt_eco_name, x.gov_eco_code,
       x.gov_bgt_eco_name, x.total, x.personnel, x.public
  FROM (SELECT d.slice, g.dep_eco_code, g.dep_bgt_eco_name, g.gov_eco_code, g.gov_bgt_eco_name,
               facts.fen_sum(g.total) AS total, facts.fen_sum(g.personnel) AS personnel, facts.fen_sum(g.public) AS public
          FROM staging.basic_expenditure_by_economic AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         WHERE g.row_kind = 'leaf'
         GROUP BY d.slice, g.dep_eco_code, g.dep_bgt_eco_name, g.gov_eco_code, g.gov_bgt_eco_name) AS x
  JOIN pg_temp.export_stage AS s ON s.slice = x.slice;

-- One row is one kind of row of one source on the revenue side of table 4, in fen.
CREATE TEMPORARY TABLE export_appropriation_revenue ON COMMIT DROP AS
SELECT s.mof_div_code, s.fiscal_year, s.bgt_stage, x.row_kind, x.source, x.amount
  FROM (SELECT d.slice, g.row_kind, g.source, facts.fen_sum(g.amount) AS amount
          FROM staging.appropriation_summary_revenue AS g
          JOIN pg_temp.export_document AS d ON d.doc_id = g.doc_id
         GROUP BY d.slice, g.row_kind, g.source) AS x
  JOIN pg_temp.export_stage AS s ON s.slice = x.slice;

-- One row is the carryover at the year's end in table 1 or 4, in fen.
CREATE TEMPORARY TABLE export_year_end ON COMMIT DROP AS
SELECT x.form, s.mof_div_code, s.fiscal_year, s.bgt_stage, x.total, x.current_year, x.carryover, x.general_public_budget,
       x.government_fund, x.state_capital
  FROM (SELECT 1 AS form, d.slice, facts.fen_sum(b.total) AS total, facts.fen_sum(b.current) AS current_year,
               facts.fen_sum(b.carryover) AS carryover, NULL::bigint AS general_public_budget,
               NULL::bigint AS government_fund, NULL::bigint AS state_capital
          FROM staging.budget_summary_expenditure AS b
          JOIN pg_temp.export_document AS d ON d.doc_id = b.doc_id
         WHERE b.row_kind = 'extra'
         GROUP BY d.slice
        UNION ALL
        SELECT 4, d.slice, facts.fen_sum(a.total), NULL, NULL, facts.fen_sum(a.general_public_budget),
               facts.fen_sum(a.government_fund), facts.fen_sum(a.state_capital)
          FROM staging.appropriation_summary_expenditure AS a
          JOIN pg_temp.export_document AS d ON d.doc_id = a.doc_id
         WHERE a.row_kind = 'extra'
         GROUP BY d.slice) AS x
  JOIN pg_temp.export_stage AS s ON s.slice = x.slice;

-- One row is one column of a disclosure table, with the words for it.
CREATE TEMPORARY TABLE export_form_column ON COMMIT DROP AS
SELECT c.column_name, c.label FROM facts.form_columns AS c;
