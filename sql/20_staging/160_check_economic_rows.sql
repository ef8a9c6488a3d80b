-- The rows by economic subject of tables 6 and 14, and which of them add up to which.

-- One row is one printed row; an amount column that a table does not have is NULL.
CREATE OR REPLACE FUNCTION etl.check_economic_rows_now(lowest bigint) RETURNS TABLE (
    table_key integer, table_no integer, row_no integer,
    total bigint, personnel bigint, public bigint, fiscal_appropriation bigint,
    general_public_budget bigint, government_fund bigint, state_capital bigint, fiscal_special_account bigint,
    agency_funds bigint, non_fiscal_balance bigint, carryover bigint,
    row_kind text, dep_eco_code text, gov_eco_code text, dep_bgt_eco_code text,
    dep_bgt_eco_name text, gov_bgt_eco_code text, gov_bgt_eco_name text)
LANGUAGE sql STABLE AS $$
    SELECT etl.table_key(s.doc_no, 6) AS table_key, 6 AS table_no, r.row_no, r.total, r.personnel, r.public, NULL::bigint AS fiscal_appropriation,
           NULL::bigint AS general_public_budget, NULL::bigint AS government_fund,
           NULL::bigint AS state_capital, NULL::bigint AS fiscal_special_account,
           NULL::bigint AS agency_funds, NULL::bigint AS non_fiscal_balance, NULL::bigint AS carryover,
           r.row_kind, r.dep_eco_code, r.gov_eco_code, r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name
    FROM staging.basic_expenditure_by_economic AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
    UNION ALL
    SELECT etl.table_key(s.doc_no, 14), 14, r.row_no, r.total, NULL, NULL, r.fiscal_appropriation,
           r.general_public_budget, r.government_fund, r.state_capital, r.fiscal_special_account,
           r.agency_funds, r.non_fiscal_balance, r.carryover, r.row_kind, r.dep_eco_code, r.gov_eco_code, r.dep_bgt_eco_code,
           r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name
    FROM staging.basic_expenditure AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE r.doc_id >= lowest
$$;
CREATE UNLOGGED TABLE etl.check_economic_rows AS SELECT r.* FROM etl.check_economic_rows_now(0) AS r WITH NO DATA;

-- One row is one subtotal row (a 类 with nothing below it too) and where its group ends: the rows between head_no
-- and next_no add up to it, by their place and not by their codes, as one department subject may stand in
-- several groups.
CREATE VIEW etl.check_economic_groups AS
    SELECT r.table_key, r.row_no AS head_no,
           lead(r.row_no) OVER (PARTITION BY r.table_key ORDER BY r.row_no) AS next_no
    FROM etl.check_economic_rows AS r
    WHERE r.row_kind = 'group' OR (r.row_kind = 'leaf' AND length(r.dep_eco_code) = 3);
