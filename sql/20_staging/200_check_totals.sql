-- The totals of a document's tables side by side: what rules between tables, and between prose and tables, compare.

-- One row is one document's revenue side of table 1 or 4, source by source: the amount, and row and label of the
-- (first) line; of table 4 also which part of the carryover is general budget (carryover_general).
CREATE VIEW etl.check_revenue_sources AS
    SELECT l.table_key, l.table_no,
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
        SELECT w.table_key, w.table_no, w.row_no, w.item, w.amount,
               CASE WHEN NOT w.of_carryover AND NOT w.repeats THEN w.source END AS source,
               CASE WHEN w.of_carryover THEN w.source END AS part_source
        FROM (
            -- 其中项 of 上年结转, also where that is numbered among the items (一、本年收入, 二、上年结转).
            SELECT r.*, r.row_kind = 'extra_part' OR r.row_kind = 'part'
                       AND coalesce(max(CASE WHEN r.row_kind <> 'part' THEN r.source END)
                           OVER line = 'carryover', false)
                       AS of_carryover,
                   -- A part of the same source as the line above it, or as the part that it is 其中 of, is in that already.
                   r.row_kind IN ('part', 'extra_part')
                       AND coalesce(max(CASE WHEN r.row_kind NOT IN ('part', 'extra_part') AND r.amount IS NOT NULL
                                             THEN r.source END) OVER line = r.source
                                    OR ltrim(r.item, etl.spaces()) LIKE '其中%'
                                       AND lag(CASE WHEN r.amount IS NOT NULL THEN r.source END)
                                           OVER (line ORDER BY r.row_no) = r.source, false) AS repeats
            FROM etl.check_revenue_lines AS r
            WHERE r.table_no IN (1, 4)
            WINDOW line AS (PARTITION BY r.table_no, r.table_key, r.line_no)
        ) AS w
    ) AS l
    GROUP BY l.table_no, l.table_key;

-- One row is one document under check with the totals that its tables print, NULL where they don't: r1, r4 the revenue
-- of tables 1 and 4 by source, s1, s4 its totals (current: 本年收入合计, grand: 收入总计), e1, e4 本年支出合计 (or, where
-- only that is printed, 支出总计 less what comes on top) and grand 支出总计; t2 to t15 the total row of a table (…_rows: how often the same one is
-- printed), r9 that of table 9's revenue;
-- 7 to 9 and 11 to 13 without a total row: the sum of what they list (…_row NULL). Of 7, 8, 9, 12 and 13 also what to call
-- the total (…_label, NULL where nothing is listed) and how many figures it is made of (…_n).
CREATE VIEW etl.check_totals_now AS
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
           e.e1_row, e.e1_label, e.e1_grand, e.e1_unresolved, e.e1_total, e.e1_current, e.e1_carryover, e.e1_basic,
           e.e1_personnel, e.e1_public, e.e1_project, e.e4_row, e.e4_label, e.e4_grand, e.e4_unresolved, e.e4_total,
           e.e4_general_public_budget, e.e4_government_fund, e.e4_state_capital, g.t2_row, g.t2_rows, g.t2_total,
           g.t2_general_public_budget, g.t2_government_fund, g.t2_state_capital, g.t2_fiscal_appropriation,
           g.t2_fiscal_special_account, g.t2_agency_funds, g.t2_institution_income, g.t2_superior_subsidy,
           g.t2_subordinate_remittance, g.t2_institution_business_income, g.t2_other_income, g.t2_non_fiscal_balance,
           g.t2_carryover, f.t3_row, f.t3_rows, f.t3_total, f.t3_basic, f.t3_project, f.t3_carry_forward, f.t5_row,
           f.t5_rows, f.t5_total, f.t5_basic, f.t5_personnel, f.t5_public, f.t5_project, h.t6_row, h.t6_rows,
           h.t6_total, h.t6_personnel, h.t6_public, v.t7_row, v.t7_rows, v.t7_label, v.t7_n, v.t7_amount, f.t8_row, f.t8_rows,
           f.t8_label, f.t8_n, f.t8_total,
           f.t8_basic, f.t8_personnel, f.t8_public, f.t8_project, f.t9_row, f.t9_rows, f.t9_label, f.t9_n,
           f.t9_total, f.t9_basic,
           f.t9_personnel, f.t9_public, f.t9_project, v.r9_row, v.r9_rows, v.r9_label, v.r9_n, v.r9_amount, h.t14_row, h.t14_rows,
           h.t14_total, h.t14_fiscal_appropriation, h.t14_general_public_budget, h.t14_government_fund,
           h.t14_state_capital, h.t14_fiscal_special_account, h.t14_agency_funds, h.t14_non_fiscal_balance,
           h.t14_carryover, g.t15_row, g.t15_rows, g.t15_total,
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
           j.t12_row, j.t12_label, j.t12_projects, j.t12_leaves, j.t12_n, j.t12_total, j.t12_fiscal_appropriation,
           j.t12_general_public_budget, j.t12_government_fund, j.t12_state_capital, j.t12_fiscal_special_account,
           j.t12_agency_funds, j.t12_non_fiscal_balance, j.t12_carryover, j.t13_row, j.t13_label, j.t13_projects,
           j.t13_leaves, j.t13_n, j.t13_total, j.t13_general_public_budget, j.t13_government_fund, j.t13_state_capital,
           pr.total AS procurement_total, pr.goods AS procurement_goods, pr.works AS procurement_works,
           pr.services AS procurement_services
    FROM etl.check_scope AS s
    LEFT JOIN etl.check_revenue_sources AS r1 ON r1.table_key = etl.table_key(s.doc_no, 1) AND r1.table_no = 1
    LEFT JOIN etl.check_revenue_sources AS r4 ON r4.table_key = etl.table_key(s.doc_no, 4) AND r4.table_no = 4
    LEFT JOIN etl.check_summary AS s1 ON s1.table_key = etl.table_key(s.doc_no, 1)
    LEFT JOIN etl.check_summary AS s4 ON s4.table_key = etl.table_key(s.doc_no, 4)
    -- 本年支出合计, or where that isn't printed 支出总计 less what comes on top (结转下年); a line with an amount whose 类 isn't known leaves a side unresolved.
    LEFT JOIN (
        SELECT etl.doc_no(r.table_key) AS doc_no,
               coalesce(min(r.row_no) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.row_no) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_row,
               coalesce(min(r.item COLLATE "C") FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.item COLLATE "C") FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')
                            || CASE WHEN bool_or(r.table_no = 1 AND r.row_kind = 'extra') THEN '（扣除结转下年等项）' ELSE '' END) AS e1_label,
               min(r.total) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total') AS e1_grand,
               bool_or(r.table_no = 1 AND r.row_kind = 'item') AS e1_unresolved,
               coalesce(min(r.total) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.total) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')
                            - coalesce(etl.sum_fen(r.total) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'extra'), 0)) AS e1_total,
               coalesce(min(r.current) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.current) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_current,
               coalesce(min(r.carryover) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.carryover) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_carryover,
               coalesce(min(r.basic) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.basic) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_basic,
               coalesce(min(r.personnel) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.personnel) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_personnel,
               coalesce(min(r.public) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.public) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_public,
               coalesce(min(r.project) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'current_total'),
                        min(r.project) FILTER (WHERE r.table_no = 1 AND r.row_kind = 'grand_total')) AS e1_project,
               coalesce(min(r.row_no) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.row_no) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')) AS e4_row,
               coalesce(min(r.item COLLATE "C") FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.item COLLATE "C") FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')
                            || CASE WHEN bool_or(r.table_no = 4 AND r.row_kind = 'extra') THEN '（扣除结转下年等项）' ELSE '' END) AS e4_label,
               min(r.total) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total') AS e4_grand,
               bool_or(r.table_no = 4 AND r.row_kind = 'item') AS e4_unresolved,
               coalesce(min(r.total) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.total) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')
                            - coalesce(etl.sum_fen(r.total) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'extra'), 0)) AS e4_total,
               coalesce(min(r.general_public_budget) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.general_public_budget) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')
                            - coalesce(etl.sum_fen(r.general_public_budget) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'extra'), 0)) AS e4_general_public_budget,
               coalesce(min(r.government_fund) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.government_fund) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')
                            - coalesce(etl.sum_fen(r.government_fund) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'extra'), 0)) AS e4_government_fund,
               coalesce(min(r.state_capital) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'current_total'),
                        min(r.state_capital) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'grand_total')
                            - coalesce(etl.sum_fen(r.state_capital) FILTER (WHERE r.table_no = 4 AND r.row_kind = 'extra'), 0)) AS e4_state_capital
        FROM etl.check_summary_expenditure AS r
        WHERE r.row_kind IN ('current_total', 'grand_total')
           OR r.row_kind = 'item' AND r.exp_func_code IS NULL AND r.total <> 0
           OR r.row_kind = 'extra' AND r.total <> 0
        GROUP BY etl.doc_no(r.table_key)
    ) AS e ON e.doc_no = s.doc_no
    LEFT JOIN (
        SELECT etl.doc_no(r.table_key) AS doc_no, min(r.row_no) FILTER (WHERE r.table_no = 2) AS t2_row,
               1 + count(*) FILTER (WHERE r.table_no = 2) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 2) AS t2_rows,
               min(r.total) FILTER (WHERE r.table_no = 2) AS t2_total,
               min(r.general_public_budget) FILTER (WHERE r.table_no = 2) AS t2_general_public_budget,
               min(r.government_fund) FILTER (WHERE r.table_no = 2) AS t2_government_fund,
               min(r.state_capital) FILTER (WHERE r.table_no = 2) AS t2_state_capital,
               min(r.fiscal_appropriation) FILTER (WHERE r.table_no = 2) AS t2_fiscal_appropriation,
               min(r.fiscal_special_account) FILTER (WHERE r.table_no = 2) AS t2_fiscal_special_account,
               min(r.agency_funds) FILTER (WHERE r.table_no = 2) AS t2_agency_funds,
               min(r.institution_income) FILTER (WHERE r.table_no = 2) AS t2_institution_income,
               min(r.superior_subsidy) FILTER (WHERE r.table_no = 2) AS t2_superior_subsidy,
               min(r.subordinate_remittance) FILTER (WHERE r.table_no = 2) AS t2_subordinate_remittance,
               min(r.institution_business_income) FILTER (WHERE r.table_no = 2) AS t2_institution_business_income,
               min(r.other_income) FILTER (WHERE r.table_no = 2) AS t2_other_income,
               min(r.non_fiscal_balance) FILTER (WHERE r.table_no = 2) AS t2_non_fiscal_balance,
               min(r.carryover) FILTER (WHERE r.table_no = 2) AS t2_carryover,
               min(r.row_no) FILTER (WHERE r.table_no = 15) AS t15_row,
               1 + count(*) FILTER (WHERE r.table_no = 15) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 15) AS t15_rows,
               min(r.total) FILTER (WHERE r.table_no = 15) AS t15_total
        FROM etl.check_source_rows AS r
        WHERE r.subject_no = 0
        GROUP BY etl.doc_no(r.table_key)
    ) AS g ON g.doc_no = s.doc_no
    LEFT JOIN (
        SELECT etl.doc_no(r.table_key) AS doc_no, min(r.row_no) FILTER (WHERE r.table_no = 3) AS t3_row,
               1 + count(*) FILTER (WHERE r.table_no = 3) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 3) AS t3_rows,
               min(r.total) FILTER (WHERE r.table_no = 3) AS t3_total,
               min(r.basic) FILTER (WHERE r.table_no = 3) AS t3_basic,
               min(r.project) FILTER (WHERE r.table_no = 3) AS t3_project,
               min(r.carry_forward) FILTER (WHERE r.table_no = 3) AS t3_carry_forward,
               min(r.row_no) FILTER (WHERE r.table_no = 5) AS t5_row,
               1 + count(*) FILTER (WHERE r.table_no = 5) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 5) AS t5_rows,
               min(r.total) FILTER (WHERE r.table_no = 5) AS t5_total,
               min(r.basic) FILTER (WHERE r.table_no = 5) AS t5_basic,
               min(r.personnel) FILTER (WHERE r.table_no = 5) AS t5_personnel,
               min(r.public) FILTER (WHERE r.table_no = 5) AS t5_public,
               min(r.project) FILTER (WHERE r.table_no = 5) AS t5_project,
               min(r.row_no) FILTER (WHERE r.table_no = 8) AS t8_row,
               1 + count(*) FILTER (WHERE r.table_no = 8) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 8) AS t8_rows,
               min(r.label COLLATE "C") FILTER (WHERE r.table_no = 8) AS t8_label,
               min(r.figures) FILTER (WHERE r.table_no = 8) AS t8_n,
               min(r.total) FILTER (WHERE r.table_no = 8) AS t8_total,
               min(r.basic) FILTER (WHERE r.table_no = 8) AS t8_basic,
               min(r.personnel) FILTER (WHERE r.table_no = 8) AS t8_personnel,
               min(r.public) FILTER (WHERE r.table_no = 8) AS t8_public,
               min(r.project) FILTER (WHERE r.table_no = 8) AS t8_project,
               min(r.row_no) FILTER (WHERE r.table_no = 9) AS t9_row,
               1 + count(*) FILTER (WHERE r.table_no = 9) - count(DISTINCT r.exp_func_name) FILTER (WHERE r.table_no = 9) AS t9_rows,
               min(r.label COLLATE "C") FILTER (WHERE r.table_no = 9) AS t9_label,
               min(r.figures) FILTER (WHERE r.table_no = 9) AS t9_n,
               min(r.total) FILTER (WHERE r.table_no = 9) AS t9_total,
               min(r.basic) FILTER (WHERE r.table_no = 9) AS t9_basic,
               min(r.personnel) FILTER (WHERE r.table_no = 9) AS t9_personnel,
               min(r.public) FILTER (WHERE r.table_no = 9) AS t9_public,
               min(r.project) FILTER (WHERE r.table_no = 9) AS t9_project
        FROM (
            SELECT r.table_key, r.table_no, r.row_no, r.exp_func_name, '合计' AS label, 1::bigint AS figures, r.total, r.basic,
                   r.personnel, r.public, r.project, r.carry_forward
            FROM etl.check_expenditure_rows AS r
            WHERE r.subject_no = 0
            UNION ALL
            -- Without a total row: the rows of the highest level that is printed, which are 类 as a rule.
            SELECT l.table_key, l.table_no, NULL, '合计', '各类合计（未印合计行）', count(*), etl.sum_fen(l.total),
                   etl.sum_fen(l.basic), etl.sum_fen(l.personnel), etl.sum_fen(l.public), etl.sum_fen(l.project), NULL
            FROM (
                SELECT r.*, etl.subject_level(r.subject_no) AS level,
                       min(CASE WHEN r.subject_no = 0 THEN 0 ELSE etl.subject_level(r.subject_no) END)
                           OVER (PARTITION BY r.table_key) AS highest
                FROM etl.check_expenditure_rows AS r
                WHERE r.table_no IN (8, 9) AND r.subject_no IS NOT NULL
            ) AS l
            WHERE l.level = l.highest AND l.subject_no > 0
            GROUP BY l.table_key, l.table_no
        ) AS r
        GROUP BY etl.doc_no(r.table_key)
    ) AS f ON f.doc_no = s.doc_no
    LEFT JOIN (
        SELECT etl.doc_no(r.table_key) AS doc_no, min(r.row_no) FILTER (WHERE r.table_no = 6) AS t6_row,
               1 + count(*) FILTER (WHERE r.table_no = 6) - count(DISTINCT r.dep_bgt_eco_name) FILTER (WHERE r.table_no = 6) AS t6_rows,
               min(r.total) FILTER (WHERE r.table_no = 6) AS t6_total,
               min(r.personnel) FILTER (WHERE r.table_no = 6) AS t6_personnel,
               min(r.public) FILTER (WHERE r.table_no = 6) AS t6_public,
               min(r.row_no) FILTER (WHERE r.table_no = 14) AS t14_row,
               1 + count(*) FILTER (WHERE r.table_no = 14) - count(DISTINCT r.dep_bgt_eco_name) FILTER (WHERE r.table_no = 14) AS t14_rows,
               min(r.total) FILTER (WHERE r.table_no = 14) AS t14_total,
               min(r.fiscal_appropriation) FILTER (WHERE r.table_no = 14) AS t14_fiscal_appropriation,
               min(r.general_public_budget) FILTER (WHERE r.table_no = 14) AS t14_general_public_budget,
               min(r.government_fund) FILTER (WHERE r.table_no = 14) AS t14_government_fund,
               min(r.state_capital) FILTER (WHERE r.table_no = 14) AS t14_state_capital,
               min(r.fiscal_special_account) FILTER (WHERE r.table_no = 14) AS t14_fiscal_special_account,
               min(r.agency_funds) FILTER (WHERE r.table_no = 14) AS t14_agency_funds,
               min(r.non_fiscal_balance) FILTER (WHERE r.table_no = 14) AS t14_non_fiscal_balance,
               min(r.carryover) FILTER (WHERE r.table_no = 14) AS t14_carryover
        FROM etl.check_economic_rows AS r
        WHERE r.row_kind = 'total'
        GROUP BY etl.doc_no(r.table_key)
    ) AS h ON h.doc_no = s.doc_no
    LEFT JOIN (
        SELECT etl.doc_no(b.table_key) AS doc_no, min(b.total_row) FILTER (WHERE b.table_no = 7) AS t7_row,
               min(b.total_rows) FILTER (WHERE b.table_no = 7) AS t7_rows,
               min(b.label COLLATE "C") FILTER (WHERE b.table_no = 7) AS t7_label,
               min(b.figures) FILTER (WHERE b.table_no = 7) AS t7_n,
               min(b.amount) FILTER (WHERE b.table_no = 7) AS t7_amount,
               min(b.total_row) FILTER (WHERE b.table_no = 9) AS r9_row,
               min(b.total_rows) FILTER (WHERE b.table_no = 9) AS r9_rows,
               min(b.label COLLATE "C") FILTER (WHERE b.table_no = 9) AS r9_label,
               min(b.figures) FILTER (WHERE b.table_no = 9) AS r9_n,
               min(b.amount) FILTER (WHERE b.table_no = 9) AS r9_amount
        FROM (
            SELECT l.table_key, l.table_no, l.total_row, l.total_rows,
                   CASE WHEN l.total_row IS NULL THEN '各科目合计（未印合计行）' ELSE '合计' END AS label,
                   CASE WHEN l.total_row IS NULL THEN l.leaves ELSE 1 END AS figures,
                   CASE WHEN l.total_row IS NULL THEN l.added_up ELSE l.total END AS amount
            FROM (
                SELECT r.table_key, r.table_no, min(r.row_no) FILTER (WHERE r.row_kind = 'total') AS total_row,
                       1 + count(*) FILTER (WHERE r.row_kind = 'total')
                         - count(DISTINCT r.item) FILTER (WHERE r.row_kind = 'total') AS total_rows,
                       min(r.amount) FILTER (WHERE r.row_kind = 'total') AS total,
                       count(r.amount) FILTER (WHERE r.row_kind = 'leaf') AS leaves,
                       etl.sum_fen(r.amount) FILTER (WHERE r.row_kind = 'leaf') AS added_up
                FROM etl.check_revenue_lines AS r
                WHERE r.table_no IN (7, 9)
                GROUP BY r.table_key, r.table_no
            ) AS l
        ) AS b
        GROUP BY etl.doc_no(b.table_key)
    ) AS v ON v.doc_no = s.doc_no
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
               min(r.item COLLATE "C") FILTER (WHERE r.item_key = 'total') AS label
        FROM staging.three_public AS r
        JOIN etl.check_scope AS k ON k.mof_div_code = r.mof_div_code AND k.doc_id = r.doc_id
        GROUP BY k.doc_no
    ) AS t10 ON t10.doc_no = s.doc_no
    LEFT JOIN (
        SELECT k.doc_no,
               coalesce(min(r.row_no) FILTER (WHERE r.row_kind = 'total'), min(r.row_no)) AS row_no,
               coalesce(min(r.row_agency_name COLLATE "C") FILTER (WHERE r.row_kind = 'total'),
                        min(r.row_agency_name COLLATE "C")) AS label,
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
    -- The total row of tables 12 and 13: the first that shows all projects, or a unit's row above a single block. Where there
    -- is none, what the projects add up to (or the blocks, where no projects are listed).
    LEFT JOIN (
        SELECT etl.doc_no(b.table_key) AS doc_no, min(b.first_no) FILTER (WHERE b.table_no = 12) AS t12_row,
               min(CASE WHEN b.first_no IS NULL THEN '各项目合计（未印合计行）' ELSE p.pro_name END)
                   FILTER (WHERE b.table_no = 12) AS t12_label,
               min(b.projects) FILTER (WHERE b.table_no = 12) AS t12_projects,
               min(b.leaves) FILTER (WHERE b.table_no = 12) AS t12_leaves,
               count(p.total) FILTER (WHERE b.table_no = 12) AS t12_n,
               etl.sum_fen(p.total) FILTER (WHERE b.table_no = 12) AS t12_total,
               etl.sum_fen(p.fiscal_appropriation) FILTER (WHERE b.table_no = 12) AS t12_fiscal_appropriation,
               etl.sum_fen(p.general_public_budget) FILTER (WHERE b.table_no = 12) AS t12_general_public_budget,
               etl.sum_fen(p.government_fund) FILTER (WHERE b.table_no = 12) AS t12_government_fund,
               etl.sum_fen(p.state_capital) FILTER (WHERE b.table_no = 12) AS t12_state_capital,
               etl.sum_fen(p.fiscal_special_account) FILTER (WHERE b.table_no = 12) AS t12_fiscal_special_account,
               etl.sum_fen(p.agency_funds) FILTER (WHERE b.table_no = 12) AS t12_agency_funds,
               etl.sum_fen(p.non_fiscal_balance) FILTER (WHERE b.table_no = 12) AS t12_non_fiscal_balance,
               etl.sum_fen(p.carryover) FILTER (WHERE b.table_no = 12) AS t12_carryover,
               min(b.first_no) FILTER (WHERE b.table_no = 13) AS t13_row,
               min(CASE WHEN b.first_no IS NULL THEN '各项目合计（未印合计行）' ELSE p.pro_name END)
                   FILTER (WHERE b.table_no = 13) AS t13_label,
               min(b.projects) FILTER (WHERE b.table_no = 13) AS t13_projects,
               min(b.leaves) FILTER (WHERE b.table_no = 13) AS t13_leaves,
               count(p.total) FILTER (WHERE b.table_no = 13) AS t13_n,
               etl.sum_fen(p.total) FILTER (WHERE b.table_no = 13) AS t13_total,
               etl.sum_fen(p.general_public_budget) FILTER (WHERE b.table_no = 13) AS t13_general_public_budget,
               etl.sum_fen(p.government_fund) FILTER (WHERE b.table_no = 13) AS t13_government_fund,
               etl.sum_fen(p.state_capital) FILTER (WHERE b.table_no = 13) AS t13_state_capital
        FROM (
            SELECT r.table_key, r.table_no,
                   coalesce(min(r.row_no) FILTER (WHERE r.sum_of = 0),
                            CASE WHEN max(r.block_no) = 1 AND min(r.block_no) = 1 THEN min(r.row_no) END) AS first_no,
                   count(*) FILTER (WHERE r.row_kind = 'leaf') AS projects,
                   etl.sum_fen(r.total) FILTER (WHERE r.row_kind = 'leaf') AS leaves
            FROM etl.check_project_rows AS r
            GROUP BY r.table_key, r.table_no
        ) AS b
        JOIN etl.check_project_rows AS p ON p.table_key = b.table_key
            AND CASE WHEN b.first_no IS NULL THEN p.row_kind = 'leaf' OR b.projects = 0 ELSE p.row_no = b.first_no END
        GROUP BY etl.doc_no(b.table_key)
    ) AS j ON j.doc_no = s.doc_no
    LEFT JOIN staging.procurement AS pr ON pr.mof_div_code = s.mof_div_code AND pr.doc_id = s.doc_id;

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_totals AS SELECT t.* FROM etl.check_totals_now AS t WITH NO DATA;
