-- The rows of all tables that split an amount by fund.

-- How a row by economic subject is called in a finding: the department's subject, and the government's beside it.
CREATE OR REPLACE FUNCTION etl.economic_label(dep_code text, dep_name text, gov_code text, gov_name text,
    row_no integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(concat_ws('／', nullif(concat_ws(' ', dep_code, dep_name), ''),
                                     nullif(concat_ws(' ', gov_code, gov_name), '')), ''),
                    '第' || row_no || '行')
$$;

-- One row is one printed row of table 2, 15, 12, 14 (all funds), 4 (expenditure), 10, 11 or 13 (the three
-- funds of fiscal appropriation); an amount column that a table does not have is NULL.
CREATE VIEW etl.check_fund_rows AS
    SELECT r.mof_div_code, r.doc_id, 'revenue'::text AS table_name, r.row_no,
           etl.row_label(r.exp_func_code, r.exp_func_name, r.row_no) AS row_label,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
           r.subordinate_remittance, r.institution_business_income, r.other_income, r.non_fiscal_balance,
           r.carryover
    FROM staging.revenue AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'procurement_budget', r.row_no,
           etl.row_label(r.exp_func_code, r.exp_func_name, r.row_no),
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL,
           r.non_fiscal_balance, r.carryover
    FROM staging.procurement_budget AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'projects_current', r.row_no,
           etl.row_label(NULL, r.pro_name, r.row_no),
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL,
           r.non_fiscal_balance, r.carryover
    FROM staging.projects_current AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'basic_expenditure', r.row_no,
           etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name,
               r.row_no),
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL,
           r.non_fiscal_balance, r.carryover
    FROM staging.basic_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'appropriation_summary', r.row_no,
           etl.row_label(NULL, r.item, r.row_no),
           r.total, NULL, r.general_public_budget, r.government_fund, r.state_capital, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.appropriation_summary_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'three_public', r.row_no,
           etl.row_label(NULL, r.item, r.row_no),
           r.total, NULL, r.general_public_budget, r.government_fund, r.state_capital, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.three_public AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'operating_expenses', r.row_no,
           etl.row_label(NULL, r.row_agency_name, r.row_no),
           r.total, NULL, r.general_public_budget, r.government_fund, r.state_capital, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.operating_expenses AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'projects_carryover', r.row_no,
           etl.row_label(NULL, r.pro_name, r.row_no),
           r.total, NULL, r.general_public_budget, r.government_fund, r.state_capital, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.projects_carryover AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id;

-- One row is one row of tables 2, 12, 14, 15 with what its sources add up to (0 where none is printed) and of how
-- many figures: the appropriation (its subtotal, or else its three funds), the special account, and the unit's
-- own money (单位资金, or else the kinds of income printed one by one).
CREATE VIEW etl.fund_row_sums AS
    SELECT r.mof_div_code, r.doc_id, r.table_name, r.row_no, r.row_label, r.total,
           r.fiscal_appropriation, r.agency_funds, r.non_fiscal_balance, r.carryover,
           k.three_funds, k.three_funds_n, k.incomes, k.incomes_n,
           coalesce(r.fiscal_appropriation, k.three_funds) + coalesce(r.fiscal_special_account, 0)
               + coalesce(r.agency_funds, k.incomes) AS sources,
           CASE WHEN r.fiscal_appropriation IS NULL THEN k.three_funds_n ELSE 1 END
               + num_nonnulls(r.fiscal_special_account)
               + CASE WHEN r.agency_funds IS NULL THEN k.incomes_n ELSE 1 END AS sources_n
    FROM etl.check_fund_rows AS r
    CROSS JOIN LATERAL (
        SELECT coalesce(r.general_public_budget, 0) + coalesce(r.government_fund, 0)
                   + coalesce(r.state_capital, 0) AS three_funds,
               num_nonnulls(r.general_public_budget, r.government_fund, r.state_capital) AS three_funds_n,
               coalesce(r.institution_income, 0) + coalesce(r.superior_subsidy, 0)
                   + coalesce(r.subordinate_remittance, 0) + coalesce(r.institution_business_income, 0)
                   + coalesce(r.other_income, 0) AS incomes,
               num_nonnulls(r.institution_income, r.superior_subsidy, r.subordinate_remittance,
                   r.institution_business_income, r.other_income) AS incomes_n
    ) AS k
    WHERE r.table_name IN ('revenue', 'projects_current', 'basic_expenditure', 'procurement_budget');

-- One row is one table of a document that splits amounts by fund, and which of these columns hold a figure in any
-- of its rows: a table that prints totals alone can't be held to their parts.
CREATE VIEW etl.fund_columns_printed AS
    SELECT r.mof_div_code, r.doc_id, r.table_name,
           bool_or(r.fiscal_appropriation IS NOT NULL) AS fiscal_appropriation,
           bool_or(num_nonnulls(r.general_public_budget, r.government_fund, r.state_capital) > 0) AS three_funds,
           bool_or(num_nonnulls(r.fiscal_appropriation, r.general_public_budget, r.government_fund,
               r.state_capital, r.fiscal_special_account, r.agency_funds, r.institution_income,
               r.superior_subsidy, r.subordinate_remittance, r.institution_business_income,
               r.other_income) > 0) AS sources
    FROM etl.check_fund_rows AS r
    GROUP BY r.mof_div_code, r.doc_id, r.table_name;
