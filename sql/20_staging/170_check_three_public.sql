-- Table 10, figure by figure.

-- One row is one cell of a row of table 10 whose item is known (see item_key), blank ones included.
CREATE VIEW etl.check_three_public AS
    SELECT etl.table_key(s.doc_no, 10) AS table_key, 10 AS table_no, r.row_no,
           r.item, r.item_key, v.column_name, v.amount
    FROM staging.three_public AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    CROSS JOIN LATERAL (
        SELECT 'total', r.total
        UNION ALL SELECT 'general_public_budget', r.general_public_budget
        UNION ALL SELECT 'government_fund', r.government_fund
        UNION ALL SELECT 'state_capital', r.state_capital
        UNION ALL SELECT 'prior_total', r.prior_total
    ) AS v (column_name, amount)
    WHERE r.item_key IS NOT NULL;
