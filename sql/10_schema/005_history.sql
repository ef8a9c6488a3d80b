-- What the rollups said after each run, and by what they were made, so that a change can be explained.

-- One row is one rollup: by which SQL and which configuration.
CREATE TABLE etl.rollup_run (
    run_id        bigint PRIMARY KEY,
    program_hash  text NOT NULL,
    config_hash   text NOT NULL
);
COMMENT ON TABLE etl.rollup_run IS '每次汇总一行：所用的程序与配置';
COMMENT ON COLUMN etl.rollup_run.run_id IS '运行号，见 etl.run';
COMMENT ON COLUMN etl.rollup_run.program_hash IS '汇总 SQL 的散列值';
COMMENT ON COLUMN etl.rollup_run.config_hash IS '科目目录、对照、同口径配置的散列值';

-- One row is what one document in force brought to the rollups from one run on until another: the totals of each relation,
-- and its classes. A row ends when the document, its figures, its department or its counting changes.
CREATE TABLE etl.figure_history (
    mof_div_code  text COLLATE "C" NOT NULL,
    fiscal_year   integer NOT NULL,
    bgt_stage     text COLLATE "C" NOT NULL,
    scope         text COLLATE "C" NOT NULL,
    dept_code     text COLLATE "C" NOT NULL,
    agency_code   text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    counts        boolean NOT NULL,
    figures       jsonb NOT NULL,
    from_run      bigint NOT NULL,
    until_run     bigint,
    PRIMARY KEY (mof_div_code, fiscal_year, bgt_stage, scope, agency_code, from_run)
);
COMMENT ON TABLE etl.figure_history IS '各有效文件在各次运行之间的汇总数（内部；查询用 rollup.as_of 与 rollup.changes）';
COMMENT ON COLUMN etl.figure_history.mof_div_code IS '财政区划代码';
COMMENT ON COLUMN etl.figure_history.fiscal_year IS '预算年度';
COMMENT ON COLUMN etl.figure_history.bgt_stage IS '预算阶段';
COMMENT ON COLUMN etl.figure_history.scope IS '口径：unit 单位，department 部门';
COMMENT ON COLUMN etl.figure_history.dept_code IS '主管部门代码';
COMMENT ON COLUMN etl.figure_history.agency_code IS '单位代码；部门文件同主管部门代码';
COMMENT ON COLUMN etl.figure_history.doc_id IS '文件号，见 etl.document';
COMMENT ON COLUMN etl.figure_history.counts IS '是否计入部门与全市';
COMMENT ON COLUMN etl.figure_history.figures IS '汇总表名/科目：金额（元）';
COMMENT ON COLUMN etl.figure_history.from_run IS '自哪次运行起';
COMMENT ON COLUMN etl.figure_history.until_run IS '至哪次运行止（不含）；现行的为空';
