-- The functional subjects of a document, side by side through its tables.

-- One row is one functional subject (subject_no: the code as a number) of one document under check, with what tables
-- 1 and 4 (类 alone) and 2, 3, 5, 8, 9 and 15 print for it: NULL where nothing, the sum where it stands twice. Rows
-- (t…_row, and how many: t…_rows) and labels are those of the first row.
CREATE VIEW etl.check_codes_now AS
    SELECT coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code, t1.mof_div_code, t4.mof_div_code,
        t8.mof_div_code, t9.mof_div_code, t15.mof_div_code) AS mof_div_code,
           coalesce(t3.doc_id, t2.doc_id, t5.doc_id, t1.doc_id, t4.doc_id, t8.doc_id, t9.doc_id, t15.doc_id) AS doc_id,
           coalesce(t3.subject_no, t2.subject_no, t5.subject_no, t1.subject_no, t4.subject_no, t8.subject_no,
               t9.subject_no, t15.subject_no) AS subject_no,
           coalesce(t3.name, t2.name, t5.name, t8.name, t9.name, t15.name) AS name, t1.row_no AS t1_row,
           t1.label AS t1_label, t1.total AS t1_total, t1.carryover AS t1_carryover, t1.basic AS t1_basic,
           t1.personnel AS t1_personnel, t1.public AS t1_public, t1.project AS t1_project, t4.row_no AS t4_row,
           t4.label AS t4_label, t4.total AS t4_total, t4.general AS t4_general, t4.fund AS t4_fund,
           t4.capital AS t4_capital, t2.row_no AS t2_row, t2.total AS t2_total,
           t2.appropriation AS t2_appropriation, t2.general AS t2_general, t2.fund AS t2_fund,
           t2.capital AS t2_capital, t2.balance AS t2_balance, t2.carryover AS t2_carryover, t3.row_no AS t3_row,
           t3.total AS t3_total, t3.basic AS t3_basic, t3.project AS t3_project,
           t3.carry_forward AS t3_carry_forward, t5.row_no AS t5_row, t5.total AS t5_total, t5.basic AS t5_basic,
           t5.personnel AS t5_personnel, t5.public AS t5_public, t5.project AS t5_project, t8.row_no AS t8_row,
           t8.total AS t8_total, t8.basic AS t8_basic, t8.project AS t8_project, t9.row_no AS t9_row,
           t9.total AS t9_total, t9.basic AS t9_basic, t9.project AS t9_project, t15.row_no AS t15_row,
           t15.total AS t15_total, coalesce(t2.rows, 0) AS t2_rows, coalesce(t3.rows, 0) AS t3_rows,
           coalesce(t5.rows, 0) AS t5_rows, coalesce(t8.rows, 0) AS t8_rows, coalesce(t9.rows, 0) AS t9_rows,
           coalesce(t15.rows, 0) AS t15_rows
    FROM (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project,
               etl.sum_fen(r.carry_forward) AS carry_forward
        FROM staging.expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t3
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.fiscal_appropriation) AS appropriation,
               etl.sum_fen(r.general_public_budget) AS general, etl.sum_fen(r.government_fund) AS fund,
               etl.sum_fen(r.state_capital) AS capital, etl.sum_fen(r.non_fiscal_balance) AS balance,
               etl.sum_fen(r.carryover) AS carryover
        FROM staging.revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t2 ON t2.mof_div_code = t3.mof_div_code
        AND t2.doc_id = t3.doc_id
        AND t2.subject_no = t3.subject_no
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.personnel) AS personnel,
               etl.sum_fen(r.public) AS public, etl.sum_fen(r.project) AS project
        FROM staging.general_public_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t5 ON t5.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code)
        AND t5.doc_id = coalesce(t3.doc_id, t2.doc_id)
        AND t5.subject_no = coalesce(t3.subject_no, t2.subject_no)
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.item COLLATE "C") AS label, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.carryover) AS carryover, etl.sum_fen(r.basic) AS basic,
               etl.sum_fen(r.personnel) AS personnel, etl.sum_fen(r.public) AS public,
               etl.sum_fen(r.project) AS project
        FROM staging.budget_summary_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t1 ON t1.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code)
        AND t1.doc_id = coalesce(t3.doc_id, t2.doc_id, t5.doc_id)
        AND t1.subject_no = coalesce(t3.subject_no, t2.subject_no, t5.subject_no)
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.item COLLATE "C") AS label, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.general_public_budget) AS general, etl.sum_fen(r.government_fund) AS fund,
               etl.sum_fen(r.state_capital) AS capital
        FROM staging.appropriation_summary_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t4 ON t4.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code, t1.mof_div_code)
        AND t4.doc_id = coalesce(t3.doc_id, t2.doc_id, t5.doc_id, t1.doc_id)
        AND t4.subject_no = coalesce(t3.subject_no, t2.subject_no, t5.subject_no, t1.subject_no)
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project
        FROM staging.government_fund_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t8 ON t8.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code, t1.mof_div_code,
        t4.mof_div_code)
        AND t8.doc_id = coalesce(t3.doc_id, t2.doc_id, t5.doc_id, t1.doc_id, t4.doc_id)
        AND t8.subject_no = coalesce(t3.subject_no, t2.subject_no, t5.subject_no, t1.subject_no, t4.subject_no)
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project
        FROM staging.state_capital_expenditure AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t9 ON t9.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code, t1.mof_div_code,
        t4.mof_div_code, t8.mof_div_code)
        AND t9.doc_id = coalesce(t3.doc_id, t2.doc_id, t5.doc_id, t1.doc_id, t4.doc_id, t8.doc_id)
        AND t9.subject_no = coalesce(t3.subject_no, t2.subject_no, t5.subject_no, t1.subject_no, t4.subject_no,
            t8.subject_no)
    FULL JOIN (
        SELECT r.mof_div_code, r.doc_id, r.exp_func_code::integer AS subject_no, min(r.row_no) AS row_no,
               count(*) AS rows, min(r.exp_func_name COLLATE "C") AS name, etl.sum_fen(r.total) AS total
        FROM staging.procurement_budget AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY r.mof_div_code, r.doc_id, r.exp_func_code
    ) AS t15 ON t15.mof_div_code = coalesce(t3.mof_div_code, t2.mof_div_code, t5.mof_div_code, t1.mof_div_code,
        t4.mof_div_code, t8.mof_div_code, t9.mof_div_code)
        AND t15.doc_id = coalesce(t3.doc_id, t2.doc_id, t5.doc_id, t1.doc_id, t4.doc_id, t8.doc_id, t9.doc_id)
        AND t15.subject_no = coalesce(t3.subject_no, t2.subject_no, t5.subject_no, t1.subject_no, t4.subject_no,
            t8.subject_no, t9.subject_no);

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_codes AS SELECT c.* FROM etl.check_codes_now AS c WITH NO DATA;

-- Fill them of etl.check_scope's documents, each by itself, so that two sessions can.
DROP FUNCTION IF EXISTS etl.fill_check_relations();
CREATE OR REPLACE FUNCTION etl.fill_check_totals() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_totals SELECT t.* FROM etl.check_totals_now AS t;
$$;

CREATE OR REPLACE FUNCTION etl.fill_check_codes() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_codes SELECT c.* FROM etl.check_codes_now AS c;
$$;
