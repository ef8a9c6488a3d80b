-- One row is one document that prints expenditure by functional subject (tables 2, 3, 5), and how it lays it out: which
-- of the tables its expenditure is taken from, whether the total of table 2 holds the carryover, and whether table 2
-- prints the three funds of the fiscal appropriation one by one.
--
-- Regions differ in table 2: some print the current year as total and the carryover beside it (2.total + 2.carryover =
-- 3.total), others the carryover among the sources (2.total = 3.total). The reading that the total rows satisfy
-- better holds; without a table 3, the one by which the sources of table 2 add up.

DROP VIEW IF EXISTS facts.expenditure_layout CASCADE;
CREATE VIEW facts.expenditure_layout AS
WITH printed AS (
    SELECT e.mof_div_code, e.doc_id, 3 AS table_no,
           coalesce(max(e.total) FILTER (WHERE e.row_kind = 'total'),
                    facts.fen_sum(e.total) FILTER (WHERE e.row_kind = 'leaf')) AS total,
           NULL::numeric AS sources, NULL::numeric AS carryover, false AS funds
      FROM staging.expenditure AS e
     GROUP BY e.mof_div_code, e.doc_id
    HAVING bool_or(e.row_kind = 'leaf')
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 2,
           coalesce(max(r.total) FILTER (WHERE r.row_kind = 'total'),
                    facts.fen_sum(r.total) FILTER (WHERE r.row_kind = 'leaf')),
           facts.fen_sum(coalesce(r.fiscal_appropriation,
                        coalesce(r.general_public_budget, 0) + coalesce(r.government_fund, 0)
                        + coalesce(r.state_capital, 0))
               + coalesce(r.fiscal_special_account, 0)
               + coalesce(r.agency_funds,
                          coalesce(r.institution_income, 0) + coalesce(r.superior_subsidy, 0)
                          + coalesce(r.subordinate_remittance, 0)
                          + coalesce(r.institution_business_income, 0)
                          + coalesce(r.other_income, 0))
               + coalesce(r.non_fiscal_balance, 0)) FILTER (WHERE r.row_kind = 'leaf'),
           coalesce(max(r.carryover) FILTER (WHERE r.row_kind = 'total'),
                    facts.fen_sum(r.carryover) FILTER (WHERE r.row_kind = 'leaf')),
           bool_or(r.row_kind = 'leaf' AND num_nonnulls(r.general_public_budget, r.government_fund,
                                                        r.state_capital) > 0)
      FROM staging.revenue AS r
     GROUP BY r.mof_div_code, r.doc_id
    HAVING bool_or(r.row_kind = 'leaf')
    UNION ALL
    SELECT g.mof_div_code, g.doc_id, 5, NULL, NULL, NULL, false
      FROM staging.general_public_expenditure AS g
     WHERE g.row_kind = 'leaf'
     GROUP BY g.mof_div_code, g.doc_id
), document AS (
    SELECT p.mof_div_code, p.doc_id,
           bool_or(p.table_no = 3) AS has_3, bool_or(p.table_no = 2) AS has_2,
           max(p.total) FILTER (WHERE p.table_no = 3) AS total_3,
           max(p.total) FILTER (WHERE p.table_no = 2) AS total_2,
           max(p.sources) AS sources_2, max(p.carryover) AS carryover_2, bool_or(p.funds) AS funds_2
      FROM printed AS p
     GROUP BY p.mof_div_code, p.doc_id
)
SELECT d.mof_div_code, d.doc_id,
       CASE WHEN d.has_3 THEN 'table 3' WHEN d.has_2 THEN 'table 2' ELSE 'table 5' END
           AS expenditure_source,
       coalesce(abs(d.total_2 - coalesce(d.total_3, d.sources_2 + d.carryover_2))
                < abs(d.total_2 - coalesce(d.total_3 - d.carryover_2, d.sources_2)), false)
           AS carryover_within,
       d.funds_2 AS funds_printed
  FROM document AS d;
