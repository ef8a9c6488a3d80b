-- Who prints which functional subject: a catalogue that is incomplete is made up for by what several documents print alike
-- (C01, C02), so that one that comes or goes may change what is found in others.

-- One row is one printed row of a document with a functional subject's code and name.
CREATE VIEW etl.check_printed_subjects AS
    SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.expenditure AS r
    UNION ALL SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.revenue AS r
    UNION ALL SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.general_public_expenditure AS r
    UNION ALL SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.government_fund_expenditure AS r
    UNION ALL SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.state_capital_expenditure AS r
    UNION ALL SELECT r.doc_id, r.exp_func_code, r.exp_func_name FROM staging.procurement_budget AS r;

-- The documents among `stays` that print a subject outside of their year's catalogue which one of `moved` prints too, and
-- which so few of those that stay print that it matters. (Three units are enough whatever came or went.)
CREATE OR REPLACE FUNCTION etl.check_subject_neighbours(moved bigint[], stays bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF coalesce(cardinality(moved), 0) = 0 OR coalesce(cardinality(stays), 0) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH documents AS MATERIALIZED (
        SELECT d.doc_id, d.mof_div_code, d.agency_code, d.fiscal_year
        FROM etl.document AS d
        JOIN unnest(stays) AS s (doc_id) ON s.doc_id = d.doc_id
    ), subjects AS MATERIALIZED (
        SELECT DISTINCT r.exp_func_code, facts.folded_name(r.exp_func_name) AS folded
        FROM etl.check_printed_subjects AS r
        JOIN unnest(moved) AS m (doc_id) ON m.doc_id = r.doc_id
        WHERE NOT EXISTS (
            SELECT FROM ref.exp_func AS c
            WHERE c.exp_func_code = r.exp_func_code AND c.exp_func_name = r.exp_func_name
              AND c.valid_from <= (SELECT min(d.fiscal_year) FROM documents AS d)
              AND c.valid_to >= (SELECT max(d.fiscal_year) FROM documents AS d))
    ), printed AS MATERIALIZED (
        SELECT DISTINCT u.exp_func_code, u.folded, d.doc_id, d.mof_div_code, d.agency_code, d.fiscal_year
        FROM etl.check_printed_subjects AS r
        JOIN subjects AS u ON u.exp_func_code = r.exp_func_code AND u.folded = facts.folded_name(r.exp_func_name)
        JOIN documents AS d ON d.doc_id = r.doc_id
    ), few AS (
        SELECT p.exp_func_code, p.folded
        FROM printed AS p
        GROUP BY p.exp_func_code, p.folded
        HAVING count(DISTINCT (p.mof_div_code, p.agency_code)) < 3
    )
    SELECT DISTINCT p.doc_id
    FROM printed AS p
    JOIN few AS f ON f.exp_func_code = p.exp_func_code AND f.folded = p.folded
    WHERE NOT EXISTS (
        SELECT FROM ref.exp_func AS c
        WHERE c.exp_func_code = p.exp_func_code AND facts.folded_name(c.exp_func_name) = p.folded
          AND p.fiscal_year BETWEEN c.valid_from AND c.valid_to);
END
$$;
