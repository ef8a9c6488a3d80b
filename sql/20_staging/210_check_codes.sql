-- The functional subjects of a document, side by side through its tables.

-- One row is one line of a 类 in table 1 or 4.
CREATE VIEW etl.check_class_lines AS
    SELECT etl.subject_key(etl.doc_no(r.table_key), r.exp_func_code::integer) AS subject_key, r.table_no, r.row_no, r.item,
           r.total, r.carryover, r.basic, r.project, r.general_public_budget, r.government_fund, r.state_capital
    FROM etl.check_summary_expenditure AS r
    WHERE r.row_kind = 'item' AND r.exp_func_code IS NOT NULL;

-- One row is one functional subject (subject_no: the code as a number) of one document under check, with what tables 1 and 4
-- (类 alone) and 2, 3, 5, 8, 9 and 15 print for it: NULL where nothing, the sum where it stands twice. A subject of which only
-- blank lines of tables 1 and 4 tell is none. Rows are those of the first row (t…_row), and how many there are (t…_rows).
CREATE VIEW etl.check_codes_now AS
    SELECT u.subject_key, (u.subject_key / 10000000)::integer AS doc_no,
           etl.subject_no(u.subject_key) AS subject_no,
           (count(*) FILTER (WHERE u.table_no = 2))::integer AS t2_rows,
           (count(*) FILTER (WHERE u.table_no = 3))::integer AS t3_rows,
           (count(*) FILTER (WHERE u.table_no = 5))::integer AS t5_rows,
           (count(*) FILTER (WHERE u.table_no = 8))::integer AS t8_rows,
           (count(*) FILTER (WHERE u.table_no = 9))::integer AS t9_rows,
           (count(*) FILTER (WHERE u.table_no = 15))::integer AS t15_rows,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 1) AS t1_total,
           etl.sum_fen(u.carryover) FILTER (WHERE u.table_no = 1) AS t1_carryover,
           etl.sum_fen(u.basic) FILTER (WHERE u.table_no = 1) AS t1_basic,
           etl.sum_fen(u.project) FILTER (WHERE u.table_no = 1) AS t1_project,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 4) AS t4_total,
           etl.sum_fen(u.general) FILTER (WHERE u.table_no = 4) AS t4_general,
           etl.sum_fen(u.fund) FILTER (WHERE u.table_no = 4) AS t4_fund,
           etl.sum_fen(u.capital) FILTER (WHERE u.table_no = 4) AS t4_capital,
           min(u.row_no) FILTER (WHERE u.table_no = 2) AS t2_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 2) AS t2_total,
           etl.sum_fen(u.appropriation) FILTER (WHERE u.table_no = 2) AS t2_appropriation,
           etl.sum_fen(u.general) FILTER (WHERE u.table_no = 2) AS t2_general,
           etl.sum_fen(u.fund) FILTER (WHERE u.table_no = 2) AS t2_fund,
           etl.sum_fen(u.capital) FILTER (WHERE u.table_no = 2) AS t2_capital,
           etl.sum_fen(u.balance) FILTER (WHERE u.table_no = 2) AS t2_balance,
           etl.sum_fen(u.carryover) FILTER (WHERE u.table_no = 2) AS t2_carryover,
           min(u.row_no) FILTER (WHERE u.table_no = 3) AS t3_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 3) AS t3_total,
           etl.sum_fen(u.basic) FILTER (WHERE u.table_no = 3) AS t3_basic,
           etl.sum_fen(u.project) FILTER (WHERE u.table_no = 3) AS t3_project,
           etl.sum_fen(u.carry_forward) FILTER (WHERE u.table_no = 3) AS t3_carry_forward,
           min(u.row_no) FILTER (WHERE u.table_no = 5) AS t5_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 5) AS t5_total,
           min(u.row_no) FILTER (WHERE u.table_no = 8) AS t8_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 8) AS t8_total,
           min(u.row_no) FILTER (WHERE u.table_no = 9) AS t9_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 9) AS t9_total,
           min(u.row_no) FILTER (WHERE u.table_no = 15) AS t15_row,
           etl.sum_fen(u.total) FILTER (WHERE u.table_no = 15) AS t15_total
    FROM (
        SELECT etl.subject_key(etl.doc_no(r.table_key), r.subject_no) AS subject_key,
               r.table_no, r.row_no, r.total, r.basic, r.project, r.carry_forward,
               NULL::bigint AS appropriation, NULL::bigint AS general, NULL::bigint AS fund, NULL::bigint AS capital,
               NULL::bigint AS balance, NULL::bigint AS carryover
        FROM etl.check_expenditure_rows AS r
        WHERE r.subject_no > 0
        UNION ALL
        SELECT etl.subject_key(etl.doc_no(r.table_key), r.subject_no), r.table_no, r.row_no,
               r.total, NULL, NULL, NULL, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
               r.state_capital, r.non_fiscal_balance, r.carryover
        FROM etl.check_source_rows AS r
        WHERE r.subject_no > 0
        UNION ALL
        -- (Most lines print nothing.)
        SELECT l.subject_key, l.table_no, l.row_no, l.total, l.basic, l.project, NULL, NULL, l.general_public_budget,
               l.government_fund, l.state_capital, NULL, l.carryover
        FROM etl.check_class_lines AS l
        WHERE num_nonnulls(l.total, l.basic, l.project, l.general_public_budget, l.government_fund, l.state_capital,
                  l.carryover) > 0
    ) AS u
    GROUP BY u.subject_key;

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_codes AS SELECT c.* FROM etl.check_codes_now AS c WITH NO DATA;

-- One row is one name that one of these tables prints for a subject. The name of a subject is that of the first place.
CREATE VIEW etl.check_subject_names AS
    SELECT etl.subject_key(etl.doc_no(r.table_key), r.subject_no) AS subject_key,
           CASE r.table_no WHEN 3 THEN 1 ELSE r.table_no END AS place, r.exp_func_name AS name
    FROM etl.check_expenditure_rows AS r
    WHERE r.subject_no > 0 AND r.exp_func_name IS NOT NULL
    UNION ALL
    SELECT etl.subject_key(etl.doc_no(r.table_key), r.subject_no), r.table_no, r.exp_func_name
    FROM etl.check_source_rows AS r
    WHERE r.subject_no > 0 AND r.exp_func_name IS NOT NULL;
