-- The rows of all tables that split an amount by fund.

-- One row is one printed row of table 2, 15, 12 or 14, which know all funds; an amount column that a table does
-- not have is NULL.
CREATE VIEW etl.check_all_fund_rows AS
    SELECT r.table_key, r.table_no, r.row_no, r.exp_func_code AS code, r.exp_func_name AS name, NULL::text AS gov_code,
           NULL::text AS gov_name,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
           r.subordinate_remittance, r.institution_business_income, r.other_income,
           r.non_fiscal_balance, r.carryover
    FROM etl.check_source_rows AS r
    UNION ALL
    SELECT r.table_key, r.table_no, r.row_no, NULL, r.pro_name, NULL, NULL,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL, r.non_fiscal_balance,
           r.carryover
    FROM etl.check_project_rows AS r
    WHERE r.table_no = 12
    UNION ALL
    SELECT r.table_key, r.table_no, r.row_no, r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL, r.non_fiscal_balance,
           r.carryover
    FROM etl.check_economic_rows AS r
    WHERE r.table_no = 14;

-- One row is one printed row of table 4 (expenditure), 10, 11 or 13, which know the three funds of the fiscal
-- appropriation.
CREATE VIEW etl.check_three_fund_rows AS
    SELECT r.table_key, r.table_no, r.row_no, r.item AS name,
           r.total, r.general_public_budget, r.government_fund, r.state_capital
    FROM etl.check_summary_expenditure AS r
    WHERE r.table_no = 4
    UNION ALL
    SELECT etl.table_key(s.doc_no, 10), 10, r.row_no, r.item,
           r.total, r.general_public_budget, r.government_fund, r.state_capital
    FROM staging.three_public AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT etl.table_key(s.doc_no, 11), 11, r.row_no, r.row_agency_name,
           r.total, r.general_public_budget, r.government_fund, r.state_capital
    FROM staging.operating_expenses AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.table_key, r.table_no, r.row_no, r.pro_name,
           r.total, r.general_public_budget, r.government_fund, r.state_capital
    FROM etl.check_project_rows AS r
    WHERE r.table_no = 13;

-- One row is one row of tables 2, 12, 14, 15 with what its sources add up to (0 where none is printed) and of
-- how many figures: the appropriation (its subtotal, or else its three funds), the special account, and the
-- unit's own money (单位资金, or else the kinds of income printed one by one).
CREATE VIEW etl.fund_row_sums AS
    SELECT r.table_key, r.table_no, r.row_no, r.code, r.name, r.gov_code, r.gov_name,
           r.total, r.fiscal_appropriation, r.agency_funds, r.non_fiscal_balance, r.carryover,
           k.three_funds, k.three_funds_n, k.incomes, k.incomes_n,
           coalesce(r.fiscal_appropriation, k.three_funds) + coalesce(r.fiscal_special_account, 0)
               + coalesce(r.agency_funds, k.incomes) AS sources,
           CASE WHEN r.fiscal_appropriation IS NULL THEN k.three_funds_n ELSE 1 END
               + num_nonnulls(r.fiscal_special_account)
               + CASE WHEN r.agency_funds IS NULL THEN k.incomes_n ELSE 1 END AS sources_n
    FROM etl.check_all_fund_rows AS r
    CROSS JOIN LATERAL (
        SELECT coalesce(r.general_public_budget, 0) + coalesce(r.government_fund, 0)
                   + coalesce(r.state_capital, 0) AS three_funds,
               num_nonnulls(r.general_public_budget, r.government_fund, r.state_capital) AS three_funds_n,
               coalesce(r.institution_income, 0) + coalesce(r.superior_subsidy, 0)
                   + coalesce(r.subordinate_remittance, 0) + coalesce(r.institution_business_income, 0)
                   + coalesce(r.other_income, 0) AS incomes,
               num_nonnulls(r.institution_income, r.superior_subsidy, r.subordinate_remittance,
                   r.institution_business_income, r.other_income) AS incomes_n
    ) AS k;
