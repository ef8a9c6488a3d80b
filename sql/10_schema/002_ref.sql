-- Reference data, loaded from the CSV files of config/ by init. Small tables, the same everywhere.

-- One row is one name of one functional subject in the years it was in use.
CREATE TABLE ref.exp_func (
    exp_func_code   text COLLATE "C" NOT NULL,
    exp_func_name   text NOT NULL,
    exp_func_level  integer NOT NULL CHECK (exp_func_level BETWEEN 1 AND 3),
    valid_from      integer NOT NULL,
    valid_to        integer NOT NULL,
    PRIMARY KEY (exp_func_code, valid_from)
);
COMMENT ON TABLE ref.exp_func IS '支出功能分类科目目录（由公开文件整理，不完整）';

CREATE TABLE ref.dep_bgt_eco (
    dep_bgt_eco_code  text COLLATE "C" PRIMARY KEY,
    dep_bgt_eco_name  text NOT NULL,
    eco_level         integer NOT NULL CHECK (eco_level BETWEEN 1 AND 2)
);
COMMENT ON TABLE ref.dep_bgt_eco IS '部门预算支出经济分类科目目录';

CREATE TABLE ref.gov_bgt_eco (
    gov_bgt_eco_code  text COLLATE "C" PRIMARY KEY,
    gov_bgt_eco_name  text NOT NULL,
    eco_level         integer NOT NULL CHECK (eco_level BETWEEN 1 AND 2)
);
COMMENT ON TABLE ref.gov_bgt_eco IS '政府预算支出经济分类科目目录';

CREATE TABLE ref.eco_crossmap (
    dep_bgt_eco_code  text COLLATE "C" NOT NULL,
    gov_bgt_eco_code  text COLLATE "C" NOT NULL,
    PRIMARY KEY (dep_bgt_eco_code, gov_bgt_eco_code)
);
COMMENT ON TABLE ref.eco_crossmap IS '部门预算与政府预算经济分类科目对照';

CREATE TABLE ref.mof_div (
    mof_div_code         text COLLATE "C" PRIMARY KEY,
    mof_div_name         text NOT NULL,
    parent_mof_div_code  text COLLATE "C"
);
COMMENT ON TABLE ref.mof_div IS '财政区划';

-- The roster: one row is one budget unit that must disclose in a year.
CREATE TABLE ref.agency (
    fiscal_year   integer NOT NULL,
    mof_div_code  text COLLATE "C" NOT NULL,
    dept_code     text COLLATE "C" NOT NULL,
    dept_name     text NOT NULL,
    agency_code   text COLLATE "C" NOT NULL,
    agency_name   text NOT NULL,
    PRIMARY KEY (mof_div_code, fiscal_year, agency_code)
);
COMMENT ON TABLE ref.agency IS '单位名册：各年度应公开的预算单位';

-- One row is one reconciliation rule, as its file says; filled by check.
CREATE TABLE ref.rule (
    rule_id   text COLLATE "C" PRIMARY KEY,
    severity  text NOT NULL,
    title     text NOT NULL,
    file      text NOT NULL
);
COMMENT ON TABLE ref.rule IS '勾稽规则';
