-- One row is one disclosure table, or another part of a document that findings name: its number and what it is called, as
-- in the findings' own words.

DROP VIEW IF EXISTS facts.form_tables CASCADE;
CREATE VIEW facts.form_tables AS
SELECT t.table_name, etl.zh_table(t.table_name) AS label
  FROM (VALUES ('budget_summary'), ('revenue'), ('expenditure'), ('appropriation_summary'),
               ('general_public_expenditure'), ('basic_expenditure_by_economic'), ('government_fund_revenue'),
               ('government_fund_expenditure'), ('state_capital'), ('three_public'), ('operating_expenses'),
               ('projects_current'), ('projects_carryover'), ('basic_expenditure'), ('procurement_budget'),
               ('narrative'), ('procurement'), ('state_assets'), ('performance_targets'),
               ('document')) AS t (table_name);
