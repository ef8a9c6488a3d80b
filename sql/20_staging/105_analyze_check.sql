-- Statistics of what a check puts down, for the planner, which needs no more than the columns that relations are joined by.
-- Only a relation's owner may collect them, and the nights run as huizong_etl, which owns nothing: hence with the rights of
-- the owner. part is one of those below.
CREATE OR REPLACE FUNCTION etl.analyze_check(part text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    CASE part
        WHEN 'scope' THEN
            -- Of what was loaded just now nothing is known otherwise.
            ANALYZE etl.check_scope, etl.document (mof_div_code, doc_id, run_id, fiscal_year, bgt_stage, scope, agency_code);
        WHEN 'codes' THEN
            ANALYZE etl.check_codes (subject_key);
        WHEN 'rows' THEN
            ANALYZE etl.check_table (table_key, table_no),
                    etl.check_revenue_lines (table_key, table_no),
                    etl.check_summary (table_key, table_no),
                    etl.check_economic_rows (table_key, table_no),
                    etl.check_project_rows (table_key, table_no);
        WHEN 'rows by function' THEN
            ANALYZE etl.check_expenditure_rows (table_key, table_no),
                    etl.check_source_rows (table_key, table_no),
                    etl.check_summary_expenditure (table_key, table_no);
        WHEN 'facts' THEN
            ANALYZE etl.check_facts (table_key);
        WHEN 'errors' THEN
            ANALYZE etl.check_hint_errors (doc_id), etl.check_hint_tables;
        WHEN 'totals' THEN
            ANALYZE etl.check_totals (doc_no);
    END CASE;
END
$$;
COMMENT ON FUNCTION etl.analyze_check(text) IS '收集核对所用各表的统计信息（内部）';
