-- The figures that prose speaks of, as the tables print them.

-- One row is one such figure of one document under check whose table is published: where it stands, the amount (NULL
-- where the cell is blank) and of how many figures, another amount that prose may mean by the same words (本年合计 instead of 总计), and what
-- the table itself prints for the year before.
-- A line that table 10 doesn't print is no figure; in a table 10 published empty all of them are, and blank.
CREATE VIEW etl.check_named_figures AS
    SELECT t.doc_no, t.mof_div_code, t.doc_id, t.fiscal_year, t.bgt_stage, t.scope, t.agency_code, t.units, t.places, v.figure,
           v.table_no, coalesce(v.label, '合计') AS label, v.column_name, v.amount, v.other_amount, v.prior_amount,
           CASE WHEN v.amount IS NULL THEN 0
                ELSE coalesce(CASE v.table_no WHEN 8 THEN t.t8_n WHEN 9 THEN t.t9_n END, 1) END AS figures
    FROM etl.check_totals AS t
    CROSS JOIN LATERAL (
        SELECT 'revenue_total', 1, t.s1_grand_label, 'amount', t.s1_grand, t.s1_current, NULL::bigint
        UNION ALL SELECT 'expenditure_total', 1, '支出总计', 'total', t.e1_grand, t.e1_total, NULL
        UNION ALL SELECT 'appropriation_total', 4, t.s4_grand_label, 'amount', t.s4_grand, t.s4_current, NULL
        UNION ALL SELECT 'general_public_current_expenditure', 5, '合计', 'total', t.t5_total, NULL, NULL
        UNION ALL SELECT 'three_public.total', 10, t.t10_label, 'total', t.t10_total, NULL, t.t10_total_prior
        UNION ALL SELECT 'three_public.overseas_travel', 10, '因公出国（境）费', 'total', t.t10_overseas_travel, NULL,
            t.t10_overseas_travel_prior
        UNION ALL SELECT 'three_public.reception', 10, '公务接待费', 'total', t.t10_reception, NULL,
            t.t10_reception_prior
        UNION ALL SELECT 'three_public.vehicles', 10, '公务用车购置及运行费', 'total', t.t10_vehicles, NULL,
            t.t10_vehicles_prior
        UNION ALL SELECT 'three_public.vehicle_purchase', 10, '公务用车购置费', 'total', t.t10_vehicle_purchase, NULL,
            t.t10_vehicle_purchase_prior
        UNION ALL SELECT 'three_public.vehicle_operation', 10, '公务用车运行维护费', 'total', t.t10_vehicle_operation,
            NULL, t.t10_vehicle_operation_prior
        UNION ALL SELECT 'operating_expenses', 11, t.t11_label, 'total', t.t11_total, NULL, NULL
        UNION ALL SELECT 'government_fund_expenditure', 8, t.t8_label, 'total', t.t8_total, NULL, NULL
        UNION ALL SELECT 'state_capital_expenditure', 9, t.t9_label, 'total', t.t9_total, NULL, NULL
    ) AS v (figure, table_no, label, column_name, amount, other_amount, prior_amount)
    WHERE t.units[v.table_no] IS NOT NULL
      AND (v.table_no <> 10
           OR num_nonnulls(t.t10_total_row, t.t10_overseas_travel_row, t.t10_reception_row, t.t10_vehicles_row,
                  t.t10_vehicle_purchase_row, t.t10_vehicle_operation_row) = 0
           OR CASE v.figure WHEN 'three_public.total' THEN t.t10_total_row
                  WHEN 'three_public.overseas_travel' THEN t.t10_overseas_travel_row
                  WHEN 'three_public.reception' THEN t.t10_reception_row
                  WHEN 'three_public.vehicles' THEN t.t10_vehicles_row
                  WHEN 'three_public.vehicle_purchase' THEN t.t10_vehicle_purchase_row
                  WHEN 'three_public.vehicle_operation' THEN t.t10_vehicle_operation_row END IS NOT NULL);
