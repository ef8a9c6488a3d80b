-- One row is one document that is held: the highest revision of an agency or department that the last rollup knew, where
-- that is higher than the one in force. It would be in force were it not for its errors.
DROP VIEW IF EXISTS etl.held;
CREATE VIEW etl.held AS
SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, CASE d.scope WHEN 'unit' THEN 'agency' ELSE d.scope END AS entity_level,
       d.dept_code, CASE d.scope WHEN 'unit' THEN d.agency_code END AS agency_code, 'held' AS status,
       d.file || '#' || d.document_no AS document, d.revision,
       (SELECT count(*)
          FROM etl.finding AS f
         WHERE f.mof_div_code = d.mof_div_code AND f.doc_id = d.doc_id AND f.severity = 'error'
           AND f.run_id = (SELECT max(k.run_id)
                             FROM etl.document_check AS k
                            WHERE k.mof_div_code = d.mof_div_code AND k.doc_id = d.doc_id)) AS errors,
       i.revision AS revision_in_force
  FROM (SELECT DISTINCT ON (x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code)
               x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.dept_code, x.agency_code, x.file, x.document_no,
               x.revision, x.doc_id
          FROM etl.document AS x
          JOIN etl.run AS r ON r.run_id = x.run_id AND r.state = 'complete'
         WHERE x.withdrawn_at IS NULL
           AND x.run_id <= (SELECT max(l.run_id) FROM etl.run AS l WHERE l.state = 'complete' AND l.in_force IS NOT NULL)
         ORDER BY x.mof_div_code, x.fiscal_year, x.bgt_stage, x.scope, x.agency_code, x.revision DESC, x.doc_id DESC) AS d
  LEFT JOIN etl.in_force AS i
    ON i.mof_div_code = d.mof_div_code AND i.fiscal_year = d.fiscal_year AND i.bgt_stage = d.bgt_stage
   AND i.scope = d.scope AND i.agency_code = d.agency_code
 WHERE i.revision IS NULL OR i.revision < d.revision;
COMMENT ON VIEW etl.held IS '暂缓的文件：最近一次汇总所知的最高版本因勾稽错误没有生效的，每份一行';
COMMENT ON COLUMN etl.held.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN etl.held.fiscal_year IS '预算年度';
COMMENT ON COLUMN etl.held.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN etl.held.entity_level IS '层级：agency 单位，department 部门';
COMMENT ON COLUMN etl.held.dept_code IS '主管部门代码';
COMMENT ON COLUMN etl.held.agency_code IS '单位代码；部门文件为空';
COMMENT ON COLUMN etl.held.status IS 'held 暂缓';
COMMENT ON COLUMN etl.held.document IS '文件名与文件内序号';
COMMENT ON COLUMN etl.held.revision IS '暂缓的版本';
COMMENT ON COLUMN etl.held.errors IS '最近一次勾稽的错误数';
COMMENT ON COLUMN etl.held.revision_in_force IS '仍然有效的版本；没有的为空';
