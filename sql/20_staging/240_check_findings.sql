-- What the rules of the check under way have found, before it becomes etl.finding.

-- One row is one row of one rule file. Several sessions fill it, each rule file in one step; nobody else reads it.
CREATE UNLOGGED TABLE etl.check_finding (
    run_id        bigint NOT NULL,
    mof_div_code  text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    rule_id       text COLLATE "C" NOT NULL,
    table_name    text,
    row_no        integer,
    row_label     text,
    column_name   text,
    expected      numeric,
    actual        numeric,
    tolerance     numeric,
    unit          text NOT NULL CHECK (unit IN ('元', '%', '个')),
    message       text NOT NULL,
    hint          text
);
COMMENT ON TABLE etl.check_finding IS '正在核对的文件的勾稽发现（内部）';

-- Ends the statement that records what a rule file found: a row of it can't be right.
CREATE OR REPLACE FUNCTION etl.refuse_finding(why text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why;
END
$$;

-- One row is one finding as the check under way would record it: its severity is that in force in the document's
-- division (its own setting, else that for all, else the rule's), or off.
CREATE VIEW etl.check_finding_in_force AS
    SELECT f.ctid AS place, f.run_id, f.mof_div_code, f.doc_id, f.rule_id,
           CASE WHEN w.severity = 'off' THEN 'off'
                WHEN abs(f.actual - f.expected) <= f.tolerance THEN 'rounding'
                ELSE w.severity END AS severity,
           f.table_name, f.row_no, f.row_label, f.column_name, f.expected, f.actual, f.tolerance, f.unit, f.message,
           f.hint
    FROM etl.check_finding AS f
    JOIN ref.rule AS r ON r.rule_id = f.rule_id
    LEFT JOIN ref.rule_setting AS d ON d.mof_div_code = f.mof_div_code AND d.rule_id = f.rule_id
    LEFT JOIN ref.rule_setting AS a ON a.mof_div_code = '' AND a.rule_id = f.rule_id
    CROSS JOIN LATERAL (SELECT coalesce(d.severity, a.severity, r.severity) AS severity) AS w;

-- The findings of the check before of the rules that failed in this one: they stand until the rule runs again.
CREATE OR REPLACE FUNCTION etl.keep_check_findings(this_run bigint, failed text[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_finding (run_id, mof_div_code, doc_id, rule_id, table_name, row_no, row_label, column_name,
                                   expected, actual, tolerance, unit, message, hint)
    SELECT this_run, f.mof_div_code, f.doc_id, f.rule_id, f.table_name, f.row_no, f.row_label, f.column_name,
           f.expected, f.actual, f.tolerance, f.unit, f.message, f.hint
    FROM etl.check_scope AS s
    JOIN (
        SELECT k.mof_div_code, k.doc_id, max(k.run_id) AS run_id
        FROM etl.document_check AS k
        WHERE k.run_id < this_run
        GROUP BY k.mof_div_code, k.doc_id
    ) AS b ON b.mof_div_code = s.mof_div_code AND b.doc_id = s.doc_id
    JOIN etl.finding AS f ON f.mof_div_code = b.mof_div_code AND f.doc_id = b.doc_id AND f.run_id = b.run_id
    WHERE f.rule_id = ANY (failed)
$$;
