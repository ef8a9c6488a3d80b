-- Loading tells of values that the format doesn't know, too.
ALTER TABLE etl.notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE etl.notice ADD CONSTRAINT notice_kind_check
    CHECK (kind IN ('refused', 'unknown_keys', 'unknown_values', 'unresolved'));
COMMENT ON TABLE etl.notice IS '入库时的提示：版本不高于已有而未采用、不认识的键、规定之外的值、认不出的科目';
COMMENT ON COLUMN etl.notice.kind IS
    'refused 版本不高于已有，unknown_keys 不认识的键，unknown_values 规定之外的值（照存，不核对），unresolved 认不出的科目';
