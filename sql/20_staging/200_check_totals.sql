-- The totals of a document's tables side by side: what rules between tables, and between prose and tables, compare.

-- One row is one document's revenue side of table 1 or 4, source by source: the amount, and row and label of the
-- (first) line; of table 4 also which part of the carryover is general budget (carryover_general).
CREATE VIEW etl.check_revenue_sources AS
    SELECT l.table_key,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'general_public_budget') AS general_public_budget,
           min(l.row_no) FILTER (WHERE l.source = 'general_public_budget') AS general_public_budget_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'general_public_budget') AS general_public_budget_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'government_fund') AS government_fund,
           min(l.row_no) FILTER (WHERE l.source = 'government_fund') AS government_fund_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'government_fund') AS government_fund_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'state_capital') AS state_capital,
           min(l.row_no) FILTER (WHERE l.source = 'state_capital') AS state_capital_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'state_capital') AS state_capital_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'fiscal_appropriation') AS fiscal_appropriation,
           min(l.row_no) FILTER (WHERE l.source = 'fiscal_appropriation') AS fiscal_appropriation_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'fiscal_appropriation') AS fiscal_appropriation_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'fiscal_special_account') AS fiscal_special_account,
           min(l.row_no) FILTER (WHERE l.source = 'fiscal_special_account') AS fiscal_special_account_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'fiscal_special_account') AS fiscal_special_account_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'agency_funds') AS agency_funds,
           min(l.row_no) FILTER (WHERE l.source = 'agency_funds') AS agency_funds_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'agency_funds') AS agency_funds_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'institution_income') AS institution_income,
           min(l.row_no) FILTER (WHERE l.source = 'institution_income') AS institution_income_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'institution_income') AS institution_income_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'superior_subsidy') AS superior_subsidy,
           min(l.row_no) FILTER (WHERE l.source = 'superior_subsidy') AS superior_subsidy_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'superior_subsidy') AS superior_subsidy_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'subordinate_remittance') AS subordinate_remittance,
           min(l.row_no) FILTER (WHERE l.source = 'subordinate_remittance') AS subordinate_remittance_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'subordinate_remittance') AS subordinate_remittance_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'institution_business_income') AS institution_business_income,
           min(l.row_no) FILTER (WHERE l.source = 'institution_business_income') AS institution_business_income_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'institution_business_income') AS institution_business_income_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'other_income') AS other_income,
           min(l.row_no) FILTER (WHERE l.source = 'other_income') AS other_income_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'other_income') AS other_income_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'non_fiscal_balance') AS non_fiscal_balance,
           min(l.row_no) FILTER (WHERE l.source = 'non_fiscal_balance') AS non_fiscal_balance_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'non_fiscal_balance') AS non_fiscal_balance_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.source = 'carryover') AS carryover,
           min(l.row_no) FILTER (WHERE l.source = 'carryover') AS carryover_row,
           min(l.item COLLATE "C") FILTER (WHERE l.source = 'carryover') AS carryover_label,
           etl.sum_fen(l.amount) FILTER (WHERE l.part_source = 'general_public_budget') AS carryover_general,
           etl.sum_fen(l.amount) FILTER (WHERE l.part_source IS NOT NULL) AS carryover_parts
    FROM (
        SELECT w.table_key, w.row_no, w.item, w.amount,
               CASE WHEN NOT w.of_carryover THEN w.source END AS source,
               CASE WHEN w.of_carryover THEN w.source END AS part_source
        FROM (
            -- 其中项 of 上年结转, also where that is numbered among the items (一、本年收入, 二、上年结转).
            SELECT r.*, r.row_kind = 'extra_part' OR r.row_kind = 'part'
                       AND coalesce(max(CASE WHEN r.row_kind <> 'part' THEN r.source END)
                           OVER (PARTITION BY r.table_key, r.line_no) = 'carryover', false)
                       AS of_carryover
            FROM etl.check_revenue_lines AS r
            WHERE r.table_no IN (1, 4)
        ) AS w
    ) AS l
    GROUP BY l.table_key;

-- One row is one document under check with the totals that its tables print, NULL where they don't: r1, r4 the revenue
-- of tables 1 and 4 by source, s1, s4 its totals (current: 本年收入合计, grand: 收入总计), e1, e4 本年支出合计 (or, where
-- only that is printed, 支出总计) and grand 支出总计; t2 to t15 the total row of a table (…_rows: how often the same one is
-- printed), r9 that of table 9's revenue;
-- 11, 12 and 13 without a total row: the sum of what they list.
CREATE VIEW etl.check_totals_now AS
    WITH expenditure AS MATERIALIZED (
        SELECT r.table_key, min(r.row_no) AS row_no, 1 + count(*) - count(DISTINCT r.exp_func_name) AS rows,
               min(r.total) AS total, min(r.basic) AS basic, min(r.personnel) AS personnel, min(r.public) AS public,
               min(r.project) AS project, min(r.carry_forward) AS carry_forward
        FROM etl.check_expenditure_rows AS r
        WHERE r.subject_no = 0
        GROUP BY r.table_key
    ),
    sources AS MATERIALIZED (
        SELECT r.table_key, min(r.row_no) AS row_no, 1 + count(*) - count(DISTINCT r.exp_func_name) AS rows,
               min(r.total) AS total, min(r.general_public_budget) AS general_public_budget,
               min(r.government_fund) AS government_fund, min(r.state_capital) AS state_capital,
               min(r.fiscal_appropriation) AS fiscal_appropriation,
               min(r.fiscal_special_account) AS fiscal_special_account, min(r.agency_funds) AS agency_funds,
               min(r.institution_income) AS institution_income, min(r.superior_subsidy) AS superior_subsidy,
               min(r.subordinate_remittance) AS subordinate_remittance,
               min(r.institution_business_income) AS institution_business_income, min(r.other_income) AS other_income,
               min(r.non_fiscal_balance) AS non_fiscal_balance, min(r.carryover) AS carryover
        FROM etl.check_source_rows AS r
        WHERE r.subject_no = 0
        GROUP BY r.table_key
    ),
    economic AS MATERIALIZED (
        SELECT r.table_key, min(r.row_no) AS row_no, 1 + count(*) - count(DISTINCT r.dep_bgt_eco_name) AS rows,
               min(r.total) AS total, min(r.personnel) AS personnel, min(r.public) AS public,
               min(r.fiscal_appropriation) AS fiscal_appropriation,
               min(r.general_public_budget) AS general_public_budget, min(r.government_fund) AS government_fund,
               min(r.state_capital) AS state_capital, min(r.fiscal_special_account) AS fiscal_special_account,
               min(r.agency_funds) AS agency_funds, min(r.non_fiscal_balance) AS non_fiscal_balance,
               min(r.carryover) AS carryover
        FROM etl.check_economic_rows AS r
        WHERE r.row_kind = 'total'
        GROUP BY r.table_key
    ),
    revenue AS MATERIALIZED (
        SELECT r.table_key, min(r.row_no) AS row_no, 1 + count(*) - count(DISTINCT r.item) AS rows,
               min(r.amount) AS amount
        FROM etl.check_revenue_lines AS r
        WHERE r.table_no IN (7, 9) AND r.row_kind = 'total'
        GROUP BY r.table_key
    ),
    -- 本年支出合计, or where that isn't printed 支出总计.
    spent AS MATERIALIZED (
        SELECT r.table_key,
               coalesce(min(r.row_no) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.row_no) FILTER (WHERE r.row_kind = 'grand_total')) AS row_no,
               coalesce(min(r.item) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.item) FILTER (WHERE r.row_kind = 'grand_total')) AS label,
               min(r.total) FILTER (WHERE r.row_kind = 'grand_total') AS grand,
               coalesce(min(r.total) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.total) FILTER (WHERE r.row_kind = 'grand_total')) AS total,
               coalesce(min(r.current) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.current) FILTER (WHERE r.row_kind = 'grand_total')) AS current,
               coalesce(min(r.carryover) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.carryover) FILTER (WHERE r.row_kind = 'grand_total')) AS carryover,
               coalesce(min(r.basic) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.basic) FILTER (WHERE r.row_kind = 'grand_total')) AS basic,
               coalesce(min(r.personnel) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.personnel) FILTER (WHERE r.row_kind = 'grand_total')) AS personnel,
               coalesce(min(r.public) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.public) FILTER (WHERE r.row_kind = 'grand_total')) AS public,
               coalesce(min(r.project) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.project) FILTER (WHERE r.row_kind = 'grand_total')) AS project,
               coalesce(min(r.general_public_budget) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.general_public_budget) FILTER (WHERE r.row_kind = 'grand_total')) AS general_public_budget,
               coalesce(min(r.government_fund) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.government_fund) FILTER (WHERE r.row_kind = 'grand_total')) AS government_fund,
               coalesce(min(r.state_capital) FILTER (WHERE r.row_kind = 'current_total'),
                        min(r.state_capital) FILTER (WHERE r.row_kind = 'grand_total')) AS state_capital
        FROM etl.check_summary_expenditure AS r
        WHERE r.row_kind IN ('current_total', 'grand_total')
        GROUP BY r.table_key
    ),
    -- Tables with a line whose 类 isn't known.
    unresolved AS MATERIALIZED (
        SELECT DISTINCT r.table_key
        FROM etl.check_summary_expenditure AS r
        WHERE r.row_kind = 'item' AND r.exp_func_code IS NULL AND r.total <> 0
    ),
    -- The first total row of tables 12 and 13, or where there is none what the rows add up to.
    blocks AS MATERIALIZED (
        SELECT r.table_key, min(r.row_no) FILTER (WHERE r.row_kind = 'total') AS first_no,
               count(*) FILTER (WHERE r.row_kind = 'leaf') AS projects,
               etl.sum_fen(r.total) FILTER (WHERE r.row_kind = 'leaf') AS leaves,
               etl.sum_fen(r.total) AS total, etl.sum_fen(r.fiscal_appropriation) AS fiscal_appropriation,
               etl.sum_fen(r.general_public_budget) AS general_public_budget,
               etl.sum_fen(r.government_fund) AS government_fund, etl.sum_fen(r.state_capital) AS state_capital,
               etl.sum_fen(r.fiscal_special_account) AS fiscal_special_account,
               etl.sum_fen(r.agency_funds) AS agency_funds, etl.sum_fen(r.non_fiscal_balance) AS non_fiscal_balance,
               etl.sum_fen(r.carryover) AS carryover
        FROM etl.check_project_rows AS r
        GROUP BY r.table_key
    ),
    projects AS MATERIALIZED (
        SELECT b.table_key, b.first_no AS row_no, f.pro_name AS label, b.projects, b.leaves,
               CASE WHEN b.first_no IS NULL THEN b.total ELSE f.total END AS total,
               CASE WHEN b.first_no IS NULL THEN b.fiscal_appropriation ELSE f.fiscal_appropriation END AS fiscal_appropriation,
               CASE WHEN b.first_no IS NULL THEN b.general_public_budget ELSE f.general_public_budget END AS general_public_budget,
               CASE WHEN b.first_no IS NULL THEN b.government_fund ELSE f.government_fund END AS government_fund,
               CASE WHEN b.first_no IS NULL THEN b.state_capital ELSE f.state_capital END AS state_capital,
               CASE WHEN b.first_no IS NULL THEN b.fiscal_special_account ELSE f.fiscal_special_account END AS fiscal_special_account,
               CASE WHEN b.first_no IS NULL THEN b.agency_funds ELSE f.agency_funds END AS agency_funds,
               CASE WHEN b.first_no IS NULL THEN b.non_fiscal_balance ELSE f.non_fiscal_balance END AS non_fiscal_balance,
               CASE WHEN b.first_no IS NULL THEN b.carryover ELSE f.carryover END AS carryover
        FROM blocks AS b
        LEFT JOIN etl.check_project_rows AS f ON f.table_key = b.table_key AND f.row_no = b.first_no
    )
    SELECT s.doc_no, s.mof_div_code, s.doc_id, s.fiscal_year, s.bgt_stage, s.scope, s.dept_code, s.agency_code, s.withheld,
           s.units, s.places,
           r1.general_public_budget AS r1_general_public_budget,
           r1.general_public_budget_row AS r1_general_public_budget_row,
           r1.general_public_budget_label AS r1_general_public_budget_label,
           r1.government_fund AS r1_government_fund, r1.government_fund_row AS r1_government_fund_row,
           r1.government_fund_label AS r1_government_fund_label, r1.state_capital AS r1_state_capital,
           r1.state_capital_row AS r1_state_capital_row, r1.state_capital_label AS r1_state_capital_label,
           r1.fiscal_appropriation AS r1_fiscal_appropriation,
           r1.fiscal_appropriation_row AS r1_fiscal_appropriation_row,
           r1.fiscal_appropriation_label AS r1_fiscal_appropriation_label,
           r1.fiscal_special_account AS r1_fiscal_special_account,
           r1.fiscal_special_account_row AS r1_fiscal_special_account_row,
           r1.fiscal_special_account_label AS r1_fiscal_special_account_label, r1.agency_funds AS r1_agency_funds,
           r1.agency_funds_row AS r1_agency_funds_row, r1.agency_funds_label AS r1_agency_funds_label,
           r1.institution_income AS r1_institution_income, r1.institution_income_row AS r1_institution_income_row,
           r1.institution_income_label AS r1_institution_income_label, r1.superior_subsidy AS r1_superior_subsidy,
           r1.superior_subsidy_row AS r1_superior_subsidy_row,
           r1.superior_subsidy_label AS r1_superior_subsidy_label,
           r1.subordinate_remittance AS r1_subordinate_remittance,
           r1.subordinate_remittance_row AS r1_subordinate_remittance_row,
           r1.subordinate_remittance_label AS r1_subordinate_remittance_label,
           r1.institution_business_income AS r1_institution_business_income,
           r1.institution_business_income_row AS r1_institution_business_income_row,
           r1.institution_business_income_label AS r1_institution_business_income_label,
           r1.other_income AS r1_other_income, r1.other_income_row AS r1_other_income_row,
           r1.other_income_label AS r1_other_income_label, r1.non_fiscal_balance AS r1_non_fiscal_balance,
           r1.non_fiscal_balance_row AS r1_non_fiscal_balance_row,
           r1.non_fiscal_balance_label AS r1_non_fiscal_balance_label, r1.carryover AS r1_carryover,
           r1.carryover_row AS r1_carryover_row, r1.carryover_label AS r1_carryover_label,
           r4.general_public_budget AS r4_general_public_budget,
           r4.general_public_budget_row AS r4_general_public_budget_row,
           r4.general_public_budget_label AS r4_general_public_budget_label,
           r4.government_fund AS r4_government_fund, r4.government_fund_row AS r4_government_fund_row,
           r4.government_fund_label AS r4_government_fund_label, r4.state_capital AS r4_state_capital,
           r4.state_capital_row AS r4_state_capital_row, r4.state_capital_label AS r4_state_capital_label,
           r4.carryover AS r4_carryover, r4.carryover_row AS r4_carryover_row,
           r4.carryover_label AS r4_carryover_label, r4.carryover_general AS r4_carryover_general,
           r4.carryover_parts AS r4_carryover_parts,
           s1.revenue_current AS s1_current, s1.revenue_current_row AS s1_current_row,
           s1.revenue_current_label AS s1_current_label, s1.revenue_grand AS s1_grand,
           s1.revenue_grand_row AS s1_grand_row, s1.revenue_grand_label AS s1_grand_label, s1.extras AS s1_extras,
           s1.extras_n AS s1_extras_n,
           s4.revenue_current AS s4_current, s4.revenue_current_row AS s4_current_row,
           s4.revenue_current_label AS s4_current_label, s4.revenue_grand AS s4_grand,
           s4.revenue_grand_row AS s4_grand_row, s4.revenue_grand_label AS s4_grand_label, s4.extras AS s4_extras,
           s4.extras_n AS s4_extras_n,
           e1.row_no AS e1_row, e1.label AS e1_label, e1.grand AS e1_grand, (u1.table_key IS NOT NULL) AS e1_unresolved,
           e1.total AS e1_total, e1.current AS e1_current, e1.carryover AS e1_carryover, e1.basic AS e1_basic,
           e1.personnel AS e1_personnel, e1.public AS e1_public, e1.project AS e1_project,
           e4.row_no AS e4_row, e4.label AS e4_label, e4.grand AS e4_grand, (u4.table_key IS NOT NULL) AS e4_unresolved,
           e4.total AS e4_total, e4.general_public_budget AS e4_general_public_budget,
           e4.government_fund AS e4_government_fund, e4.state_capital AS e4_state_capital,
           t2.row_no AS t2_row, t2.rows AS t2_rows, t2.total AS t2_total,
           t2.general_public_budget AS t2_general_public_budget, t2.government_fund AS t2_government_fund,
           t2.state_capital AS t2_state_capital, t2.fiscal_appropriation AS t2_fiscal_appropriation,
           t2.fiscal_special_account AS t2_fiscal_special_account, t2.agency_funds AS t2_agency_funds,
           t2.institution_income AS t2_institution_income, t2.superior_subsidy AS t2_superior_subsidy,
           t2.subordinate_remittance AS t2_subordinate_remittance,
           t2.institution_business_income AS t2_institution_business_income, t2.other_income AS t2_other_income,
           t2.non_fiscal_balance AS t2_non_fiscal_balance, t2.carryover AS t2_carryover, t3.row_no AS t3_row,
           t3.rows AS t3_rows, t3.total AS t3_total, t3.basic AS t3_basic, t3.project AS t3_project,
           t3.carry_forward AS t3_carry_forward, t5.row_no AS t5_row, t5.rows AS t5_rows, t5.total AS t5_total,
           t5.basic AS t5_basic, t5.personnel AS t5_personnel, t5.public AS t5_public, t5.project AS t5_project,
           t6.row_no AS t6_row, t6.rows AS t6_rows, t6.total AS t6_total, t6.personnel AS t6_personnel,
           t6.public AS t6_public, t7.row_no AS t7_row, t7.rows AS t7_rows, t7.amount AS t7_amount,
           t8.row_no AS t8_row, t8.rows AS t8_rows, t8.total AS t8_total, t8.basic AS t8_basic,
           t8.personnel AS t8_personnel, t8.public AS t8_public, t8.project AS t8_project, t9.row_no AS t9_row,
           t9.rows AS t9_rows, t9.total AS t9_total, t9.basic AS t9_basic, t9.personnel AS t9_personnel,
           t9.public AS t9_public, t9.project AS t9_project, r9.row_no AS r9_row, r9.rows AS r9_rows,
           r9.amount AS r9_amount, t14.row_no AS t14_row, t14.rows AS t14_rows, t14.total AS t14_total,
           t14.fiscal_appropriation AS t14_fiscal_appropriation,
           t14.general_public_budget AS t14_general_public_budget, t14.government_fund AS t14_government_fund,
           t14.state_capital AS t14_state_capital, t14.fiscal_special_account AS t14_fiscal_special_account,
           t14.agency_funds AS t14_agency_funds, t14.non_fiscal_balance AS t14_non_fiscal_balance,
           t14.carryover AS t14_carryover, t15.row_no AS t15_row, t15.rows AS t15_rows, t15.total AS t15_total,
           t10.total_row AS t10_total_row, t10.total AS t10_total, t10.total_general AS t10_total_general,
           t10.total_prior AS t10_total_prior, t10.overseas_travel_row AS t10_overseas_travel_row,
           t10.overseas_travel AS t10_overseas_travel, t10.overseas_travel_general AS t10_overseas_travel_general,
           t10.overseas_travel_prior AS t10_overseas_travel_prior, t10.reception_row AS t10_reception_row,
           t10.reception AS t10_reception, t10.reception_general AS t10_reception_general,
           t10.reception_prior AS t10_reception_prior, t10.vehicles_row AS t10_vehicles_row,
           t10.vehicles AS t10_vehicles, t10.vehicles_general AS t10_vehicles_general,
           t10.vehicles_prior AS t10_vehicles_prior, t10.vehicle_purchase_row AS t10_vehicle_purchase_row,
           t10.vehicle_purchase AS t10_vehicle_purchase,
           t10.vehicle_purchase_general AS t10_vehicle_purchase_general,
           t10.vehicle_purchase_prior AS t10_vehicle_purchase_prior,
           t10.vehicle_operation_row AS t10_vehicle_operation_row, t10.vehicle_operation AS t10_vehicle_operation,
           t10.vehicle_operation_general AS t10_vehicle_operation_general,
           t10.vehicle_operation_prior AS t10_vehicle_operation_prior, t10.total_fund AS t10_total_fund,
           t10.total_capital AS t10_total_capital, t10.label AS t10_label,
           t11.row_no AS t11_row, t11.label AS t11_label, t11.total AS t11_total,
           t11.general_public_budget AS t11_general_public_budget, t11.government_fund AS t11_government_fund,
           t11.state_capital AS t11_state_capital,
           t12.row_no AS t12_row, t12.label AS t12_label, t12.projects AS t12_projects, t12.leaves AS t12_leaves,
           t12.total AS t12_total, t12.fiscal_appropriation AS t12_fiscal_appropriation,
           t12.general_public_budget AS t12_general_public_budget, t12.government_fund AS t12_government_fund,
           t12.state_capital AS t12_state_capital, t12.fiscal_special_account AS t12_fiscal_special_account,
           t12.agency_funds AS t12_agency_funds, t12.non_fiscal_balance AS t12_non_fiscal_balance,
           t12.carryover AS t12_carryover,
           t13.row_no AS t13_row, t13.label AS t13_label, t13.projects AS t13_projects, t13.leaves AS t13_leaves,
           t13.total AS t13_total, t13.general_public_budget AS t13_general_public_budget,
           t13.government_fund AS t13_government_fund, t13.state_capital AS t13_state_capital,
           pr.total AS procurement_total, pr.goods AS procurement_goods, pr.works AS procurement_works,
           pr.services AS procurement_services
    FROM etl.check_scope AS s
    LEFT JOIN etl.check_revenue_sources AS r1 ON r1.table_key = s.doc_no * 32 + 1
    LEFT JOIN etl.check_revenue_sources AS r4 ON r4.table_key = s.doc_no * 32 + 4
    LEFT JOIN etl.check_summary AS s1 ON s1.table_key = s.doc_no * 32 + 1
    LEFT JOIN etl.check_summary AS s4 ON s4.table_key = s.doc_no * 32 + 4
    LEFT JOIN spent AS e1 ON e1.table_key = s.doc_no * 32 + 1
    LEFT JOIN unresolved AS u1 ON u1.table_key = s.doc_no * 32 + 1
    LEFT JOIN spent AS e4 ON e4.table_key = s.doc_no * 32 + 4
    LEFT JOIN unresolved AS u4 ON u4.table_key = s.doc_no * 32 + 4
    LEFT JOIN sources AS t2 ON t2.table_key = s.doc_no * 32 + 2
    LEFT JOIN expenditure AS t3 ON t3.table_key = s.doc_no * 32 + 3
    LEFT JOIN expenditure AS t5 ON t5.table_key = s.doc_no * 32 + 5
    LEFT JOIN economic AS t6 ON t6.table_key = s.doc_no * 32 + 6
    LEFT JOIN revenue AS t7 ON t7.table_key = s.doc_no * 32 + 7
    LEFT JOIN expenditure AS t8 ON t8.table_key = s.doc_no * 32 + 8
    LEFT JOIN expenditure AS t9 ON t9.table_key = s.doc_no * 32 + 9
    LEFT JOIN revenue AS r9 ON r9.table_key = s.doc_no * 32 + 9
    LEFT JOIN (
        SELECT k.doc_no,
               min(r.row_no) FILTER (WHERE r.item_key = 'total') AS total_row,
               min(r.total) FILTER (WHERE r.item_key = 'total') AS total,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'total') AS total_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'total') AS total_prior,
               min(r.row_no) FILTER (WHERE r.item_key = 'overseas_travel') AS overseas_travel_row,
               min(r.total) FILTER (WHERE r.item_key = 'overseas_travel') AS overseas_travel,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'overseas_travel') AS overseas_travel_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'overseas_travel') AS overseas_travel_prior,
               min(r.row_no) FILTER (WHERE r.item_key = 'reception') AS reception_row,
               min(r.total) FILTER (WHERE r.item_key = 'reception') AS reception,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'reception') AS reception_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'reception') AS reception_prior,
               min(r.row_no) FILTER (WHERE r.item_key = 'vehicles') AS vehicles_row,
               min(r.total) FILTER (WHERE r.item_key = 'vehicles') AS vehicles,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'vehicles') AS vehicles_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'vehicles') AS vehicles_prior,
               min(r.row_no) FILTER (WHERE r.item_key = 'vehicle_purchase') AS vehicle_purchase_row,
               min(r.total) FILTER (WHERE r.item_key = 'vehicle_purchase') AS vehicle_purchase,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'vehicle_purchase') AS vehicle_purchase_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'vehicle_purchase') AS vehicle_purchase_prior,
               min(r.row_no) FILTER (WHERE r.item_key = 'vehicle_operation') AS vehicle_operation_row,
               min(r.total) FILTER (WHERE r.item_key = 'vehicle_operation') AS vehicle_operation,
               min(r.general_public_budget) FILTER (WHERE r.item_key = 'vehicle_operation') AS vehicle_operation_general,
               min(r.prior_total) FILTER (WHERE r.item_key = 'vehicle_operation') AS vehicle_operation_prior,
               min(r.government_fund) FILTER (WHERE r.item_key = 'total') AS total_fund,
               min(r.state_capital) FILTER (WHERE r.item_key = 'total') AS total_capital,
               min(r.item) FILTER (WHERE r.item_key = 'total') AS label
        FROM staging.three_public AS r
        JOIN etl.check_scope AS k ON k.mof_div_code = r.mof_div_code AND k.doc_id = r.doc_id
        GROUP BY k.doc_no
    ) AS t10 ON t10.doc_no = s.doc_no
    LEFT JOIN (
        SELECT k.doc_no,
               coalesce(min(r.row_no) FILTER (WHERE r.row_kind = 'total'), min(r.row_no)) AS row_no,
               coalesce(min(r.row_agency_name) FILTER (WHERE r.row_kind = 'total'),
                        min(r.row_agency_name)) AS label,
               coalesce(min(r.total) FILTER (WHERE r.row_kind = 'total'),
                        etl.sum_fen(r.total) FILTER (WHERE r.row_kind = 'leaf')) AS total,
               coalesce(min(r.general_public_budget) FILTER (WHERE r.row_kind = 'total'),
                        etl.sum_fen(r.general_public_budget) FILTER (WHERE r.row_kind = 'leaf')) AS general_public_budget,
               coalesce(min(r.government_fund) FILTER (WHERE r.row_kind = 'total'),
                        etl.sum_fen(r.government_fund) FILTER (WHERE r.row_kind = 'leaf')) AS government_fund,
               coalesce(min(r.state_capital) FILTER (WHERE r.row_kind = 'total'),
                        etl.sum_fen(r.state_capital) FILTER (WHERE r.row_kind = 'leaf')) AS state_capital
        FROM staging.operating_expenses AS r
        JOIN etl.check_scope AS k ON k.mof_div_code = r.mof_div_code AND k.doc_id = r.doc_id
        GROUP BY k.doc_no
    ) AS t11 ON t11.doc_no = s.doc_no
    LEFT JOIN projects AS t12 ON t12.table_key = s.doc_no * 32 + 12
    LEFT JOIN projects AS t13 ON t13.table_key = s.doc_no * 32 + 13
    LEFT JOIN economic AS t14 ON t14.table_key = s.doc_no * 32 + 14
    LEFT JOIN sources AS t15 ON t15.table_key = s.doc_no * 32 + 15
    LEFT JOIN staging.procurement AS pr ON pr.mof_div_code = s.mof_div_code AND pr.doc_id = s.doc_id;

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_totals AS SELECT t.* FROM etl.check_totals_now AS t WITH NO DATA;
