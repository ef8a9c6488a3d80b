-- The rows by economic subject of tables 6 and 14, and which of them add up to which.

-- One row is one printed row; an amount column that a table does not have is NULL. A subtotal row and the rows
-- below it, up to the next one, are a group: the row adds to sum `adds_to` (0 for 合计, else the number of its
-- group; NULL for 合计 itself) and shows the sum `sum_of` (NULL where it shows none).
CREATE VIEW etl.check_economic_rows AS
    SELECT g.mof_div_code, g.doc_id, g.table_name, g.row_no, g.row_label, g.row_kind,
           g.total, g.personnel, g.public, g.fiscal_appropriation, g.general_public_budget, g.government_fund,
           g.state_capital, g.fiscal_special_account, g.agency_funds, g.non_fiscal_balance, g.carryover,
           CASE WHEN g.row_kind = 'total' THEN NULL WHEN g.heads_group THEN 0 ELSE g.group_no END AS adds_to,
           CASE g.row_kind WHEN 'total' THEN 0 WHEN 'group' THEN g.group_no END AS sum_of
    FROM (
        SELECT h.*, count(*) FILTER (WHERE h.heads_group)
                    OVER (PARTITION BY h.mof_div_code, h.doc_id, h.table_name ORDER BY h.row_no) AS group_no
        FROM (
            SELECT r.mof_div_code, r.doc_id, 'basic_expenditure_by_economic'::text AS table_name, r.row_no,
                   etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code,
                       r.gov_bgt_eco_name, r.row_no) AS row_label,
                   r.row_kind,
                   r.row_kind = 'group' OR (r.row_kind = 'leaf' AND length(r.dep_eco_code) IS NOT DISTINCT FROM 3)
                       AS heads_group,
                   r.total, r.personnel, r.public, NULL::bigint AS fiscal_appropriation,
                   NULL::bigint AS general_public_budget, NULL::bigint AS government_fund,
                   NULL::bigint AS state_capital, NULL::bigint AS fiscal_special_account,
                   NULL::bigint AS agency_funds, NULL::bigint AS non_fiscal_balance, NULL::bigint AS carryover
            FROM staging.basic_expenditure_by_economic AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
            UNION ALL
            SELECT r.mof_div_code, r.doc_id, 'basic_expenditure', r.row_no,
                   etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code,
                       r.gov_bgt_eco_name, r.row_no),
                   r.row_kind,
                   r.row_kind = 'group' OR (r.row_kind = 'leaf' AND length(r.dep_eco_code) IS NOT DISTINCT FROM 3),
                   r.total, NULL, NULL, r.fiscal_appropriation, r.general_public_budget, r.government_fund,
                   r.state_capital, r.fiscal_special_account, r.agency_funds, r.non_fiscal_balance, r.carryover
            FROM staging.basic_expenditure AS r
            JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
        ) AS h
    ) AS g;
