-- What the columns without a comment hold.
COMMENT ON COLUMN staging.published_tables.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN staging.published_tables.doc_id IS '文件号，见 etl.document';
COMMENT ON COLUMN staging.published_tables.table_name IS '表的键，如 revenue；narrative 为文字说明，procurement 为政府采购情况';
COMMENT ON COLUMN staging.published_tables.title IS '表题，照印；未印为空';
COMMENT ON COLUMN staging.published_tables.note IS '表下的注，照印；未印为空';
COMMENT ON COLUMN staging.published_tables.row_count IS '行数';
COMMENT ON COLUMN facts.prior_adjustment.relation IS '汇总表：rollup 中的表名';
COMMENT ON COLUMN facts.prior_adjustment.bgt_stage IS '预算阶段：budget 年初预算，final 决算';
COMMENT ON COLUMN facts.prior_adjustment.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN facts.prior_adjustment.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN facts.prior_adjustment.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN facts.prior_adjustment.agency_code IS '单位代码；只有单位行有';
COMMENT ON COLUMN facts.prior_adjustment.classification IS '分类：function 支出功能分类，department 部门预算支出经济分类，government 政府预算支出经济分类；没有科目的汇总表为空';
COMMENT ON COLUMN facts.prior_adjustment.subject IS '科目编码、收入来源或项目；没有的汇总表为空';
