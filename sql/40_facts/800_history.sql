-- Who handed in what and when, and what was in force after a run.

-- One row is one event of a document: its arrival, or its withdrawal.
CREATE OR REPLACE VIEW etl.history AS
    SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.agency_name,
           d.revision, 'loaded'::text AS event, d.run_id, d.loaded_at AS happened_at,
           NULL::text AS why, d.doc_id, d.file, d.document_no
    FROM etl.document AS d
    WHERE NOT d.orphan
    UNION ALL
    SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.agency_name,
           d.revision, 'withdrawn', d.withdrawn_run, d.withdrawn_at, d.withdrawn_why, d.doc_id, d.file,
           d.document_no
    FROM etl.document AS d
    WHERE NOT d.orphan AND d.withdrawn_at IS NOT NULL;
COMMENT ON VIEW etl.history IS '报送与撤回的历史，每件事一行';
COMMENT ON COLUMN etl.history.mof_div_code IS '财政区划代码';
COMMENT ON COLUMN etl.history.fiscal_year IS '预算年度';
COMMENT ON COLUMN etl.history.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN etl.history.scope IS '口径：unit 单位，department 部门';
COMMENT ON COLUMN etl.history.dept_code IS '主管部门代码';
COMMENT ON COLUMN etl.history.agency_code IS '单位代码；部门文件同主管部门代码';
COMMENT ON COLUMN etl.history.agency_name IS '单位名称，照印';
COMMENT ON COLUMN etl.history.revision IS '版本';
COMMENT ON COLUMN etl.history.run_id IS '运行号，见 etl.run';
COMMENT ON COLUMN etl.history.happened_at IS '时间';
COMMENT ON COLUMN etl.history.why IS '撤回的原因；入库为空';
COMMENT ON COLUMN etl.history.doc_id IS '文件号，见 etl.document';
COMMENT ON COLUMN etl.history.file IS '文件';
COMMENT ON COLUMN etl.history.document_no IS '文件内序号';
COMMENT ON COLUMN etl.history.event IS 'loaded 入库，withdrawn 撤回';

-- One row is one document that was the highest revision handed in, and not withdrawn, when run as_of was done.
CREATE OR REPLACE FUNCTION etl.documents_as_of(as_of bigint)
RETURNS TABLE (mof_div_code text, fiscal_year integer, bgt_stage text, scope text, dept_code text,
               agency_code text, revision integer, doc_id bigint)
LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT ON (d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code)
           d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.revision,
           d.doc_id
    FROM etl.document AS d
    JOIN etl.run AS r ON r.run_id = d.run_id
    WHERE r.state = 'complete' AND NOT d.orphan AND d.run_id <= as_of
      AND (d.withdrawn_run IS NULL OR d.withdrawn_run > as_of)
    ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, d.revision DESC
$$;
COMMENT ON FUNCTION etl.documents_as_of(bigint) IS '某次运行结束时各单位的最高版本（不含已撤回）';
