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

-- Which documents, of those checked and under check, print the subjects codes[i] with the folded name names[i], of which each is
-- in etl.unknown_subject. What the catalogue of some year has may be printed by documents of that year, too: only then staging
-- is read. (A document may come twice.)
CREATE OR REPLACE FUNCTION etl.check_subject_printers(codes text[], names text[])
RETURNS TABLE (exp_func_code text, folded_name text, doc_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    known text[];
BEGIN
    RETURN QUERY
    SELECT u.exp_func_code, u.folded_name, u.doc_id
    FROM unnest(codes, names) AS w (code, name)
    JOIN etl.unknown_subject AS u ON u.exp_func_code = w.code AND u.folded_name = w.name;
    SELECT array_agg(DISTINCT w.code)
    INTO known
    FROM unnest(codes, names) AS w (code, name)
    JOIN ref.exp_func AS c ON c.exp_func_code = w.code AND facts.folded_name(c.exp_func_name) = w.name;
    IF known IS NOT NULL THEN
        RETURN QUERY
        SELECT DISTINCT w.code, w.name, r.doc_id
        FROM etl.check_printed_subjects AS r
        JOIN unnest(codes, names) AS w (code, name) ON w.code = r.exp_func_code AND w.name = facts.folded_name(r.exp_func_name)
        WHERE r.exp_func_code IN (SELECT k.code FROM unnest(known) AS k (code));
    END IF;
END
$$;

-- The documents among `stays`, and among `superseded` by them, that print a subject outside of their year's catalogue which
-- one of `came` prints and `went`, what stood in its place, didn't, or the other way round, and which so few of those that stay
-- print that it matters. (Three units are enough whatever came or went. What stands again because a later revision was taken
-- back came, and is among `stays` too.) Documents not yet checked, of which staging must tell what they print, are `lowest` and
-- later.
DROP FUNCTION IF EXISTS etl.check_subject_neighbours(bigint[], bigint[], bigint[], bigint[]);
CREATE OR REPLACE FUNCTION etl.check_subject_neighbours(came bigint[], went bigint[], stays bigint[], superseded bigint[],
                                                        lowest bigint)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    codes text[];
    names text[];
BEGIN
    IF coalesce(cardinality(came), 0) + coalesce(cardinality(went), 0) = 0 THEN
        RETURN;
    END IF;
    SELECT array_agg(u.exp_func_code), array_agg(u.folded_name)
    INTO codes, names
    FROM (
        SELECT DISTINCT u.exp_func_code, u.folded_name
        FROM etl.unknown_subject AS u
        WHERE u.folded_name IS NOT NULL AND u.doc_id IN (SELECT s.doc_id FROM unnest(stays || superseded) AS s (doc_id))
    ) AS u;
    IF codes IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH printed AS MATERIALIZED (
        SELECT DISTINCT p.exp_func_code, p.folded_name, p.doc_id
        FROM etl.check_subject_printers(codes, names) AS p
    ), moved AS (
        SELECT m.came, p.exp_func_code, p.folded_name, m.doc_id
        FROM (SELECT c.doc_id, true AS came FROM unnest(came) AS c (doc_id)
              UNION ALL
              SELECT w.doc_id, false FROM unnest(went) AS w (doc_id)) AS m
        JOIN printed AS p ON p.doc_id = m.doc_id
        UNION
        SELECT true, w.code, w.name, c.doc_id
        FROM unnest(came) AS c (doc_id)
        JOIN etl.check_printed_subjects AS r ON r.doc_id = c.doc_id
        JOIN unnest(codes, names) AS w (code, name) ON w.code = r.exp_func_code AND w.name = facts.folded_name(r.exp_func_name)
        WHERE r.doc_id >= lowest
    ), changed AS (
        SELECT DISTINCT u.exp_func_code, u.folded_name
        FROM (
            SELECT m.exp_func_code, m.folded_name
            FROM moved AS m
            JOIN etl.document AS d ON d.doc_id = m.doc_id
            GROUP BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, m.exp_func_code, m.folded_name
            HAVING bool_or(m.came) <> bool_or(NOT m.came)
        ) AS u
    ), few AS (
        SELECT c.exp_func_code, c.folded_name
        FROM changed AS c
        LEFT JOIN (
            SELECT p.exp_func_code, p.folded_name, d.mof_div_code, d.agency_code
            FROM printed AS p
            JOIN (SELECT s.doc_id FROM unnest(stays) AS s (doc_id) EXCEPT SELECT c.doc_id FROM unnest(came) AS c (doc_id)) AS s
                ON s.doc_id = p.doc_id
            JOIN etl.document AS d ON d.doc_id = p.doc_id
        ) AS p ON p.exp_func_code = c.exp_func_code AND p.folded_name = c.folded_name
        GROUP BY c.exp_func_code, c.folded_name
        HAVING count(DISTINCT (p.mof_div_code, p.agency_code)) FILTER (WHERE p.agency_code IS NOT NULL) < 3
    )
    SELECT DISTINCT u.doc_id
    FROM etl.unknown_subject AS u
    JOIN few AS f ON f.exp_func_code = u.exp_func_code AND f.folded_name = u.folded_name
    WHERE u.doc_id IN (SELECT s.doc_id FROM unnest(stays || superseded) AS s (doc_id));
END
$$;
