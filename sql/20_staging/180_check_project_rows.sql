-- The rows of tables 12 and 13: projects, and the total rows above them.

-- One row is one printed row; an amount column that a table does not have is NULL. A total row opens a block
-- that reaches to the next total row. `sum_of` says what a total row shows: 0 all projects (合计; or a row with
-- no project below it, named like the unit or the department), else the projects of its own block; NULL: not
-- known.
CREATE OR REPLACE FUNCTION etl.check_project_rows_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer, pro_name text, row_kind text, block_no bigint, total bigint,
    fiscal_appropriation bigint, general_public_budget bigint, government_fund bigint, state_capital bigint,
    fiscal_special_account bigint, agency_funds bigint, non_fiscal_balance bigint, carryover bigint, sum_of bigint)
LANGUAGE sql STABLE AS $$
    SELECT b.table_key, b.table_no, b.row_no, b.pro_name, b.row_kind, b.block_no,
           b.total, b.fiscal_appropriation, b.general_public_budget, b.government_fund, b.state_capital,
           b.fiscal_special_account, b.agency_funds, b.non_fiscal_balance, b.carryover,
           CASE WHEN b.row_kind <> 'total' THEN NULL
                WHEN translate(b.pro_name, etl.spaces(), '') IN ('合计', '部门合计', '总计') THEN 0
                WHEN b.next_kind = 'leaf' THEN b.block_no
                WHEN b.pro_name IN (d.agency_name, d.dept_name) THEN 0 END AS sum_of
    FROM (
        SELECT u.*,
               count(*) FILTER (WHERE u.row_kind = 'total') OVER printed AS block_no,
               lead(u.row_kind) OVER printed AS next_kind
        FROM (
            SELECT etl.table_key(s.doc_no, 12) AS table_key, 12 AS table_no, s.mof_div_code, s.doc_id,
                   r.row_no, r.pro_name, r.row_kind, r.total, r.fiscal_appropriation,
                   r.general_public_budget, r.government_fund, r.state_capital, r.fiscal_special_account,
                   r.agency_funds, r.non_fiscal_balance, r.carryover
            FROM staging.projects_current AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
            WHERE r.doc_id >= lowest
            UNION ALL
            SELECT etl.table_key(s.doc_no, 13), 13, s.mof_div_code, s.doc_id, r.row_no, r.pro_name,
                   r.row_kind, r.total, NULL, r.general_public_budget, r.government_fund,
                   r.state_capital, NULL, NULL, NULL, NULL
            FROM staging.projects_carryover AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
            WHERE r.doc_id >= lowest
        ) AS u
        WINDOW printed AS (PARTITION BY u.table_key ORDER BY u.row_no)
    ) AS b
    JOIN etl.document AS d ON d.mof_div_code = b.mof_div_code AND d.doc_id = b.doc_id
$$;
CREATE UNLOGGED TABLE etl.check_project_rows AS SELECT r.* FROM etl.check_project_rows_now(0) AS r WITH NO DATA;
