-- The documents under check are numbered, for narrow keys in what a check puts down.

ALTER TABLE etl.check_scope ADD COLUMN doc_no integer;
COMMENT ON COLUMN etl.check_scope.doc_no IS '本次核对中的序号';
