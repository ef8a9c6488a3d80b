-- The documents under check and the tables they publish; views that rules share build on these.
DROP VIEW IF EXISTS etl.function_sum_breaks, etl.basic_project_breaks, etl.check_function_rows,
    etl.fund_row_sums, etl.fund_columns_printed, etl.check_fund_rows,
    etl.check_summary, etl.check_summary_revenue, etl.check_summary_expenditure,
    etl.check_economic_rows, etl.check_three_public, etl.check_project_rows,
    etl.check_withheld, etl.check_table;

-- One row is one table that a document under check has published, with its unit and last printed place in fen.
CREATE VIEW etl.check_table AS
    SELECT t.mof_div_code, t.doc_id, t.table_name, t.note, t.row_count, t.unit_fen, t.last_place_fen
    FROM etl.check_scope AS s
    JOIN staging.published_tables AS t ON t.mof_div_code = s.mof_div_code AND t.doc_id = s.doc_id;

-- One row is one document under check that says, below any table, that it withholds rows for secrecy: there the
-- printed parts of a total may fall short of it, never exceed it.
CREATE VIEW etl.check_withheld AS
    SELECT DISTINCT t.mof_div_code, t.doc_id
    FROM etl.check_table AS t
    WHERE t.note ~ '剔除|不予公开|涉密|保密';

-- How a row is called in a finding: code and name as printed, or else its place.
CREATE OR REPLACE FUNCTION etl.row_label(code text, name text, row_no integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(concat_ws(' ', code, name), ''), '第' || row_no || '行')
$$;
