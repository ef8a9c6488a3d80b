-- What the rules between tables, users' own rules and the settings of rules need.

-- What a check knows of each document it looks at: who published it, and for each table (1 to 15; 16 the prose, 17
-- procurement) how many fen its unit and its last printed place are; NULL where it isn't published.
ALTER TABLE etl.check_scope
    ADD COLUMN fiscal_year  integer,
    ADD COLUMN bgt_stage    text COLLATE "C",
    ADD COLUMN scope        text COLLATE "C",
    ADD COLUMN dept_code    text COLLATE "C",
    ADD COLUMN agency_code  text COLLATE "C",
    ADD COLUMN withheld     boolean,
    ADD COLUMN units        bigint[],
    ADD COLUMN places       bigint[];

-- One row is one setting of a rule, for a division or for all ('*'); from config/rules.csv.
CREATE TABLE ref.rule_setting (
    mof_div_code  text COLLATE "C" NOT NULL,
    rule_id       text COLLATE "C" NOT NULL,
    severity      text NOT NULL CHECK (severity IN ('error', 'warning', 'off')),
    PRIMARY KEY (mof_div_code, rule_id)
);
COMMENT ON TABLE ref.rule_setting IS '勾稽规则的调整：按区划（* 为全部）改变程度或停用';
COMMENT ON COLUMN ref.rule_setting.severity IS 'error 错误，warning 提醒，off 停用';

ALTER TABLE ref.rule ADD COLUMN why text;
COMMENT ON COLUMN ref.rule.why IS '核对什么、为什么，照规则文件开头所写';

-- One row is one rule file that failed in a check: it gave no findings, the others did.
CREATE TABLE etl.rule_fault (
    run_id   bigint NOT NULL,
    file     text NOT NULL,
    message  text NOT NULL,
    PRIMARY KEY (run_id, file)
);
COMMENT ON TABLE etl.rule_fault IS '核对时出错而未能执行的规则文件';
