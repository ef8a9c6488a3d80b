-- The revenue and expenditure sides of tables 1 and 4, whose rows are known by what kind of line they are, and the
-- revenue tables 7 and 9.

-- One row is one printed line of revenue of table 1, 4, 7 or 9. A part (其中项) has the line_no of the line above it.
CREATE OR REPLACE FUNCTION etl.check_revenue_lines_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer, line_no integer,
    amount bigint,
    row_kind text, source text, rev_code text, item text)
LANGUAGE sql STABLE AS $$
    SELECT l.table_key, l.table_no, l.row_no,
           (count(*) FILTER (WHERE l.row_kind NOT IN ('part', 'extra_part'))
               OVER (PARTITION BY l.table_key ORDER BY l.row_no))::integer AS line_no,
           l.amount, l.row_kind, l.source, l.rev_code, l.item
    FROM (
        SELECT etl.table_key(s.doc_no, 1) AS table_key, 1 AS table_no, r.row_no, NULL::text AS rev_code, r.item, r.row_kind,
               r.source, r.amount
        FROM staging.budget_summary_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.doc_id >= lowest
        UNION ALL
        SELECT etl.table_key(s.doc_no, 4), 4, r.row_no, NULL, r.item, r.row_kind, r.source, r.amount
        FROM staging.appropriation_summary_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.doc_id >= lowest
        UNION ALL
        SELECT etl.table_key(s.doc_no, 7), 7, r.row_no, r.rev_code, r.rev_name, r.row_kind, NULL, r.amount
        FROM staging.government_fund_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.doc_id >= lowest
        UNION ALL
        SELECT etl.table_key(s.doc_no, 9), 9, r.row_no, r.rev_code, r.rev_name, r.row_kind, NULL, r.amount
        FROM staging.state_capital_revenue AS r
        JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        WHERE r.doc_id >= lowest
    ) AS l
$$;
CREATE UNLOGGED TABLE etl.check_revenue_lines AS SELECT r.* FROM etl.check_revenue_lines_now(0) AS r WITH NO DATA;

-- One row is one document's table 1 or 4 in a few figures: the printed totals of the revenue side, what the lines
-- before and after 本年收入合计 add up to, and of how many figures. A part (其中项) belongs to the line above it
-- and counts only where that is blank.
CREATE VIEW etl.check_summary_now AS
    SELECT l.table_key, l.table_no,
           min(l.row_no) FILTER (WHERE l.row_kind = 'current_total') AS revenue_current_row,
           min(l.item COLLATE "C") FILTER (WHERE l.row_kind = 'current_total') AS revenue_current_label,
           min(l.amount) FILTER (WHERE l.row_kind = 'current_total') AS revenue_current,
           min(l.row_no) FILTER (WHERE l.row_kind = 'grand_total') AS revenue_grand_row,
           min(l.item COLLATE "C") FILTER (WHERE l.row_kind = 'grand_total') AS revenue_grand_label,
           min(l.amount) FILTER (WHERE l.row_kind = 'grand_total') AS revenue_grand,
           count(*) FILTER (WHERE l.row_kind IN ('item', 'part')) AS item_rows,
           coalesce(etl.sum_fen(l.amount) FILTER (WHERE l.row_kind IN ('item', 'part')), 0) AS items,
           count(l.amount) FILTER (WHERE l.row_kind IN ('item', 'part')) AS items_n,
           coalesce(etl.sum_fen(l.amount) FILTER (WHERE l.row_kind IN ('extra', 'extra_part')), 0) AS extras,
           count(l.amount) FILTER (WHERE l.row_kind IN ('extra', 'extra_part')) AS extras_n
    FROM (
        SELECT w.table_key, w.table_no, w.row_no, w.item, w.row_kind,
               CASE WHEN w.row_kind IN ('part', 'extra_part')
                         AND max(w.whole) OVER (PARTITION BY w.table_key, w.line_no)
                             IS NOT NULL
                    THEN NULL ELSE w.amount END AS amount
        FROM (
            SELECT r.*, CASE WHEN r.row_kind NOT IN ('part', 'extra_part') THEN r.amount END AS whole
            FROM etl.check_revenue_lines AS r
            WHERE r.table_no IN (1, 4)
        ) AS w
    ) AS l
    GROUP BY l.table_key, l.table_no;
CREATE UNLOGGED TABLE etl.check_summary AS SELECT r.* FROM etl.check_summary_now AS r WITH NO DATA;

-- One row is one printed row of the expenditure side; an amount column that a table does not have is NULL.
CREATE OR REPLACE FUNCTION etl.check_summary_expenditure_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer,
    total bigint, current bigint, carryover bigint, basic bigint, personnel bigint, public bigint, project bigint,
    general_public_budget bigint, government_fund bigint, state_capital bigint,
    row_kind text, item text, exp_func_code text)
LANGUAGE sql STABLE AS $$
    SELECT etl.table_key(s.doc_no, 1) AS table_key, 1 AS table_no, r.row_no,
           r.total, r.current, r.carryover, r.basic, r.personnel, r.public, r.project,
           NULL::bigint AS general_public_budget, NULL::bigint AS government_fund,
           NULL::bigint AS state_capital, r.row_kind, r.item, r.exp_func_code
    FROM staging.budget_summary_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 4), 4, r.row_no,
           r.total, NULL, NULL, NULL, NULL, NULL, NULL,
           r.general_public_budget, r.government_fund, r.state_capital, r.row_kind, r.item, r.exp_func_code
    FROM staging.appropriation_summary_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
$$;
CREATE UNLOGGED TABLE etl.check_summary_expenditure AS SELECT r.* FROM etl.check_summary_expenditure_now(0) AS r WITH NO DATA;
