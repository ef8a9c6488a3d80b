-- Which documents print a functional subject that their year's catalogue hasn't. What others print alike decides whether that is
-- a finding (C01, C02): without this table each night would have to read what all documents print.

-- One row is one functional subject, code and folded name, that a document prints and that the catalogue of its year hasn't so.
-- Each check makes the rows of its documents anew; those that were checked before stay as they are, as a changed catalogue has
-- all documents checked.
CREATE TABLE etl.unknown_subject (
    mof_div_code  text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    exp_func_code text COLLATE "C" NOT NULL,
    folded_name   text COLLATE "C"
);
CREATE INDEX unknown_subject_code ON etl.unknown_subject (exp_func_code);
COMMENT ON TABLE etl.unknown_subject IS '文件所印、当年目录中没有的支出功能分类科目（编码或名称不符），每份文件每个科目一行；来源：表2、3、5、8、9、15';
COMMENT ON COLUMN etl.unknown_subject.mof_div_code IS '财政区划代码';
COMMENT ON COLUMN etl.unknown_subject.doc_id IS '文件号';
COMMENT ON COLUMN etl.unknown_subject.exp_func_code IS '所印支出功能分类科目编码';
COMMENT ON COLUMN etl.unknown_subject.folded_name IS '所印支出功能分类科目名称（归一：全角转半角，括号统一，去空白）；未印名称为空';
