-- What the rollups said after any run, and why that changed between two runs.

-- One row is one total (of a relation, its classes, sources or items) of one agency, department or division after run
-- as_of. Where the total is NULL there is no row.
DROP FUNCTION IF EXISTS rollup.as_of(bigint);
CREATE FUNCTION rollup.as_of(as_of bigint)
RETURNS TABLE (fiscal_year integer, bgt_stage text, mof_div_code text, entity_level text, dept_code text,
               agency_code text, relation text, subject text, amount numeric(20,2))
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT h.fiscal_year, h.bgt_stage, h.mof_div_code, v.entity_level, v.dept_code, v.agency_code,
           split_part(f.key, '/', 1), substr(f.key, strpos(f.key, '/') + 1), sum(f.value::numeric(20,2))
      FROM etl.figure_history AS h
     CROSS JOIN LATERAL jsonb_each_text(h.figures) AS f (key, value)
     CROSS JOIN LATERAL (VALUES ('agency', h.dept_code, h.agency_code, h.scope = 'unit'),
                                ('department', h.dept_code, NULL, h.counts), ('division', NULL, NULL, h.counts))
           AS v (entity_level, dept_code, agency_code, is_part)
     WHERE h.from_run <= as_of.as_of AND (h.until_run IS NULL OR h.until_run > as_of.as_of) AND v.is_part
     GROUP BY h.fiscal_year, h.bgt_stage, h.mof_div_code, v.entity_level, v.dept_code, v.agency_code, f.key
$$;
COMMENT ON FUNCTION rollup.as_of(bigint) IS
    '某次运行结束时的各项合计：subject 为科目的类、来源或项目，合计为空字符串；经济分类前加 department/ 或 government/；收入来源不含 total_without_internal_transfers（由 total 减 superior_subsidy、subordinate_remittance 得出）';

-- The last rollup that was complete at a point of time.
CREATE OR REPLACE FUNCTION rollup.run_at(at timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT max(r.run_id)
        FROM etl.rollup_run AS r
        JOIN etl.run AS n ON n.run_id = r.run_id
       WHERE n.finished_at <= at $$;
COMMENT ON FUNCTION rollup.run_at(timestamptz) IS '某时刻已完成的最近一次汇总的运行号';

-- One row is one contributor's part in the change of one division's totals between two runs: their sum is the change. A
-- document counts with nothing where it doesn't count. cause: new a document of an agency that had none; revision;
-- withdrawn; held (back, or no longer); basis (the department's document took the place of its units', or gave it back);
-- department (the agency belongs to another one); configuration, program, or logic where both changed.
DROP FUNCTION IF EXISTS rollup.changes(bigint, bigint);
CREATE FUNCTION rollup.changes(from_run bigint, to_run bigint)
RETURNS TABLE (fiscal_year integer, bgt_stage text, mof_div_code text, dept_code text, scope text, agency_code text,
               relation text, subject text, cause text, before numeric(20,2), after numeric(20,2),
               change numeric(20,2), document_before bigint, document_after bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH state AS (
        SELECT h.mof_div_code, h.fiscal_year, h.bgt_stage, h.scope, h.dept_code, h.agency_code, h.doc_id, h.counts,
               CASE WHEN h.counts THEN h.figures ELSE '{}' END AS figures,
               h.from_run <= changes.from_run
               AND (h.until_run IS NULL OR h.until_run > changes.from_run) AS is_before,
               h.from_run <= changes.to_run AND (h.until_run IS NULL OR h.until_run > changes.to_run) AS is_after
          FROM etl.figure_history AS h
         WHERE h.from_run <= greatest(changes.from_run, changes.to_run)
    ), logic AS (
        SELECT (SELECT r.program_hash FROM etl.rollup_run AS r WHERE r.run_id <= changes.from_run
                 ORDER BY r.run_id DESC LIMIT 1)
               IS DISTINCT FROM
               (SELECT r.program_hash FROM etl.rollup_run AS r WHERE r.run_id <= changes.to_run
                 ORDER BY r.run_id DESC LIMIT 1) AS program_changed,
               (SELECT r.config_hash FROM etl.rollup_run AS r WHERE r.run_id <= changes.from_run
                 ORDER BY r.run_id DESC LIMIT 1)
               IS DISTINCT FROM
               (SELECT r.config_hash FROM etl.rollup_run AS r WHERE r.run_id <= changes.to_run
                 ORDER BY r.run_id DESC LIMIT 1) AS config_changed
    ), pair AS (
        SELECT coalesce(b.mof_div_code, a.mof_div_code) AS mof_div_code,
               coalesce(b.fiscal_year, a.fiscal_year) AS fiscal_year, coalesce(b.bgt_stage, a.bgt_stage) AS bgt_stage,
               coalesce(b.scope, a.scope) AS scope, coalesce(b.agency_code, a.agency_code) AS agency_code,
               b.dept_code AS dept_before, a.dept_code AS dept_after, b.doc_id AS document_before,
               a.doc_id AS document_after, b.counts AS counted_before, a.counts AS counted_after,
               coalesce(b.figures, '{}') AS figures_before, coalesce(a.figures, '{}') AS figures_after
          FROM (SELECT s.* FROM state AS s WHERE s.is_before AND NOT s.is_after) AS b
          FULL JOIN (SELECT s.* FROM state AS s WHERE s.is_after AND NOT s.is_before) AS a
            ON a.mof_div_code = b.mof_div_code AND a.fiscal_year = b.fiscal_year AND a.bgt_stage = b.bgt_stage
           AND a.scope = b.scope AND a.agency_code = b.agency_code
    ), explained AS (
        SELECT p.*,
               CASE WHEN p.document_before IS NULL THEN 'new'
                    WHEN p.document_after IS NULL AND d.withdrawn_at IS NOT NULL THEN 'withdrawn'
                    WHEN p.document_after IS NULL THEN 'held'
                    WHEN p.counted_before <> p.counted_after THEN 'basis'
                    WHEN p.dept_before <> p.dept_after THEN 'department'
                    WHEN p.document_before <> p.document_after AND d.withdrawn_at IS NOT NULL THEN 'withdrawn'
                    WHEN p.document_before <> p.document_after AND n.revision > d.revision THEN 'revision'
                    WHEN p.document_before <> p.document_after THEN 'held'
                    WHEN l.program_changed AND l.config_changed THEN 'logic'
                    WHEN l.program_changed THEN 'program' ELSE 'configuration' END AS cause
          FROM pair AS p
         CROSS JOIN logic AS l
          LEFT JOIN etl.document AS d ON d.mof_div_code = p.mof_div_code AND d.doc_id = p.document_before
          LEFT JOIN etl.document AS n ON n.mof_div_code = p.mof_div_code AND n.doc_id = p.document_after
    ), part AS (
        -- A department loses, or gains, in a row of its own where the agency changed departments.
        SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, coalesce(v.dept_code, e.dept_before, e.dept_after) AS dept_code,
               e.scope, e.agency_code, e.cause, e.document_before, e.document_after, f.key,
               sum(CASE WHEN v.is_before THEN f.value::numeric(20,2) END) AS before,
               sum(CASE WHEN NOT v.is_before THEN f.value::numeric(20,2) END) AS after
          FROM explained AS e
         CROSS JOIN LATERAL (VALUES (true, e.dept_before, e.figures_before), (false, e.dept_after, e.figures_after))
               AS v (is_before, dept_code, figures)
         CROSS JOIN LATERAL jsonb_each_text(v.figures) AS f (key, value)
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    SELECT p.fiscal_year, p.bgt_stage, p.mof_div_code, p.dept_code, p.scope, p.agency_code, split_part(p.key, '/', 1),
           substr(p.key, strpos(p.key, '/') + 1), p.cause, p.before, p.after,
           coalesce(p.after, 0) - coalesce(p.before, 0), p.document_before, p.document_after
      FROM part AS p
     WHERE coalesce(p.after, 0) <> coalesce(p.before, 0)
$$;
COMMENT ON FUNCTION rollup.changes(bigint, bigint) IS
    '两次运行之间各区划合计的变化由哪些文件引起：new 新文件，revision 新版本，withdrawn 撤回，held 暂缓，basis 口径变化，department 改隶，configuration 配置，program 程序，logic 两者；change 之和即合计的变化';
