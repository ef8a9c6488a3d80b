-- What kinds of figures a table prints at all: a rule that compares kinds says nothing where one isn't printed.

-- One row is one printed table with rows: in how many of them a figure stands (rows_printed), one that isn't zero
-- (rows_not_zero); whether it has a total row (tables 2, 3, 5, 6, 8, 9, 10, 14, 15), and which levels of functional subjects (1 类,
-- 2 款, 4 项, added up), with an amount (amount_levels) or without; whether it prints basic or project expenditure, personnel or public, any of the three funds of the appropriation, its
-- subtotal, any source of funds.
CREATE VIEW etl.check_facts_now AS
    SELECT f.table_key, etl.sum_fen(f.rows_printed) AS rows_printed, etl.sum_fen(f.rows_not_zero) AS rows_not_zero,
           bool_or(f.has_total) AS has_total, coalesce(bit_or(f.levels), 0) AS levels,
           coalesce(bit_or(f.amount_levels), 0) AS amount_levels, bool_or(f.has_kinds) AS has_kinds,
           bool_or(f.has_basic_kinds) AS has_basic_kinds, bool_or(f.has_three_funds) AS has_three_funds,
           bool_or(f.has_appropriation) AS has_appropriation, bool_or(f.has_sources) AS has_sources
    FROM (
        SELECT r.table_key, count(coalesce(r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward)) AS rows_printed,
               count(coalesce(nullif(r.total, 0), nullif(r.basic, 0), nullif(r.personnel, 0), nullif(r.public, 0),
                   nullif(r.project, 0), nullif(r.carry_forward, 0))) AS rows_not_zero,
               bool_or(r.subject_no = 0) AS has_total,
               bit_or(etl.subject_level(r.subject_no)) FILTER (WHERE r.subject_no > 0) AS levels,
               bit_or(etl.subject_level(r.subject_no))
                   FILTER (WHERE r.subject_no > 0 AND r.total IS NOT NULL) AS amount_levels,
               count(coalesce(r.basic, r.project)) > 0 AS has_kinds,
               count(coalesce(r.personnel, r.public)) > 0 AS has_basic_kinds, NULL::boolean AS has_three_funds,
               NULL::boolean AS has_appropriation, NULL::boolean AS has_sources
        FROM etl.check_expenditure_rows AS r
        GROUP BY r.table_key
        UNION ALL
        SELECT r.table_key, count(coalesce(r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
                   r.state_capital, r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
                   r.subordinate_remittance, r.institution_business_income, r.other_income, r.non_fiscal_balance,
                   r.carryover)),
               count(coalesce(nullif(r.total, 0), nullif(r.fiscal_appropriation, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0), nullif(r.fiscal_special_account, 0),
                   nullif(r.agency_funds, 0), nullif(r.institution_income, 0), nullif(r.superior_subsidy, 0),
                   nullif(r.subordinate_remittance, 0), nullif(r.institution_business_income, 0),
                   nullif(r.other_income, 0), nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0))),
               bool_or(r.subject_no = 0),
               bit_or(etl.subject_level(r.subject_no)) FILTER (WHERE r.subject_no > 0),
               bit_or(etl.subject_level(r.subject_no))
                   FILTER (WHERE r.subject_no > 0 AND coalesce(r.total, r.carryover) IS NOT NULL), NULL, NULL,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0,
               count(r.fiscal_appropriation) > 0,
               count(coalesce(r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
                   r.fiscal_special_account, r.agency_funds, r.institution_income, r.superior_subsidy,
                   r.subordinate_remittance, r.institution_business_income, r.other_income)) > 0
        FROM etl.check_source_rows AS r
        GROUP BY r.table_key
        UNION ALL
        SELECT r.table_key, count(coalesce(r.total, r.personnel, r.public, r.fiscal_appropriation, r.general_public_budget,
                   r.government_fund, r.state_capital, r.fiscal_special_account, r.agency_funds, r.non_fiscal_balance,
                   r.carryover)),
               count(coalesce(nullif(r.total, 0), nullif(r.personnel, 0), nullif(r.public, 0),
                   nullif(r.fiscal_appropriation, 0), nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0), nullif(r.fiscal_special_account, 0), nullif(r.agency_funds, 0),
                   nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0))),
               bool_or(r.row_kind = 'total'), NULL, NULL, NULL, count(coalesce(r.personnel, r.public)) > 0,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0,
               count(r.fiscal_appropriation) > 0,
               count(coalesce(r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
                   r.fiscal_special_account, r.agency_funds)) > 0
        FROM etl.check_economic_rows AS r
        GROUP BY r.table_key
        UNION ALL
        SELECT r.table_key, count(coalesce(r.total, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
                   r.state_capital, r.fiscal_special_account, r.agency_funds, r.non_fiscal_balance, r.carryover)),
               count(coalesce(nullif(r.total, 0), nullif(r.fiscal_appropriation, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0), nullif(r.fiscal_special_account, 0),
                   nullif(r.agency_funds, 0), nullif(r.non_fiscal_balance, 0), nullif(r.carryover, 0))),
               NULL, NULL, NULL, NULL, NULL,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0,
               count(r.fiscal_appropriation) > 0,
               count(coalesce(r.fiscal_appropriation, r.general_public_budget, r.government_fund, r.state_capital,
                   r.fiscal_special_account, r.agency_funds)) > 0
        FROM etl.check_project_rows AS r
        GROUP BY r.table_key
        UNION ALL
        SELECT r.table_key, count(coalesce(r.total, r.current, r.carryover, r.basic, r.personnel, r.public, r.project,
                   r.general_public_budget, r.government_fund, r.state_capital)),
               count(coalesce(nullif(r.total, 0), nullif(r.current, 0), nullif(r.carryover, 0), nullif(r.basic, 0),
                   nullif(r.personnel, 0), nullif(r.public, 0), nullif(r.project, 0), nullif(r.general_public_budget, 0),
                   nullif(r.government_fund, 0), nullif(r.state_capital, 0))),
               NULL, NULL, NULL, NULL, NULL,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0, NULL, NULL
        FROM etl.check_summary_expenditure AS r
        GROUP BY r.table_key
        UNION ALL
        SELECT r.table_key, count(r.amount), count(nullif(r.amount, 0)), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM etl.check_revenue_lines AS r
        GROUP BY r.table_key
        UNION ALL
        -- What table 10 prints for the year before is a figure, but doesn't contradict that there is none this year.
        SELECT etl.table_key(s.doc_no, 10),
               count(coalesce(r.total, r.general_public_budget, r.government_fund, r.state_capital,
                   CASE WHEN r.item_key IS NOT NULL THEN r.prior_total END)),
               count(coalesce(nullif(r.total, 0), nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0))),
               coalesce(bool_or(r.item_key = 'total'), false), NULL, NULL, NULL, NULL,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0, NULL, NULL
        FROM staging.three_public AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        GROUP BY s.doc_no
        UNION ALL
        SELECT etl.table_key(s.doc_no, 11),
               count(coalesce(r.total, r.general_public_budget, r.government_fund, r.state_capital)),
               count(coalesce(nullif(r.total, 0), nullif(r.general_public_budget, 0), nullif(r.government_fund, 0),
                   nullif(r.state_capital, 0))),
               NULL, NULL, NULL, NULL, NULL,
               count(coalesce(r.general_public_budget, r.government_fund, r.state_capital)) > 0, NULL, NULL
        FROM staging.operating_expenses AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        GROUP BY s.doc_no
    ) AS f
    GROUP BY f.table_key;
CREATE UNLOGGED TABLE etl.check_facts AS SELECT f.* FROM etl.check_facts_now AS f WITH NO DATA;
