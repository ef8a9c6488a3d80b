-- The printed cells whose sum one figure of the rollups is, of the documents in force. Analysts may call it, though
-- they may not read the documents' tables themselves.

-- One row is one printed cell: its document, table, row and column, as printed with its unit, and what it contributes to
-- the figure. below asks for a higher division with all divisions below it that are loaded (rollup.region_…).
-- PostgreSQL can't tell how few documents are meant, and would read all cells there are once for each of them: without nested
-- loops it reads them once, and from the first of the documents to the last. (Switched off, nested loops count as very dear, and
-- would call for JIT.)
DROP FUNCTION IF EXISTS rollup.trace(text, integer, text, text, text, text, text, text, text, boolean);
CREATE FUNCTION rollup.trace(relation text, fiscal_year integer, mof_div_code text, subject text DEFAULT NULL,
                             measure text DEFAULT NULL, dept_code text DEFAULT NULL, agency_code text DEFAULT NULL,
                             classification text DEFAULT NULL, bgt_stage text DEFAULT 'budget',
                             below boolean DEFAULT false)
RETURNS TABLE (division text, dept text, agency text, agency_name text, document text, revision integer,
               table_name text, row_no integer, row_label text, column_name text, printed text,
               amount numeric, doc_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
    WITH wanted AS MATERIALIZED (
        SELECT i.mof_div_code, i.dept_code, i.agency_code, i.revision, i.doc_id
          FROM etl.in_force AS i
         WHERE i.fiscal_year = trace.fiscal_year AND i.bgt_stage = trace.bgt_stage
           AND (i.mof_div_code = trace.mof_div_code
                OR trace.below AND i.mof_div_code IN (SELECT a.mof_div_code FROM facts.division_above AS a
                                                       WHERE a.higher_code = trace.mof_div_code))
           AND CASE WHEN trace.agency_code IS NOT NULL THEN i.scope = 'unit' AND i.agency_code = trace.agency_code
                    ELSE i.counts END
           AND (trace.dept_code IS NULL OR i.dept_code = trace.dept_code)
    ), range AS MATERIALIZED (
        SELECT min(w.doc_id) AS lowest, max(w.doc_id) AS highest FROM wanted AS w
    ), layout AS MATERIALIZED (
        SELECT x.mof_div_code, x.doc_id, x.expenditure_source, x.carryover_within, x.funds_printed
          FROM facts.expenditure_layout AS x
         WHERE trace.relation = 'expenditure_by_function'
           AND x.doc_id BETWEEN (SELECT g.lowest FROM range AS g) AND (SELECT g.highest FROM range AS g)
    )
    SELECT i.mof_div_code, i.dept_code, i.agency_code, d.agency_name, d.file || '#' || d.document_no, i.revision,
           c.table_name, c.row_no, c.label, c.column_name,
           CASE WHEN c.is_count THEN c.amount::text
                ELSE etl.zh_amount((CASE WHEN c.is_subtracted THEN -c.amount ELSE c.amount END)::bigint,
                                   coalesce(p.unit_fen, f.unit_fen, 1000000),
                                   coalesce(p.last_place_fen, f.last_place_fen, 1)) END,
           CASE WHEN c.is_count THEN c.amount ELSE (c.amount * 0.01)::numeric(20,2) END, i.doc_id
      FROM wanted AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
      JOIN facts.printed_cell AS c ON c.mof_div_code = i.mof_div_code AND c.doc_id = i.doc_id
      LEFT JOIN layout AS l ON l.mof_div_code = i.mof_div_code AND l.doc_id = i.doc_id
      LEFT JOIN staging.published_tables AS p
        ON p.mof_div_code = c.mof_div_code AND p.doc_id = c.doc_id
       AND p.doc_id BETWEEN (SELECT g.lowest FROM range AS g) AND (SELECT g.highest FROM range AS g)
       AND p.table_name = CASE c.table_name WHEN 'budget_summary_revenue' THEN 'budget_summary'
                                            WHEN 'appropriation_summary_expenditure' THEN 'appropriation_summary'
                                            WHEN 'state_capital_expenditure' THEN 'state_capital'
                                            ELSE c.table_name END
      LEFT JOIN (SELECT t.mof_div_code, t.doc_id, t.row_no, etl.unit_fen(t.amount_unit) AS unit_fen,
                        etl.unit_place_fen(t.amount_unit) AS last_place_fen
                   FROM staging.performance_targets AS t
                  WHERE t.doc_id BETWEEN (SELECT g.lowest FROM range AS g) AND (SELECT g.highest FROM range AS g)) AS f
        ON f.mof_div_code = c.mof_div_code AND f.doc_id = c.doc_id AND f.row_no = c.row_no
       AND c.table_name = 'performance_targets'
     WHERE c.relation = trace.relation
       AND c.measure = coalesce(trace.measure, CASE trace.relation WHEN 'revenue_by_source' THEN 'amount'
                                               WHEN 'state_assets' THEN 'vehicles_actual' ELSE 'total' END)
       AND c.amount IS NOT NULL
       AND (c.when_source IS NULL OR c.when_source = l.expenditure_source)
       AND (c.when_within IS NULL OR c.when_within = l.carryover_within)
       AND (NOT c.when_no_funds OR l.funds_printed IS NOT TRUE)
       AND c.doc_id BETWEEN (SELECT g.lowest FROM range AS g) AND (SELECT g.highest FROM range AS g)
       AND CASE WHEN c.classification IS NULL THEN c.subject = coalesce(trace.subject, '')
                ELSE c.classification = coalesce(trace.classification,
                                                 CASE WHEN trace.relation <> 'expenditure_by_economic' THEN 'function'
                                                      WHEN trace.subject ~ '^(5|U)' THEN 'government'
                                                      ELSE 'department' END)
                     AND starts_with(c.subject, coalesce(trace.subject, '')) END
     ORDER BY i.mof_div_code, i.dept_code, i.agency_code, c.table_name, c.row_no, c.column_name
$$;
COMMENT ON FUNCTION rollup.trace(text, integer, text, text, text, text, text, text, text, boolean) IS
    '一个汇总数由哪些文件、哪些表、哪些印出的格子相加而成：参数为汇总表名、年度、区划、科目（合计为空）、金额列（默认 total）、部门、单位、分类、阶段、是否含下级区划；amount 之和即该汇总数';
