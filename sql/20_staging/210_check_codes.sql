-- The functional subjects of a document, side by side through its tables.

-- One row is one functional subject of one document under check (subject_key: the document's number × 10,000,000 + the
-- code as a number, subject_no), with what tables 1 and 4 (类 alone) and 2, 3, 5, 8, 9 and 15 print for it: NULL where
-- nothing, the sum where it stands twice. Rows (t…_row, and how many: t…_rows) and labels are those of the first row.
CREATE VIEW etl.check_codes_now AS
    SELECT subject_key, (subject_key / 10000000)::integer AS doc_no, (subject_key % 10000000)::integer AS subject_no,
           t1.row_no AS t1_row, t1.total AS t1_total, t1.carryover AS t1_carryover, t1.basic AS t1_basic,
           t1.personnel AS t1_personnel, t1.public AS t1_public, t1.project AS t1_project, t4.row_no AS t4_row,
           t4.total AS t4_total, t4.general AS t4_general, t4.fund AS t4_fund, t4.capital AS t4_capital,
           t2.row_no AS t2_row, t2.total AS t2_total, t2.appropriation AS t2_appropriation, t2.general AS t2_general,
           t2.fund AS t2_fund, t2.capital AS t2_capital, t2.balance AS t2_balance, t2.carryover AS t2_carryover,
           t3.row_no AS t3_row, t3.total AS t3_total, t3.basic AS t3_basic, t3.project AS t3_project,
           t3.carry_forward AS t3_carry_forward, t5.row_no AS t5_row, t5.total AS t5_total, t5.basic AS t5_basic,
           t5.personnel AS t5_personnel, t5.public AS t5_public, t5.project AS t5_project, t8.row_no AS t8_row,
           t8.total AS t8_total, t8.basic AS t8_basic, t8.project AS t8_project, t9.row_no AS t9_row,
           t9.total AS t9_total, t9.basic AS t9_basic, t9.project AS t9_project, t15.row_no AS t15_row,
           t15.total AS t15_total, coalesce(t2.rows, 0)::integer AS t2_rows, coalesce(t3.rows, 0)::integer AS t3_rows,
           coalesce(t5.rows, 0)::integer AS t5_rows, coalesce(t8.rows, 0)::integer AS t8_rows,
           coalesce(t9.rows, 0)::integer AS t9_rows, coalesce(t15.rows, 0)::integer AS t15_rows, t1.label AS t1_label,
           t4.label AS t4_label
    FROM (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project,
               etl.sum_fen(r.carry_forward) AS carry_forward
        FROM etl.check_expenditure_rows AS r
        WHERE r.table_no = 3 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t3
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.fiscal_appropriation) AS appropriation, etl.sum_fen(r.general_public_budget) AS general,
               etl.sum_fen(r.government_fund) AS fund, etl.sum_fen(r.state_capital) AS capital,
               etl.sum_fen(r.non_fiscal_balance) AS balance, etl.sum_fen(r.carryover) AS carryover
        FROM etl.check_source_rows AS r
        WHERE r.table_no = 2 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t2 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.personnel) AS personnel, etl.sum_fen(r.public) AS public,
               etl.sum_fen(r.project) AS project
        FROM etl.check_expenditure_rows AS r
        WHERE r.table_no = 5 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t5 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.exp_func_code::integer AS subject_key,
               min(r.row_no) AS row_no, min(r.item COLLATE "C") AS label, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.carryover) AS carryover, etl.sum_fen(r.basic) AS basic,
               etl.sum_fen(r.personnel) AS personnel, etl.sum_fen(r.public) AS public,
               etl.sum_fen(r.project) AS project
        FROM etl.check_summary_expenditure AS r
        WHERE r.table_no = 1 AND r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        GROUP BY subject_key
    ) AS t1 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.exp_func_code::integer AS subject_key,
               min(r.row_no) AS row_no, min(r.item COLLATE "C") AS label, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.general_public_budget) AS general, etl.sum_fen(r.government_fund) AS fund,
               etl.sum_fen(r.state_capital) AS capital
        FROM etl.check_summary_expenditure AS r
        WHERE r.table_no = 4 AND r.row_kind = 'item' AND r.exp_func_code IS NOT NULL
        GROUP BY subject_key
    ) AS t4 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project
        FROM etl.check_expenditure_rows AS r
        WHERE r.table_no = 8 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t8 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total,
               etl.sum_fen(r.basic) AS basic, etl.sum_fen(r.project) AS project
        FROM etl.check_expenditure_rows AS r
        WHERE r.table_no = 9 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t9 USING (subject_key)
    FULL JOIN (
        SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
               min(r.row_no) AS row_no, count(*) AS rows, etl.sum_fen(r.total) AS total
        FROM etl.check_source_rows AS r
        WHERE r.table_no = 15 AND r.subject_no > 0
        GROUP BY subject_key
    ) AS t15 USING (subject_key);

-- The same, as the check that is under way put it down.
CREATE UNLOGGED TABLE etl.check_codes AS SELECT c.* FROM etl.check_codes_now AS c WITH NO DATA;

-- One row is one name that one of these tables prints for a subject. The name of a subject is that of the first place.
CREATE VIEW etl.check_subject_names AS
    SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no AS subject_key,
           CASE r.table_no WHEN 3 THEN 1 ELSE r.table_no END AS place, r.exp_func_name AS name
    FROM etl.check_expenditure_rows AS r
    WHERE r.subject_no > 0 AND r.exp_func_name IS NOT NULL
    UNION ALL
    SELECT (r.table_key >> 5) * 10000000::bigint + r.subject_no, r.table_no, r.exp_func_name
    FROM etl.check_source_rows AS r
    WHERE r.subject_no > 0 AND r.exp_func_name IS NOT NULL;
