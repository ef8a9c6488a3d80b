-- One row is one printed row by functional subject that counts, with the measures that are taken from its table, in
-- fen: the carryover-inclusive ones from table 3 (else 2, else 5), the current year and the funds from table 2 (the three
-- funds from 5, 8 and 9 where table 2 prints the fiscal appropriation alone). Each measure has leaves of its own:
-- what is a leaf in one table may be a parent in another.

DROP VIEW IF EXISTS facts.expenditure_by_function CASCADE;
CREATE VIEW facts.expenditure_by_function AS
WITH layout AS MATERIALIZED (
    SELECT l.mof_div_code, l.doc_id, l.expenditure_source, l.carryover_within, l.funds_printed
      FROM facts.expenditure_layout AS l
)
SELECT e.mof_div_code, e.doc_id, 'expenditure' AS table_name, e.row_no, e.exp_func_code, e.exp_func_name,
       e.total, e.basic, e.project,
       NULL::bigint AS current_year, NULL::bigint AS carryover, NULL::bigint AS general_public_budget,
       NULL::bigint AS government_fund, NULL::bigint AS state_capital,
       NULL::bigint AS fiscal_special_account, NULL::bigint AS agency_funds
  FROM staging.expenditure AS e
 WHERE e.row_kind = 'leaf'
UNION ALL
SELECT r.mof_div_code, r.doc_id, 'revenue', r.row_no, r.exp_func_code, r.exp_func_name,
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
  JOIN layout AS l ON l.mof_div_code = r.mof_div_code AND l.doc_id = r.doc_id
 WHERE r.row_kind = 'leaf'
UNION ALL
SELECT g.mof_div_code, g.doc_id, 'general_public_expenditure', g.row_no, g.exp_func_code, g.exp_func_name,
       CASE WHEN l.expenditure_source = 'table 5' THEN g.total END,
       CASE WHEN l.expenditure_source = 'table 5' THEN g.basic END,
       CASE WHEN l.expenditure_source = 'table 5' THEN g.project END,
       NULL, NULL, CASE WHEN NOT l.funds_printed THEN g.total END, NULL, NULL, NULL, NULL
  FROM staging.general_public_expenditure AS g
  JOIN layout AS l ON l.mof_div_code = g.mof_div_code AND l.doc_id = g.doc_id
 WHERE g.row_kind = 'leaf' AND (l.expenditure_source = 'table 5' OR NOT l.funds_printed)
UNION ALL
SELECT f.mof_div_code, f.doc_id, 'government_fund_expenditure', f.row_no, f.exp_func_code, f.exp_func_name,
       NULL, NULL, NULL, NULL, NULL, NULL, f.total, NULL, NULL, NULL
  FROM staging.government_fund_expenditure AS f
  LEFT JOIN layout AS l ON l.mof_div_code = f.mof_div_code AND l.doc_id = f.doc_id
 WHERE f.row_kind = 'leaf' AND l.funds_printed IS NOT TRUE
UNION ALL
SELECT c.mof_div_code, c.doc_id, 'state_capital', c.row_no, c.exp_func_code, c.exp_func_name,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, c.total, NULL, NULL
  FROM staging.state_capital_expenditure AS c
  LEFT JOIN layout AS l ON l.mof_div_code = c.mof_div_code AND l.doc_id = c.doc_id
 WHERE c.row_kind = 'leaf' AND l.funds_printed IS NOT TRUE;
