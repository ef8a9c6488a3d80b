-- Rules each by itself, several at a time, and settings of rules for divisions.

-- A check that a rule file failed in isn't complete: the document is to be checked again.
ALTER TABLE etl.document_check ADD COLUMN complete boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN etl.document_check.complete IS '是否全部规则都执行了；否则下次再核对';

COMMENT ON TABLE ref.rule_setting IS '勾稽规则的调整：按区划（空为全部）改变程度或停用，见 rules.csv';
COMMENT ON COLUMN ref.rule_setting.mof_div_code IS '财政区划代码；空为全部';

-- What the documents under check are is put down for several sessions, and is worth nothing after a crash.
ALTER TABLE etl.check_scope SET UNLOGGED;
