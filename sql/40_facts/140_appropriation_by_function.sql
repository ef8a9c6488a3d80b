-- One row is one functional class of one document's table 4, in fen.

DROP VIEW IF EXISTS facts.appropriation_by_function CASCADE;
CREATE VIEW facts.appropriation_by_function AS
SELECT a.mof_div_code, a.doc_id, a.row_no, a.item, coalesce(a.exp_func_code, 'unresolved') AS exp_func_code,
       a.total, a.general_public_budget, a.government_fund, a.state_capital
  FROM staging.appropriation_summary_expenditure AS a
 WHERE a.row_kind = 'item';
