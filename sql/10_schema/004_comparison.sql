-- What comparing one year with the year before needs: whose money and which subjects moved between the two, and what
-- the rollup makes of it.

-- One row is a part of what one agency (or department) had in the year before fiscal_year that another one has since.
CREATE TABLE ref.reorganization (
    fiscal_year       integer NOT NULL,
    mof_div_code      text COLLATE "C" NOT NULL,
    from_agency_code  text COLLATE "C" NOT NULL,
    to_agency_code    text COLLATE "C" NOT NULL,
    share             numeric NOT NULL CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (mof_div_code, fiscal_year, from_agency_code, to_agency_code)
);
COMMENT ON TABLE ref.reorganization IS '单位撤并、分立、更名：上年的钱现在归谁';
COMMENT ON COLUMN ref.reorganization.fiscal_year IS '自哪一年度起';
COMMENT ON COLUMN ref.reorganization.mof_div_code IS '财政区划代码';
COMMENT ON COLUMN ref.reorganization.from_agency_code IS '上年的单位代码，或以部门文件为口径的部门代码';
COMMENT ON COLUMN ref.reorganization.to_agency_code IS '本年的单位代码，或部门代码';
COMMENT ON COLUMN ref.reorganization.share IS '份额；同一来源之和为1';

-- One row is a part of what stood under one subject in the year before fiscal_year that stands under another one since,
-- with what is below it.
CREATE TABLE ref.subject_change (
    fiscal_year     integer NOT NULL,
    classification  text COLLATE "C" NOT NULL CHECK (classification IN ('function', 'department', 'government')),
    from_code       text COLLATE "C" NOT NULL CHECK (length(from_code) IN (3, 5, 7)),
    to_code         text COLLATE "C" NOT NULL CHECK (length(to_code) IN (3, 5, 7)),
    share           numeric NOT NULL CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (fiscal_year, classification, from_code, to_code)
);
COMMENT ON TABLE ref.subject_change IS '科目更名、合并、拆分：上年的数现在列在哪个科目';
COMMENT ON COLUMN ref.subject_change.fiscal_year IS '自哪一年度起';
COMMENT ON COLUMN ref.subject_change.classification IS '分类：function 支出功能分类，department 部门预算经济分类，government 政府预算经济分类';
COMMENT ON COLUMN ref.subject_change.from_code IS '上年的科目编码，连同其下级';
COMMENT ON COLUMN ref.subject_change.to_code IS '本年的科目编码';
COMMENT ON COLUMN ref.subject_change.share IS '份额；同一来源之和为1';

-- One row is what belongs to the prior year's figure of one subject of one agency, department or division beside what
-- the documents of that year add up to. In yuan; no row where there is nothing.
CREATE TABLE facts.prior_adjustment (
    relation          text COLLATE "C" NOT NULL,
    fiscal_year       integer NOT NULL,
    bgt_stage         text COLLATE "C" NOT NULL,
    mof_div_code      text COLLATE "C" NOT NULL,
    entity_level      text COLLATE "C" NOT NULL,
    dept_code         text COLLATE "C",
    agency_code       text COLLATE "C",
    classification    text COLLATE "C",
    subject           text COLLATE "C",
    restated          numeric(20,2),
    stated            numeric(20,2),
    stated_difference numeric(20,2)
);
CREATE INDEX prior_adjustment_division ON facts.prior_adjustment (mof_div_code, relation, fiscal_year);
COMMENT ON TABLE facts.prior_adjustment IS '上年数的调整（内部）：同口径重述、文字说明中的上年数';
COMMENT ON COLUMN facts.prior_adjustment.fiscal_year IS '本年';
COMMENT ON COLUMN facts.prior_adjustment.restated IS '同口径重述增减的金额（元）';
COMMENT ON COLUMN facts.prior_adjustment.stated IS '上年没有文件的，文字说明中的上年数（元）';
COMMENT ON COLUMN facts.prior_adjustment.stated_difference IS '上年有文件的，文字说明中的上年数减文件中的数（元）';
