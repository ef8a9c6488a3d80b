-- What fills the tables that rules share, in parts, so that several sessions can (transform/rule_run.c): the rows of the
-- documents under check, of staging; then what is made of these. (In PL/pgSQL the planner knows how low `lowest` is.)

DROP FUNCTION IF EXISTS etl.fill_check_relations();

-- Makes the rows of etl.unknown_subject of the documents under check, of their rows as put down.
CREATE OR REPLACE FUNCTION etl.fill_unknown_subjects() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM etl.unknown_subject AS u
    USING etl.check_scope AS s
    WHERE s.mof_div_code = u.mof_div_code AND s.doc_id = u.doc_id;
    -- (Most names are the catalogue's to the letter: only the others are folded.)
    WITH suspects AS MATERIALIZED (
        SELECT s.mof_div_code, s.doc_id, s.fiscal_year, r.exp_func_code, r.exp_func_name
        FROM (
            SELECT e.table_key, e.exp_func_code, e.exp_func_name
            FROM etl.check_expenditure_rows AS e
            WHERE e.subject_no > 0
            UNION ALL
            SELECT f.table_key, f.exp_func_code, f.exp_func_name
            FROM etl.check_source_rows AS f
            WHERE f.subject_no > 0
        ) AS r
        JOIN etl.check_scope AS s ON s.doc_no = etl.doc_no(r.table_key)
        WHERE NOT EXISTS (
            SELECT FROM ref.exp_func AS c
            WHERE c.exp_func_code = r.exp_func_code AND c.exp_func_name = r.exp_func_name
              AND s.fiscal_year BETWEEN c.valid_from AND c.valid_to)
    )
    INSERT INTO etl.unknown_subject (mof_div_code, doc_id, exp_func_code, folded_name)
    SELECT DISTINCT p.mof_div_code, p.doc_id, p.exp_func_code, facts.folded_name(p.exp_func_name)
    FROM suspects AS p
    WHERE NOT EXISTS (
        SELECT FROM ref.exp_func AS c
        WHERE c.exp_func_code = p.exp_func_code AND facts.folded_name(c.exp_func_name) = facts.folded_name(p.exp_func_name)
          AND p.fiscal_year BETWEEN c.valid_from AND c.valid_to);
END
$$;

-- Tables by functional subject, and table 1 and 4.
CREATE OR REPLACE FUNCTION etl.fill_check_rows_by_function() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    lowest CONSTANT bigint := (SELECT min(s.doc_id) FROM etl.check_scope AS s);
BEGIN
    INSERT INTO etl.check_expenditure_rows SELECT r.* FROM etl.check_expenditure_rows_now(lowest) AS r;
    INSERT INTO etl.check_source_rows SELECT r.* FROM etl.check_source_rows_now(lowest) AS r;
    INSERT INTO etl.check_summary_expenditure SELECT r.* FROM etl.check_summary_expenditure_now(lowest) AS r;
    PERFORM etl.fill_unknown_subjects();
END
$$;

-- All others. The summary of tables 1 and 4 is made of their lines.
CREATE OR REPLACE FUNCTION etl.fill_check_rows_other() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    lowest CONSTANT bigint := (SELECT min(s.doc_id) FROM etl.check_scope AS s);
BEGIN
    INSERT INTO etl.check_table SELECT r.* FROM etl.check_table_now AS r;
    INSERT INTO etl.check_revenue_lines SELECT r.* FROM etl.check_revenue_lines_now(lowest) AS r;
    INSERT INTO etl.check_summary SELECT r.* FROM etl.check_summary_now AS r;
    INSERT INTO etl.check_economic_rows SELECT r.* FROM etl.check_economic_rows_now(lowest) AS r;
    INSERT INTO etl.check_project_rows SELECT r.* FROM etl.check_project_rows_now(lowest) AS r;
END
$$;

-- Made of these.
CREATE OR REPLACE FUNCTION etl.fill_check_totals() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_totals SELECT t.* FROM etl.check_totals_now AS t;
$$;

CREATE OR REPLACE FUNCTION etl.fill_check_facts() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_facts SELECT f.* FROM etl.check_facts_now AS f;
$$;

-- (Sorted, not hashed: the rows come in the order of the key but for where three tables meet, and there are as many groups as
-- a hash table has no room for.)
CREATE OR REPLACE FUNCTION etl.fill_check_codes() RETURNS void
LANGUAGE sql SET enable_hashagg = off AS $$
    INSERT INTO etl.check_codes SELECT c.* FROM etl.check_codes_now AS c;
$$;
