-- The rows of the expenditure tables by functional subject (3, 5, 8, 9).

-- One row is one printed row of such a table; an amount column that a table does not have is NULL. `subject_no`
-- is the code as a number, 0 for 合计.
CREATE OR REPLACE FUNCTION etl.check_expenditure_rows_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer, subject_no integer,
    total bigint, basic bigint, personnel bigint, public bigint, project bigint, carry_forward bigint,
    exp_func_code text, exp_func_name text)
LANGUAGE sql STABLE AS $$
    SELECT etl.table_key(s.doc_no, 3) AS table_key, 3 AS table_no, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END AS subject_no,
           r.total, r.basic, NULL::bigint AS personnel, NULL::bigint AS public, r.project,
           r.carry_forward, r.exp_func_code, r.exp_func_name
    FROM staging.expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 5), 5, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, r.exp_func_code, r.exp_func_name
    FROM staging.general_public_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 8), 8, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, r.exp_func_code, r.exp_func_name
    FROM staging.government_fund_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 9), 9, r.row_no,
           CASE WHEN r.row_kind = 'total' THEN 0 ELSE r.exp_func_code::integer END,
           r.total, r.basic, r.personnel, r.public, r.project, r.carry_forward, r.exp_func_code, r.exp_func_name
    FROM staging.state_capital_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
$$;
CREATE UNLOGGED TABLE etl.check_expenditure_rows AS SELECT r.* FROM etl.check_expenditure_rows_now(0) AS r WITH NO DATA;
