-- The rows of the expenditure tables by functional subject (3, 5, 8, 9), and the sums that don't hold among
-- them.

-- One row is one printed row of such a table; an amount column that a table does not have is NULL. `subject_no`
-- is the code as a number, 0 for 合计.
CREATE VIEW etl.check_expenditure_rows_now AS
    SELECT r.mof_div_code, r.doc_id, 3 AS table_no, 'expenditure'::text AS table_name,
           r.row_no, r.exp_func_code, r.exp_func_name,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END AS subject_no,
           r.total, r.basic, NULL::bigint AS personnel, NULL::bigint AS public, r.project,
           r.carry_forward
    FROM staging.expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 5, 'general_public_expenditure',
           r.row_no, r.exp_func_code, r.exp_func_name,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward
    FROM staging.general_public_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 8, 'government_fund_expenditure',
           r.row_no, r.exp_func_code, r.exp_func_name,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward
    FROM staging.government_fund_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 9, 'state_capital',
           r.row_no, r.exp_func_code, r.exp_func_name,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward
    FROM staging.state_capital_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id;
CREATE UNLOGGED TABLE etl.check_expenditure_rows AS SELECT r.* FROM etl.check_expenditure_rows_now AS r WITH NO DATA;

-- One row is one figure that is not the sum of the figures one level below: a 类 of its 款, a 款 of its 项
-- (where any of these are printed), and 合计 (exp_func_code NULL) of the 类.
CREATE VIEW etl.expenditure_sum_breaks AS
    SELECT p.mof_div_code, p.doc_id, p.table_no, p.table_name, p.row_no, p.exp_func_code,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM etl.check_expenditure_rows AS p
    JOIN (
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               CASE WHEN r.subject_no > 999 THEN r.subject_no / 100 ELSE 0 END AS parent_no,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
               etl.sum_fen(r.basic) AS basic, count(r.basic) AS basic_n,
               etl.sum_fen(r.personnel) AS personnel, count(r.personnel) AS personnel_n,
               etl.sum_fen(r.public) AS public, count(r.public) AS public_n,
               etl.sum_fen(r.project) AS project, count(r.project) AS project_n,
               etl.sum_fen(r.carry_forward) AS carry_forward, count(r.carry_forward) AS carry_forward_n
        FROM etl.check_expenditure_rows AS r
        WHERE r.subject_no > 0
        GROUP BY r.mof_div_code, r.doc_id, r.table_no, parent_no
    ) AS c ON c.mof_div_code = p.mof_div_code AND c.doc_id = p.doc_id AND c.table_no = p.table_no
        AND c.parent_no = p.subject_no
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'basic', p.basic, c.basic, c.basic_n
        UNION ALL SELECT 'personnel', p.personnel, c.personnel, c.personnel_n
        UNION ALL SELECT 'public', p.public, c.public, c.public_n
        UNION ALL SELECT 'project', p.project, c.project, c.project_n
        UNION ALL SELECT 'carry_forward', p.carry_forward, c.carry_forward, c.carry_forward_n
    ) AS v (column_name, actual, expected, figures)
    WHERE p.subject_no < 100000 -- an 项 has nothing below it
      AND (p.total, p.basic, p.personnel, p.public, p.project, p.carry_forward)
        IS DISTINCT FROM
          (c.total, c.basic, c.personnel, c.public, c.project, c.carry_forward)
      AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
      AND NOT (coalesce(v.actual, 0) > coalesce(v.expected, 0)
               AND (p.mof_div_code, p.doc_id) IN (SELECT w.mof_div_code, w.doc_id
                                                  FROM etl.check_withheld AS w));

-- One row is one figure of a row that is not the sum of its kinds: total of basic and project (and of 结转下年,
-- which some tables hold inside the total and some beside it: the nearer reading counts), basic of personnel
-- and public. A table that prints none of the parts in any row says nothing.
CREATE VIEW etl.basic_project_breaks AS
    SELECT p.mof_div_code, p.doc_id, p.table_no, p.table_name, p.row_no,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.parts, v.actual, v.expected, v.figures
    FROM (
        SELECT r.*, coalesce(r.basic, 0) + coalesce(r.project, 0) AS kinds,
               coalesce(r.personnel, 0) + coalesce(r.public, 0) AS basic_kinds
        FROM etl.check_expenditure_rows AS r
    ) AS p
    JOIN (
        SELECT r.mof_div_code, r.doc_id, r.table_no,
               bool_or(num_nonnulls(r.basic, r.project) > 0) AS kinds,
               bool_or(num_nonnulls(r.personnel, r.public) > 0) AS basic_kinds
        FROM etl.check_expenditure_rows AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
    ) AS printed ON printed.mof_div_code = p.mof_div_code AND printed.doc_id = p.doc_id
        AND printed.table_no = p.table_no
    CROSS JOIN LATERAL (
        SELECT CASE WHEN abs(coalesce(p.total, 0) - p.kinds)
                         > abs(coalesce(p.total, 0) - p.kinds - p.carry_forward)
                    THEN p.carry_forward END AS carried
    ) AS f
    CROSS JOIN LATERAL (
        SELECT 'total',
            CASE WHEN f.carried IS NULL THEN '基本支出与项目支出合计' ELSE '基本支出、项目支出与结转下年合计' END,
            p.total, p.kinds + coalesce(f.carried, 0), num_nonnulls(p.basic, p.project, f.carried)::bigint,
            printed.kinds
        UNION ALL SELECT 'basic', '人员经费与公用经费合计', p.basic, p.basic_kinds,
            num_nonnulls(p.personnel, p.public)::bigint, printed.basic_kinds
    ) AS v (column_name, parts, actual, expected, figures, printed)
    WHERE (printed.kinds AND coalesce(p.total, 0) <> p.kinds
           OR printed.basic_kinds AND coalesce(p.basic, 0) <> p.basic_kinds)
      AND v.printed AND coalesce(v.actual, 0) <> v.expected;
