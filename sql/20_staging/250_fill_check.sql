-- What fills the tables that rules share, in parts, so that several sessions can (transform/rule_run.c): the rows of the
-- documents under check, of staging; then what is made of these. (In PL/pgSQL the planner knows how low `lowest` is.)

DROP FUNCTION IF EXISTS etl.fill_check_relations();

-- Tables by functional subject, and table 1 and 4.
CREATE OR REPLACE FUNCTION etl.fill_check_rows_by_function() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    lowest CONSTANT bigint := (SELECT min(s.doc_id) FROM etl.check_scope AS s);
BEGIN
    INSERT INTO etl.check_expenditure_rows SELECT r.* FROM etl.check_expenditure_rows_now(lowest) AS r;
    INSERT INTO etl.check_source_rows SELECT r.* FROM etl.check_source_rows_now(lowest) AS r;
    INSERT INTO etl.check_summary_expenditure SELECT r.* FROM etl.check_summary_expenditure_now(lowest) AS r;
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
