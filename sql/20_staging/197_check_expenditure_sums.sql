-- The sums that don't hold among the rows of the expenditure tables by functional subject: of table 9
-- (of_state_capital), or of the others. They are functions so that the planner sums up those tables alone.

-- One row is one figure that is not the sum of the figures one level below: a 类 of its 款, a 款 of its 项
-- (where any of these are printed), and 合计 (exp_func_code NULL) of the 类.
CREATE OR REPLACE FUNCTION etl.expenditure_sum_breaks(of_state_capital boolean)
RETURNS TABLE (table_key integer, row_no integer, exp_func_code text, row_label text, column_name text, actual bigint,
               expected bigint, figures bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.table_key, p.row_no, p.exp_func_code,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM etl.check_expenditure_rows AS p
    JOIN (
        SELECT r.parent_key,
               etl.sum_fen(r.total) AS total, count(r.total) AS total_n,
               etl.sum_fen(r.basic) AS basic, count(r.basic) AS basic_n,
               etl.sum_fen(r.personnel) AS personnel, count(r.personnel) AS personnel_n,
               etl.sum_fen(r.public) AS public, count(r.public) AS public_n,
               etl.sum_fen(r.project) AS project, count(r.project) AS project_n,
               etl.sum_fen(r.carry_forward) AS carry_forward, count(r.carry_forward) AS carry_forward_n
        FROM (
            SELECT etl.subject_key(r.table_key, etl.subject_above(r.subject_no)) AS parent_key,
                   r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward
            FROM etl.check_expenditure_rows AS r
            WHERE r.subject_no > 0 AND (r.table_no = 9) = of_state_capital
            ORDER BY parent_key -- rather than a hash table of as many groups as rows
        ) AS r
        GROUP BY r.parent_key
    ) AS c ON c.parent_key = etl.subject_key(p.table_key, p.subject_no)
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'basic', p.basic, c.basic, c.basic_n
        UNION ALL SELECT 'personnel', p.personnel, c.personnel, c.personnel_n
        UNION ALL SELECT 'public', p.public, c.public, c.public_n
        UNION ALL SELECT 'project', p.project, c.project, c.project_n
        UNION ALL SELECT 'carry_forward', p.carry_forward, c.carry_forward, c.carry_forward_n
    ) AS v (column_name, actual, expected, figures)
    WHERE p.subject_no < 100000 -- an 项 has nothing below it
      AND (p.table_no = 9) = of_state_capital
      AND (p.total, p.basic, p.personnel, p.public, p.project, p.carry_forward)
        IS DISTINCT FROM
          (c.total, c.basic, c.personnel, c.public, c.project, c.carry_forward)
      AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
      AND NOT (coalesce(v.actual, 0) > coalesce(v.expected, 0)
               AND etl.doc_no(p.table_key) IN (SELECT w.doc_no FROM etl.check_withheld AS w))
$$;

-- One row is one figure of a row that is not the sum of its kinds: total of basic and project (and of 结转下年,
-- which some tables hold inside the total and some beside it: the nearer reading counts), basic of personnel
-- and public. A table that prints none of the parts in any row says nothing.
CREATE OR REPLACE FUNCTION etl.basic_project_breaks(of_state_capital boolean)
RETURNS TABLE (table_key integer, row_no integer, row_label text, column_name text, parts text, actual bigint,
               expected bigint, figures bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.table_key, p.row_no,
           etl.row_label(p.exp_func_code, p.exp_func_name, p.row_no) AS row_label,
           v.column_name, v.parts, v.actual, v.expected, v.figures
    FROM (
        SELECT r.*, coalesce(r.basic, 0) + coalesce(r.project, 0) AS kinds,
               coalesce(r.personnel, 0) + coalesce(r.public, 0) AS basic_kinds
        FROM etl.check_expenditure_rows AS r
        WHERE (r.table_no = 9) = of_state_capital
    ) AS p
    JOIN etl.check_facts AS printed ON printed.table_key = p.table_key
    CROSS JOIN LATERAL (
        SELECT CASE WHEN abs(coalesce(p.total, 0) - p.kinds)
                         > abs(coalesce(p.total, 0) - p.kinds - p.carry_forward)
                    THEN p.carry_forward END AS carried
    ) AS f
    CROSS JOIN LATERAL (
        SELECT 'total',
            CASE WHEN f.carried IS NULL THEN '基本支出与项目支出合计' ELSE '基本支出、项目支出与结转下年合计' END,
            p.total, p.kinds + coalesce(f.carried, 0), num_nonnulls(p.basic, p.project, f.carried)::bigint,
            printed.has_kinds
        UNION ALL SELECT 'basic', '人员经费与公用经费合计', p.basic, p.basic_kinds,
            num_nonnulls(p.personnel, p.public)::bigint, printed.has_basic_kinds
    ) AS v (column_name, parts, actual, expected, figures, printed)
    WHERE (printed.has_kinds AND coalesce(p.total, 0) <> p.kinds
           OR printed.has_basic_kinds AND coalesce(p.basic, 0) <> p.basic_kinds)
      AND v.printed AND coalesce(v.actual, 0) <> v.expected
$$;
