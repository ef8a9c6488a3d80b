-- One row says, of one division, year and stage, how many agencies are expected and how many are covered: by a document
-- of their own in force, or by that of their department, which then holds their money. A department of which no agency is
-- known counts as one.
CREATE OR REPLACE VIEW etl.coverage_rate AS
SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage,
       count(*) AS expected,
       count(*) FILTER (WHERE x.covered) AS covered,
       count(*) FILTER (WHERE NOT x.covered AND x.status = 'missing') AS missing,
       count(*) FILTER (WHERE x.status = 'held') AS held,
       count(*) FILTER (WHERE x.status = 'rejected') AS rejected,
       trunc(count(*) FILTER (WHERE x.covered) * 100.0 / count(*), 2) AS percent
  FROM (SELECT a.mof_div_code, a.fiscal_year, a.bgt_stage, a.status,
               a.status = 'loaded' OR a.basis = 'department' AS covered
          FROM rollup.coverage AS a
         WHERE a.entity_level = 'agency'
        UNION ALL
        SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.status, d.status = 'loaded'
          FROM rollup.coverage AS d
         WHERE d.entity_level = 'department' AND d.agencies = 0) AS x
 GROUP BY x.mof_div_code, x.fiscal_year, x.bgt_stage;
COMMENT ON VIEW etl.coverage_rate IS '各区划、年度、阶段的单位公开到位率：本单位文件有效，或由主管部门文件涵盖';
COMMENT ON COLUMN etl.coverage_rate.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN etl.coverage_rate.fiscal_year IS '预算年度';
COMMENT ON COLUMN etl.coverage_rate.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN etl.coverage_rate.expected IS '应公开的单位个数：名册上的与已到达的；没有已知单位的部门计为一个';
COMMENT ON COLUMN etl.coverage_rate.covered IS '已到位的单位个数';
COMMENT ON COLUMN etl.coverage_rate.missing IS '未公开的单位个数';
COMMENT ON COLUMN etl.coverage_rate.held IS '文件暂缓、没有有效版本的单位个数';
COMMENT ON COLUMN etl.coverage_rate.rejected IS '文件被退回、没有有效版本的单位个数';
COMMENT ON COLUMN etl.coverage_rate.percent IS '到位率（%，两位小数，不进位）';

COMMENT ON COLUMN rollup.coverage.errors IS
    '最近一次勾稽的错误数；部门、全市行为全部有效文件（含未计入合计的部门文件与单位文件）之和；未勾稽为空';
COMMENT ON COLUMN rollup.coverage.warnings IS '最近一次勾稽的提示数，口径同错误数；未勾稽为空';
COMMENT ON COLUMN rollup.coverage.tables_published IS
    '公开的表数（15张之中）；部门、全市行为计入的各文件之和，以下各列除错误数、提示数外同';
