-- One row is the operating expenses of one printed row of table 11 that counts, in fen.

DROP VIEW IF EXISTS facts.operating_expenses CASCADE;
CREATE VIEW facts.operating_expenses AS
SELECT o.mof_div_code, o.doc_id, o.row_no, o.row_agency_name, o.total, o.general_public_budget,
       o.government_fund, o.state_capital
  FROM staging.operating_expenses AS o
 WHERE o.row_kind = 'leaf';
