-- One row is one finding of the rules in a document in force, as its last check recorded it. (A document's findings are looked
-- up one document after the other, also where an export has the planner join otherwise: read as a whole, all earlier checks
-- would be read with them.)
DROP VIEW IF EXISTS rollup.findings;
CREATE VIEW rollup.findings AS
    SELECT i.fiscal_year, i.bgt_stage, i.mof_div_code,
           CASE i.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AS entity_level,
           i.dept_code, CASE i.scope WHEN 'unit' THEN i.agency_code END AS agency_code,
           i.scope, f.rule_id, f.severity, f.table_name, f.row_label, f.column_name,
           f.expected, f.actual, f.difference, f.tolerance, f.unit, f.message, f.hint,
           d.file || '#' || d.document_no AS document, i.revision, f.run_id
    FROM etl.in_force AS i
    JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
    CROSS JOIN LATERAL (SELECT f.*
                        FROM etl.finding AS f
                        WHERE f.mof_div_code = i.mof_div_code AND f.doc_id = i.doc_id AND f.run_id = i.check_run_id
                        OFFSET 0) AS f;

COMMENT ON VIEW rollup.findings IS '勾稽发现：有效文件最近一次核对的结果，每处一行';
COMMENT ON COLUMN rollup.findings.fiscal_year IS '预算年度';
COMMENT ON COLUMN rollup.findings.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN rollup.findings.mof_div_code IS '财政区划代码';
COMMENT ON COLUMN rollup.findings.entity_level IS '层级：agency 单位，department 部门';
COMMENT ON COLUMN rollup.findings.dept_code IS '主管部门代码';
COMMENT ON COLUMN rollup.findings.agency_code IS '单位代码；部门文件为空';
COMMENT ON COLUMN rollup.findings.scope IS '口径：unit 单位，department 部门';
COMMENT ON COLUMN rollup.findings.rule_id IS '规则号，见 ref.rule';
COMMENT ON COLUMN rollup.findings.severity IS '程度：error 错误，warning 提示，rounding 四舍五入所致';
COMMENT ON COLUMN rollup.findings.table_name IS '所在的公开表';
COMMENT ON COLUMN rollup.findings.row_label IS '所在的行，照印';
COMMENT ON COLUMN rollup.findings.column_name IS '所在的列';
COMMENT ON COLUMN rollup.findings.expected IS '应为（各组成部分之和或对应的数），单位见 unit';
COMMENT ON COLUMN rollup.findings.actual IS '所印（未印作0），单位见 unit';
COMMENT ON COLUMN rollup.findings.difference IS '差额：所印减应为，单位见 unit';
COMMENT ON COLUMN rollup.findings.tolerance IS '容差：四舍五入可致的最大差额，单位见 unit';
COMMENT ON COLUMN rollup.findings.unit IS '以上各数的单位：元、%、个';
COMMENT ON COLUMN rollup.findings.message IS '说明';
COMMENT ON COLUMN rollup.findings.hint IS '可能的原因；看不出为空';
COMMENT ON COLUMN rollup.findings.document IS '文件名与文件内的序号';
COMMENT ON COLUMN rollup.findings.revision IS '文件版本';
COMMENT ON COLUMN rollup.findings.run_id IS '核对的运行号，见 etl.run';
