-- The rows by functional subject of tables 2, 3, 5, 8, 9 and 15, and the sums that don't hold among them.

-- One row is one printed row of such a table; an amount column that a table does not have is NULL.
CREATE VIEW etl.check_function_rows AS
    SELECT r.mof_div_code, r.doc_id, 'revenue'::text AS table_name, r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, NULL::bigint AS basic, NULL::bigint AS personnel, NULL::bigint AS public,
           NULL::bigint AS project, NULL::bigint AS carry_forward, r.fiscal_appropriation,
           r.general_public_budget, r.government_fund, r.state_capital, r.fiscal_special_account,
           r.agency_funds, r.institution_income, r.superior_subsidy, r.subordinate_remittance,
           r.institution_business_income, r.other_income, r.non_fiscal_balance, r.carryover
    FROM staging.revenue AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'expenditure', r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, r.basic, NULL, NULL, r.project, r.carry_forward, NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'general_public_expenditure', r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.general_public_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'government_fund_expenditure', r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.government_fund_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'state_capital', r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM staging.state_capital_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'procurement_budget', r.row_no,
           r.exp_func_code, r.exp_func_name, r.row_kind,
           r.total, NULL, NULL, NULL, NULL, NULL, r.fiscal_appropriation, r.general_public_budget,
           r.government_fund, r.state_capital, r.fiscal_special_account, r.agency_funds, NULL, NULL,
           NULL, NULL, NULL, r.non_fiscal_balance, r.carryover
    FROM staging.procurement_budget AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id;

-- One row is one figure that is not the sum of the figures one level below: a 类 of its 款, a 款 of its 项 (where
-- any of these are printed), and 合计 (exp_func_code NULL) of the 类.
CREATE VIEW etl.function_sum_breaks AS
    SELECT p.mof_div_code, p.doc_id, p.table_name, p.row_no, p.exp_func_code,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0)::bigint AS expected, v.figures
    FROM etl.check_function_rows AS p
    JOIN (
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               left(r.exp_func_code, nullif(length(r.exp_func_code), 3) - 2) AS parent_code,
               sum(r.total) AS total, count(r.total) AS total_n,
               sum(r.basic) AS basic, count(r.basic) AS basic_n,
               sum(r.personnel) AS personnel, count(r.personnel) AS personnel_n,
               sum(r.public) AS public, count(r.public) AS public_n,
               sum(r.project) AS project, count(r.project) AS project_n,
               sum(r.carry_forward) AS carry_forward, count(r.carry_forward) AS carry_forward_n,
               sum(r.fiscal_appropriation) AS fiscal_appropriation, count(r.fiscal_appropriation) AS fiscal_appropriation_n,
               sum(r.general_public_budget) AS general_public_budget, count(r.general_public_budget) AS general_public_budget_n,
               sum(r.government_fund) AS government_fund, count(r.government_fund) AS government_fund_n,
               sum(r.state_capital) AS state_capital, count(r.state_capital) AS state_capital_n,
               sum(r.fiscal_special_account) AS fiscal_special_account, count(r.fiscal_special_account) AS fiscal_special_account_n,
               sum(r.agency_funds) AS agency_funds, count(r.agency_funds) AS agency_funds_n,
               sum(r.institution_income) AS institution_income, count(r.institution_income) AS institution_income_n,
               sum(r.superior_subsidy) AS superior_subsidy, count(r.superior_subsidy) AS superior_subsidy_n,
               sum(r.subordinate_remittance) AS subordinate_remittance, count(r.subordinate_remittance) AS subordinate_remittance_n,
               sum(r.institution_business_income) AS institution_business_income, count(r.institution_business_income) AS institution_business_income_n,
               sum(r.other_income) AS other_income, count(r.other_income) AS other_income_n,
               sum(r.non_fiscal_balance) AS non_fiscal_balance, count(r.non_fiscal_balance) AS non_fiscal_balance_n,
               sum(r.carryover) AS carryover, count(r.carryover) AS carryover_n
        FROM etl.check_function_rows AS r
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.table_name, parent_code
    ) AS c ON c.mof_div_code = p.mof_div_code AND c.doc_id = p.doc_id AND c.table_name = p.table_name
        AND coalesce(c.parent_code, '') = coalesce(p.exp_func_code, '')
    CROSS JOIN LATERAL (VALUES
        ('total', p.total, c.total, c.total_n),
        ('basic', p.basic, c.basic, c.basic_n),
        ('personnel', p.personnel, c.personnel, c.personnel_n),
        ('public', p.public, c.public, c.public_n),
        ('project', p.project, c.project, c.project_n),
        ('carry_forward', p.carry_forward, c.carry_forward, c.carry_forward_n),
        ('fiscal_appropriation', p.fiscal_appropriation, c.fiscal_appropriation, c.fiscal_appropriation_n),
        ('general_public_budget', p.general_public_budget, c.general_public_budget, c.general_public_budget_n),
        ('government_fund', p.government_fund, c.government_fund, c.government_fund_n),
        ('state_capital', p.state_capital, c.state_capital, c.state_capital_n),
        ('fiscal_special_account', p.fiscal_special_account, c.fiscal_special_account, c.fiscal_special_account_n),
        ('agency_funds', p.agency_funds, c.agency_funds, c.agency_funds_n),
        ('institution_income', p.institution_income, c.institution_income, c.institution_income_n),
        ('superior_subsidy', p.superior_subsidy, c.superior_subsidy, c.superior_subsidy_n),
        ('subordinate_remittance', p.subordinate_remittance, c.subordinate_remittance, c.subordinate_remittance_n),
        ('institution_business_income', p.institution_business_income, c.institution_business_income, c.institution_business_income_n),
        ('other_income', p.other_income, c.other_income, c.other_income_n),
        ('non_fiscal_balance', p.non_fiscal_balance, c.non_fiscal_balance, c.non_fiscal_balance_n),
        ('carryover', p.carryover, c.carryover, c.carryover_n)
    ) AS v (column_name, actual, expected, figures)
    WHERE (p.exp_func_code IS NOT NULL OR p.row_kind = 'total')
      AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
      AND NOT (coalesce(v.actual, 0) > coalesce(v.expected, 0)
               AND (p.mof_div_code, p.doc_id) IN (SELECT w.mof_div_code, w.doc_id
                                                  FROM etl.check_withheld AS w));

-- One row is one figure of a row of tables 3, 5, 8 and 9 that is not the sum of its kinds: total of basic and
-- project (and of 结转下年, which some tables hold inside the total and some beside it: the nearer reading
-- counts), basic of personnel and public. A table that prints none of the parts in any row says nothing.
CREATE VIEW etl.basic_project_breaks AS
    SELECT p.mof_div_code, p.doc_id, p.table_name, p.row_no,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.parts, v.actual, v.expected, v.figures
    FROM (
        SELECT r.*, CASE WHEN abs(coalesce(r.total, 0) - k.kinds) > abs(coalesce(r.total, 0) - k.kinds
                                                                        - r.carry_forward)
                         THEN r.carry_forward END AS carried
        FROM etl.check_function_rows AS r
        CROSS JOIN LATERAL (SELECT coalesce(r.basic, 0) + coalesce(r.project, 0) AS kinds) AS k
    ) AS p
    JOIN (
        SELECT r.mof_div_code, r.doc_id, r.table_name,
               bool_or(num_nonnulls(r.basic, r.project) > 0) AS kinds,
               bool_or(num_nonnulls(r.personnel, r.public) > 0) AS basic_kinds
        FROM etl.check_function_rows AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_name
    ) AS printed ON printed.mof_div_code = p.mof_div_code AND printed.doc_id = p.doc_id
        AND printed.table_name = p.table_name
    CROSS JOIN LATERAL (VALUES
        ('total', CASE WHEN p.carried IS NULL THEN '基本支出与项目支出合计'
                       ELSE '基本支出、项目支出与结转下年合计' END,
         p.total, coalesce(p.basic, 0) + coalesce(p.project, 0) + coalesce(p.carried, 0),
         num_nonnulls(p.basic, p.project, p.carried)::bigint, printed.kinds),
        ('basic', '人员经费与公用经费合计',
         p.basic, coalesce(p.personnel, 0) + coalesce(p.public, 0),
         num_nonnulls(p.personnel, p.public)::bigint, printed.basic_kinds)
    ) AS v (column_name, parts, actual, expected, figures, printed)
    WHERE v.printed AND coalesce(v.actual, 0) <> v.expected;
