-- The documents under check and the tables they publish; views that rules share build on these.

-- What many rules look at is put down once in each check, in unlogged tables of the name of the view or function (…_now)
-- that fills them: a rule then reads the few documents under check, and not staging. The functions read staging no further
-- down than to document `lowest`: of new documents, the last pages. In these tables a printed table is known
-- by its table_key, 32 × the number of the document in this check (etl.check_scope.doc_no) + the number of the table, and
-- etl.check_table says which one that is: joins and sums by one integer cost half of those by division, document and name.
-- A functional subject of a table, or of a document, is known by a subject_key.
DO $$
DECLARE
    relation record;
BEGIN
    FOR relation IN
        SELECT format('etl.%I', c.relname) AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
        FROM pg_class AS c
        WHERE c.relnamespace = 'etl'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'check_scope'
          AND (c.relname LIKE 'check\_%' OR c.relname IN ('expenditure_sum_breaks', 'basic_project_breaks',
                                                          'source_sum_breaks', 'fund_row_sums'))
    LOOP
        IF to_regclass(relation.name) IS NOT NULL THEN
            EXECUTE format('DROP %s %s CASCADE', relation.kind, relation.name);
        END IF;
    END LOOP;
    FOR relation IN
        SELECT p.oid::regprocedure AS name
        FROM pg_proc AS p
        WHERE p.pronamespace = 'etl'::regnamespace
          AND (p.proname LIKE 'check\_%\_now' OR p.proname IN ('expenditure_sum_breaks', 'basic_project_breaks'))
    LOOP
        EXECUTE format('DROP FUNCTION %s', relation.name);
    END LOOP;
END
$$;

-- The sum of amounts in fen, as fen (the sum of bigint is numeric, several times as slow): overflow is an error.
CREATE OR REPLACE AGGREGATE etl.sum_fen(bigint) (
    SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);

-- The keys of what is put down, and what is in them. (They become part of the query that calls them.)
CREATE OR REPLACE FUNCTION etl.table_key(doc_no integer, table_no integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT doc_no * 32 + table_no $$;

CREATE OR REPLACE FUNCTION etl.doc_no(table_key integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT table_key >> 5 $$;

CREATE OR REPLACE FUNCTION etl.table_no(table_key integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT table_key & 31 $$;

-- `number`: a table_key, or the doc_no of a whole document.
CREATE OR REPLACE FUNCTION etl.subject_key(number integer, subject_no integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT number * 10000000::bigint + subject_no $$;

CREATE OR REPLACE FUNCTION etl.subject_no(subject_key bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (subject_key % 10000000)::integer $$;

-- The subject above a 款 or 项; of a 类 it is 0, the total, and above that is none.
CREATE OR REPLACE FUNCTION etl.subject_above(subject_no integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN subject_no > 999 THEN subject_no / 100 WHEN subject_no > 0 THEN 0 END
$$;

-- 1 a 类, 2 a 款, 4 an 项: levels can be added up.
CREATE OR REPLACE FUNCTION etl.subject_level(subject_no integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN subject_no < 1000 THEN 1 WHEN subject_no < 100000 THEN 2 ELSE 4 END
$$;

-- The number of a disclosure table; 16 is the prose, 17 the statement of procurement.
CREATE OR REPLACE FUNCTION etl.table_no(table_name text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_position(ARRAY['budget_summary', 'revenue', 'expenditure', 'appropriation_summary',
        'general_public_expenditure', 'basic_expenditure_by_economic', 'government_fund_revenue',
        'government_fund_expenditure', 'state_capital', 'three_public', 'operating_expenses', 'projects_current',
        'projects_carryover', 'basic_expenditure', 'procurement_budget', 'narrative', 'procurement'], table_name)
$$;

CREATE OR REPLACE FUNCTION etl.table_name(table_no integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (ARRAY['budget_summary', 'revenue', 'expenditure', 'appropriation_summary',
        'general_public_expenditure', 'basic_expenditure_by_economic', 'government_fund_revenue',
        'government_fund_expenditure', 'state_capital', 'three_public', 'operating_expenses', 'projects_current',
        'projects_carryover', 'basic_expenditure', 'procurement_budget', 'narrative', 'procurement'])[table_no]
$$;

-- One row is one table that a document under check has published, with its number (NULL: narrative, procurement),
-- its unit and its last printed place in fen.
CREATE VIEW etl.check_table_now AS
    SELECT etl.table_key(s.doc_no, etl.table_no(t.table_name)) AS table_key, t.mof_div_code, t.doc_id, t.table_name,
           array_position(ARRAY['budget_summary', 'revenue', 'expenditure', 'appropriation_summary',
               'general_public_expenditure', 'basic_expenditure_by_economic', 'government_fund_revenue',
               'government_fund_expenditure', 'state_capital', 'three_public', 'operating_expenses',
               'projects_current', 'projects_carryover', 'basic_expenditure', 'procurement_budget'],
               t.table_name::text) AS table_no,
           t.note, t.row_count, t.unit_fen, t.last_place_fen
    FROM etl.check_scope AS s
    JOIN staging.published_tables AS t ON t.mof_div_code = s.mof_div_code AND t.doc_id = s.doc_id;
CREATE UNLOGGED TABLE etl.check_table AS SELECT r.* FROM etl.check_table_now AS r WITH NO DATA;

-- One row is one document under check that says, below any table, that it withholds rows for secrecy: there the
-- printed parts of a total may fall short of it, never exceed it.
CREATE VIEW etl.check_withheld AS
    SELECT s.doc_no
    FROM etl.check_scope AS s
    WHERE s.withheld;
