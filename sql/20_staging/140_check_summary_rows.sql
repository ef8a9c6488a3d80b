-- The revenue and expenditure sides of tables 1 and 4, whose rows are known by what kind of line they are.

-- One row is one printed row of the revenue side, with the line it belongs to: a part (其中项) belongs to the
-- item above it. `counted` is what the row adds to a sum: a part counts where its own item is blank.
CREATE VIEW etl.check_summary_revenue AS
    SELECT l.mof_div_code, l.doc_id, l.table_name, l.row_no, l.item, l.row_kind, l.amount,
           CASE WHEN l.row_kind IN ('item', 'extra') THEN l.amount
                WHEN l.row_kind IN ('part', 'extra_part')
                     AND max(l.amount) FILTER (WHERE l.row_kind IN ('item', 'extra')) OVER line IS NULL
                    THEN l.amount END AS counted
    FROM (
        SELECT u.*, count(*) FILTER (WHERE u.row_kind NOT IN ('part', 'extra_part'))
                    OVER (PARTITION BY u.mof_div_code, u.doc_id, u.table_name ORDER BY u.row_no) AS line_no
        FROM (
            SELECT r.mof_div_code, r.doc_id, 'budget_summary'::text AS table_name, r.row_no, r.item,
                   r.row_kind, r.amount
            FROM staging.budget_summary_revenue AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
            UNION ALL
            SELECT r.mof_div_code, r.doc_id, 'appropriation_summary', r.row_no, r.item,
                   r.row_kind, r.amount
            FROM staging.appropriation_summary_revenue AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        ) AS u
    ) AS l
    WINDOW line AS (PARTITION BY l.mof_div_code, l.doc_id, l.table_name, l.line_no);

-- One row is one printed row of the expenditure side; an amount column that a table does not have is NULL.
CREATE VIEW etl.check_summary_expenditure AS
    SELECT r.mof_div_code, r.doc_id, 'budget_summary'::text AS table_name, r.row_no, r.item, r.row_kind,
           r.total, r.current, r.carryover, r.basic, r.personnel, r.public, r.project,
           NULL::bigint AS general_public_budget, NULL::bigint AS government_fund,
           NULL::bigint AS state_capital
    FROM staging.budget_summary_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'appropriation_summary', r.row_no, r.item, r.row_kind,
           r.total, NULL, NULL, NULL, NULL, NULL, NULL,
           r.general_public_budget, r.government_fund, r.state_capital
    FROM staging.appropriation_summary_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id;

-- One row is one document's table 1 or 4 in a few figures: the printed totals of both sides (the first row of
-- each kind), what the revenue lines before and after 本年收入合计 add up to, and how many figures that took.
CREATE VIEW etl.check_summary AS
    SELECT r.mof_div_code, r.doc_id, r.table_name,
           min(r.row_no) FILTER (WHERE r.row_kind = 'current_total') AS revenue_current_row,
           min(r.item) FILTER (WHERE r.row_kind = 'current_total') AS revenue_current_label,
           min(r.amount) FILTER (WHERE r.row_kind = 'current_total') AS revenue_current,
           min(r.row_no) FILTER (WHERE r.row_kind = 'grand_total') AS revenue_grand_row,
           min(r.item) FILTER (WHERE r.row_kind = 'grand_total') AS revenue_grand_label,
           min(r.amount) FILTER (WHERE r.row_kind = 'grand_total') AS revenue_grand,
           count(*) FILTER (WHERE r.row_kind IN ('item', 'part')) AS item_rows,
           coalesce(sum(r.counted) FILTER (WHERE r.row_kind IN ('item', 'part')), 0)::bigint AS items,
           count(r.counted) FILTER (WHERE r.row_kind IN ('item', 'part')) AS items_n,
           coalesce(sum(r.counted) FILTER (WHERE r.row_kind IN ('extra', 'extra_part')), 0)::bigint AS extras,
           count(r.counted) FILTER (WHERE r.row_kind IN ('extra', 'extra_part')) AS extras_n
    FROM etl.check_summary_revenue AS r
    GROUP BY r.mof_div_code, r.doc_id, r.table_name;
