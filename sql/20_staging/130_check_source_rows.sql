-- The rows of the tables by functional subject and source of funds (2, 15), and the sums that don't hold
-- among them.

-- One row is one printed row of such a table; an amount column that a table does not have is NULL. `subject_no`
-- is the code as a number, 0 for 合计.
CREATE OR REPLACE FUNCTION etl.check_source_rows_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer, subject_no integer,
    total bigint, fiscal_appropriation bigint, general_public_budget bigint, government_fund bigint,
    state_capital bigint, fiscal_special_account bigint, agency_funds bigint, institution_income bigint,
    superior_subsidy bigint, subordinate_remittance bigint, institution_business_income bigint,
    other_income bigint, non_fiscal_balance bigint, carryover bigint,
    exp_func_code text, exp_func_name text)
LANGUAGE sql STABLE AS $$
    SELECT etl.table_key(s.doc_no, 2) AS table_key, 2 AS table_no, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END AS subject_no,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
           r.subordinate_remittance, r.institution_business_income, r.other_income,
           r.non_fiscal_balance, r.carryover, r.exp_func_code, r.exp_func_name
    FROM staging.revenue AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 15), 15, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
           r.fiscal_special_account, r.agency_funds, NULL, NULL, NULL, NULL, NULL, r.non_fiscal_balance,
           r.carryover, r.exp_func_code, r.exp_func_name
    FROM staging.procurement_budget AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
$$;
CREATE UNLOGGED TABLE etl.check_source_rows AS SELECT r.* FROM etl.check_source_rows_now(0) AS r WITH NO DATA;

-- One row is one figure that is not the sum of the figures one level below: a 类 of its 款, a 款 of its 项
-- (where any of these are printed), and 合计 (exp_func_code NULL) of the 类.
CREATE VIEW etl.source_sum_breaks AS
    SELECT p.table_key, p.table_no, p.row_no, p.exp_func_code,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM etl.check_source_rows AS p
    JOIN (
        SELECT r.parent_key,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
               etl.sum_fen(r.fiscal_appropriation) AS fiscal_appropriation,
               count(r.fiscal_appropriation) AS fiscal_appropriation_n,
               etl.sum_fen(r.general_public_budget) AS general_public_budget,
               count(r.general_public_budget) AS general_public_budget_n,
               etl.sum_fen(r.government_fund) AS government_fund,
               count(r.government_fund) AS government_fund_n,
               etl.sum_fen(r.state_capital) AS state_capital, count(r.state_capital) AS state_capital_n,
               etl.sum_fen(r.fiscal_special_account) AS fiscal_special_account,
               count(r.fiscal_special_account) AS fiscal_special_account_n,
               etl.sum_fen(r.agency_funds) AS agency_funds, count(r.agency_funds) AS agency_funds_n,
               etl.sum_fen(r.institution_income) AS institution_income,
               count(r.institution_income) AS institution_income_n,
               etl.sum_fen(r.superior_subsidy) AS superior_subsidy,
               count(r.superior_subsidy) AS superior_subsidy_n,
               etl.sum_fen(r.subordinate_remittance) AS subordinate_remittance,
               count(r.subordinate_remittance) AS subordinate_remittance_n,
               etl.sum_fen(r.institution_business_income) AS institution_business_income,
               count(r.institution_business_income) AS institution_business_income_n,
               etl.sum_fen(r.other_income) AS other_income, count(r.other_income) AS other_income_n,
               etl.sum_fen(r.non_fiscal_balance) AS non_fiscal_balance,
               count(r.non_fiscal_balance) AS non_fiscal_balance_n,
               etl.sum_fen(r.carryover) AS carryover, count(r.carryover) AS carryover_n
        FROM (
            SELECT etl.subject_key(r.table_key, etl.subject_above(r.subject_no)) AS parent_key,
                   r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
                   r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
                   r.subordinate_remittance, r.institution_business_income, r.other_income, r.non_fiscal_balance,
                   r.carryover
            FROM etl.check_source_rows AS r
            WHERE r.subject_no > 0
            ORDER BY parent_key -- rather than a hash table of as many groups as rows
        ) AS r
        GROUP BY r.parent_key
    ) AS c ON c.parent_key = etl.subject_key(p.table_key, p.subject_no)
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'fiscal_appropriation', p.fiscal_appropriation, c.fiscal_appropriation,
            c.fiscal_appropriation_n
        UNION ALL SELECT 'general_public_budget', p.general_public_budget, c.general_public_budget,
            c.general_public_budget_n
        UNION ALL SELECT 'government_fund', p.government_fund, c.government_fund, c.government_fund_n
        UNION ALL SELECT 'state_capital', p.state_capital, c.state_capital, c.state_capital_n
        UNION ALL SELECT 'fiscal_special_account', p.fiscal_special_account, c.fiscal_special_account,
            c.fiscal_special_account_n
        UNION ALL SELECT 'agency_funds', p.agency_funds, c.agency_funds, c.agency_funds_n
        UNION ALL SELECT 'institution_income', p.institution_income, c.institution_income, c.institution_income_n
        UNION ALL SELECT 'superior_subsidy', p.superior_subsidy, c.superior_subsidy, c.superior_subsidy_n
        UNION ALL SELECT 'subordinate_remittance', p.subordinate_remittance, c.subordinate_remittance,
            c.subordinate_remittance_n
        UNION ALL SELECT 'institution_business_income', p.institution_business_income, c.institution_business_income,
            c.institution_business_income_n
        UNION ALL SELECT 'other_income', p.other_income, c.other_income, c.other_income_n
        UNION ALL SELECT 'non_fiscal_balance', p.non_fiscal_balance, c.non_fiscal_balance, c.non_fiscal_balance_n
        UNION ALL SELECT 'carryover', p.carryover, c.carryover, c.carryover_n
    ) AS v (column_name, actual, expected, figures)
    WHERE p.subject_no < 100000 -- an 项 has nothing below it
      AND (p.total, p.fiscal_appropriation, p.general_public_budget, p.government_fund, p.state_capital,
           p.fiscal_special_account, p.agency_funds, p.institution_income, p.superior_subsidy,
           p.subordinate_remittance, p.institution_business_income, p.other_income,
           p.non_fiscal_balance, p.carryover)
        IS DISTINCT FROM
          (c.total, c.fiscal_appropriation, c.general_public_budget, c.government_fund, c.state_capital,
           c.fiscal_special_account, c.agency_funds, c.institution_income, c.superior_subsidy,
           c.subordinate_remittance, c.institution_business_income, c.other_income,
           c.non_fiscal_balance, c.carryover)
      AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
      AND NOT (coalesce(v.actual, 0) > coalesce(v.expected, 0)
               AND etl.doc_no(p.table_key) IN (SELECT w.doc_no FROM etl.check_withheld AS w));
