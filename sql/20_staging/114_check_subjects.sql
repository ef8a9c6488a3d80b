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

-- The documents among `stays`, and among `superseded` by them, that print a subject outside of their year's catalogue which
-- one of `came` prints and `went`, what stood in its place, didn't, or the other way round, and which so few of those that stay
-- print that it matters. (Three units are enough whatever came or went.) What came can only end findings that stand.
CREATE OR REPLACE FUNCTION etl.check_subject_neighbours(came bigint[], went bigint[], stays bigint[], superseded bigint[])
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    codes text[];
BEGIN
    IF coalesce(cardinality(stays), 0) = 0 OR coalesce(cardinality(came), 0) + coalesce(cardinality(went), 0) = 0 THEN
        RETURN;
    END IF;
    SELECT array_agg(DISTINCT u.exp_func_code)
    INTO codes
    FROM (
        SELECT r.exp_func_code, bool_or(m.came) AS came
        FROM (SELECT u.doc_id, true AS came FROM unnest(came) AS u (doc_id)
              UNION ALL
              SELECT u.doc_id, false FROM unnest(went) AS u (doc_id)) AS m
        JOIN etl.document AS d ON d.doc_id = m.doc_id
        JOIN etl.check_printed_subjects AS r ON r.doc_id = m.doc_id
        WHERE r.exp_func_code IS NOT NULL
        GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, r.exp_func_code,
                 facts.folded_name(r.exp_func_name)
        HAVING bool_or(m.came) <> bool_or(NOT m.came)
    ) AS u
    WHERE NOT u.came OR u.exp_func_code IN (
        SELECT split_part(f.row_label, ' ', 1)
        FROM etl.finding AS f
        WHERE f.rule_id IN ('C01', 'C02'));
    IF codes IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH documents AS MATERIALIZED (
        SELECT d.doc_id, d.mof_div_code, d.agency_code, d.fiscal_year, s.counts
        FROM etl.document AS d
        JOIN (SELECT u.doc_id, true AS counts FROM unnest(stays) AS u (doc_id)
              UNION ALL
              SELECT u.doc_id, false FROM unnest(superseded) AS u (doc_id)) AS s ON s.doc_id = d.doc_id
    ), printed AS MATERIALIZED (
        SELECT DISTINCT r.exp_func_code, facts.folded_name(r.exp_func_name) AS folded, d.doc_id, d.mof_div_code, d.agency_code,
               d.fiscal_year, d.counts
        FROM etl.check_printed_subjects AS r
        JOIN documents AS d ON d.doc_id = r.doc_id
        WHERE r.exp_func_code IN (SELECT u.code FROM unnest(codes) AS u (code))
    ), few AS (
        SELECT p.exp_func_code, p.folded
        FROM printed AS p
        GROUP BY p.exp_func_code, p.folded
        HAVING count(DISTINCT (p.mof_div_code, p.agency_code)) FILTER (WHERE p.counts) < 3
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
