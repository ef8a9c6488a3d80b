-- The functional subjects of a document, side by side through its tables.

-- One row is one functional subject (subject_no: the code as a number) of one document under check, with what tables
-- 1 and 4 (类 alone) and 2, 3, 5, 8, 9 and 15 print for it: NULL where nothing, the sum where it stands twice. Rows
-- and labels are those of the first row.
CREATE VIEW etl.check_codes_now AS
    SELECT u.mof_div_code, u.doc_id, u.subject_no,
           min(u.name COLLATE "C") AS name, min(u.t1_row) AS t1_row, min(u.t1_label COLLATE "C") AS t1_label,
           etl.sum_fen(u.t1_total) AS t1_total, etl.sum_fen(u.t1_carryover) AS t1_carryover,
           etl.sum_fen(u.t1_basic) AS t1_basic, etl.sum_fen(u.t1_personnel) AS t1_personnel,
           etl.sum_fen(u.t1_public) AS t1_public, etl.sum_fen(u.t1_project) AS t1_project, min(u.t4_row) AS t4_row,
           min(u.t4_label COLLATE "C") AS t4_label, etl.sum_fen(u.t4_total) AS t4_total,
           etl.sum_fen(u.t4_general) AS t4_general, etl.sum_fen(u.t4_fund) AS t4_fund,
           etl.sum_fen(u.t4_capital) AS t4_capital, etl.sum_fen(u.t2_total) AS t2_total,
           etl.sum_fen(u.t2_appropriation) AS t2_appropriation, etl.sum_fen(u.t2_general) AS t2_general,
           etl.sum_fen(u.t2_fund) AS t2_fund, etl.sum_fen(u.t2_capital) AS t2_capital,
           etl.sum_fen(u.t2_balance) AS t2_balance, etl.sum_fen(u.t2_carryover) AS t2_carryover,
           min(u.t3_row) AS t3_row, etl.sum_fen(u.t3_total) AS t3_total, etl.sum_fen(u.t3_basic) AS t3_basic,
           etl.sum_fen(u.t3_project) AS t3_project, etl.sum_fen(u.t3_carry_forward) AS t3_carry_forward,
           min(u.t5_row) AS t5_row, etl.sum_fen(u.t5_total) AS t5_total, etl.sum_fen(u.t5_basic) AS t5_basic,
           etl.sum_fen(u.t5_personnel) AS t5_personnel, etl.sum_fen(u.t5_public) AS t5_public,
           etl.sum_fen(u.t5_project) AS t5_project, min(u.t8_row) AS t8_row, etl.sum_fen(u.t8_total) AS t8_total,
           etl.sum_fen(u.t8_basic) AS t8_basic, etl.sum_fen(u.t8_project) AS t8_project, min(u.t9_row) AS t9_row,
           etl.sum_fen(u.t9_total) AS t9_total, etl.sum_fen(u.t9_basic) AS t9_basic,
           etl.sum_fen(u.t9_project) AS t9_project, min(u.t15_row) AS t15_row,
           etl.sum_fen(u.t15_total) AS t15_total,
           count(*) FILTER (WHERE u.table_no = 2) AS t2_rows, count(*) FILTER (WHERE u.table_no = 3) AS t3_rows,
           count(*) FILTER (WHERE u.table_no = 5) AS t5_rows, count(*) FILTER (WHERE u.table_no = 8) AS t8_rows,
           count(*) FILTER (WHERE u.table_no = 9) AS t9_rows, count(*) FILTER (WHERE u.table_no = 15) AS t15_rows
    FROM (
        SELECT r.mof_div_code, r.doc_id, 1 AS table_no, r.exp_func_code::integer AS subject_no, NULL::text AS name,
               r.row_no AS t1_row, r.item AS t1_label, r.total AS t1_total, r.carryover AS t1_carryover,
               r.basic AS t1_basic, r.personnel AS t1_personnel, r.public AS t1_public, r.project AS t1_project,
               NULL::integer AS t4_row, NULL::text AS t4_label, NULL::bigint AS t4_total,
               NULL::bigint AS t4_general, NULL::bigint AS t4_fund, NULL::bigint AS t4_capital,
               NULL::bigint AS t2_total, NULL::bigint AS t2_appropriation, NULL::bigint AS t2_general,
               NULL::bigint AS t2_fund, NULL::bigint AS t2_capital, NULL::bigint AS t2_balance,
               NULL::bigint AS t2_carryover, NULL::integer AS t3_row, NULL::bigint AS t3_total,
               NULL::bigint AS t3_basic, NULL::bigint AS t3_project, NULL::bigint AS t3_carry_forward,
               NULL::integer AS t5_row, NULL::bigint AS t5_total, NULL::bigint AS t5_basic,
               NULL::bigint AS t5_personnel, NULL::bigint AS t5_public, NULL::bigint AS t5_project,
               NULL::integer AS t8_row, NULL::bigint AS t8_total, NULL::bigint AS t8_basic,
               NULL::bigint AS t8_project, NULL::integer AS t9_row, NULL::bigint AS t9_total,
               NULL::bigint AS t9_basic, NULL::bigint AS t9_project, NULL::integer AS t15_row,
               NULL::bigint AS t15_total
        FROM staging.budget_summary_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 4, r.exp_func_code::integer, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, r.row_no, r.item, r.total, r.general_public_budget, r.government_fund, r.state_capital, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM staging.appropriation_summary_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 2, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.total, r.fiscal_appropriation,
               r.general_public_budget, r.government_fund, r.state_capital, r.non_fiscal_balance, r.carryover,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL
        FROM staging.revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 3, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               r.row_no, r.total, r.basic, r.project, r.carry_forward, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM staging.expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 5, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, r.row_no, r.total, r.basic, r.personnel, r.public, r.project, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM staging.general_public_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 8, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.row_no, r.total, r.basic,
               r.project, NULL, NULL, NULL, NULL, NULL, NULL
        FROM staging.government_fund_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 9, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.row_no,
               r.total, r.basic, r.project, NULL, NULL
        FROM staging.state_capital_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        UNION ALL
        SELECT r.mof_div_code, r.doc_id, 15, r.exp_func_code::integer, r.exp_func_name, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, r.row_no, r.total
        FROM staging.procurement_budget AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
    ) AS u
    GROUP BY u.mof_div_code, u.doc_id, u.subject_no;

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_codes AS SELECT c.* FROM etl.check_codes_now AS c WITH NO DATA;

-- Fills both of etl.check_scope's documents; empties them where that is empty.
CREATE OR REPLACE FUNCTION etl.fill_check_relations() RETURNS void
LANGUAGE sql AS $$
    TRUNCATE etl.check_totals, etl.check_codes;
    INSERT INTO etl.check_totals SELECT t.* FROM etl.check_totals_now AS t;
    INSERT INTO etl.check_codes SELECT c.* FROM etl.check_codes_now AS c;
$$;
