-- What the sheets of the workbook need of staging, added up once for all divisions and years that are written rather than
-- read anew for each of them. pg_temp.export_slice says which they are: mof_div_code, fiscal_year.

-- One row is one document that counts.
CREATE TEMPORARY TABLE export_document ON COMMIT DROP AS
SELECT i.mof_div_code, i.doc_id, i.fiscal_year, i.bgt_stage
  FROM pg_temp.export_slice AS s
  JOIN etl.in_force AS i ON i.mof_div_code = s.mof_div_code AND i.fiscal_year = s.fiscal_year
 WHERE i.counts;
ANALYZE pg_temp.export_document;

-- One row is one functional subject in the leaves of table 5, 8 or 9, in fen.
CREATE TEMPORARY TABLE export_function_leaf ON COMMIT DROP AS
SELECT x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage, x.exp_func_code, sum(x.total) AS total, sum(x.basic) AS basic,
       sum(x.project) AS project
  FROM (SELECT 5 AS form, g.mof_div_code, g.doc_id, g.row_kind, g.exp_func_code, g.total, g.basic, g.project
          FROM staging.general_public_expenditure AS g
        UNION ALL
        SELECT 8, g.mof_div_code, g.doc_id, g.row_kind, g.exp_func_code, g.total, g.basic, g.project
          FROM staging.government_fund_expenditure AS g
        UNION ALL
        SELECT 9, g.mof_div_code, g.doc_id, g.row_kind, g.exp_func_code, g.total, g.basic, g.project
          FROM staging.state_capital_expenditure AS g) AS x
  JOIN pg_temp.export_document AS d ON d.mof_div_code = x.mof_div_code AND d.doc_id = x.doc_id
 WHERE x.row_kind = 'leaf'
 GROUP BY x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage, x.exp_func_code;

-- One row is one revenue subject as it is printed in table 7 or 9, in fen.
CREATE TEMPORARY TABLE export_revenue_subject ON COMMIT DROP AS
SELECT x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage, x.row_kind, x.rev_code, x.rev_name, sum(x.amount) AS amount
  FROM (SELECT 7 AS form, g.mof_div_code, g.doc_id, g.row_kind, g.rev_code, g.rev_name, g.amount
          FROM staging.government_fund_revenue AS g
        UNION ALL
        SELECT 9, g.mof_div_code, g.doc_id, g.row_kind, g.rev_code, g.rev_name, g.amount
          FROM staging.state_capital_revenue AS g) AS x
  JOIN pg_temp.export_document AS d ON d.mof_div_code = x.mof_div_code AND d.doc_id = x.doc_id
 GROUP BY x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage, x.row_kind, x.rev_code, x.rev_name;

-- One row is one department subject with one government subject in the leaves of table 6, in fen.
CREATE TEMPORARY TABLE export_economic_leaf ON COMMIT DROP AS
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, x.dep_eco_code, x.dep_bgt_eco_name, x.gov_eco_code,
       x.gov_bgt_eco_name, sum(x.total) AS total, sum(x.personnel) AS personnel, sum(x.public) AS public
  FROM staging.basic_expenditure_by_economic AS x
  JOIN pg_temp.export_document AS d ON d.mof_div_code = x.mof_div_code AND d.doc_id = x.doc_id
 WHERE x.row_kind = 'leaf'
 GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, x.dep_eco_code, x.dep_bgt_eco_name, x.gov_eco_code,
          x.gov_bgt_eco_name;

-- One row is one kind of row of one source on the revenue side of table 4, in fen.
CREATE TEMPORARY TABLE export_appropriation_revenue ON COMMIT DROP AS
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, x.row_kind, x.source, sum(x.amount) AS amount
  FROM staging.appropriation_summary_revenue AS x
  JOIN pg_temp.export_document AS d ON d.mof_div_code = x.mof_div_code AND d.doc_id = x.doc_id
 GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, x.row_kind, x.source;

-- One row is the carryover at the year's end in table 1 or 4, in fen.
CREATE TEMPORARY TABLE export_year_end ON COMMIT DROP AS
SELECT x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage, sum(x.total) AS total, sum(x.current) AS current_year,
       sum(x.carryover) AS carryover, sum(x.general_public_budget) AS general_public_budget,
       sum(x.government_fund) AS government_fund, sum(x.state_capital) AS state_capital
  FROM (SELECT 1 AS form, b.mof_div_code, b.doc_id, b.total, b.current, b.carryover,
               NULL::bigint AS general_public_budget, NULL::bigint AS government_fund, NULL::bigint AS state_capital
          FROM staging.budget_summary_expenditure AS b
         WHERE b.row_kind = 'extra'
        UNION ALL
        SELECT 4, a.mof_div_code, a.doc_id, a.total, NULL, NULL, a.general_public_budget, a.government_fund,
               a.state_capital
          FROM staging.appropriation_summary_expenditure AS a
         WHERE a.row_kind = 'extra') AS x
  JOIN pg_temp.export_document AS d ON d.mof_div_code = x.mof_div_code AND d.doc_id = x.doc_id
 GROUP BY x.form, d.mof_div_code, d.fiscal_year, d.bgt_stage;

-- One row is one column of a disclosure table, with the words for it.
CREATE TEMPORARY TABLE export_form_column ON COMMIT DROP AS
SELECT c.column_name, c.label FROM facts.form_columns AS c;
