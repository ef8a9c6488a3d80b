-- What the rollup no longer reads: it makes these rows itself, of the documents that came.

DROP VIEW IF EXISTS facts.expenditure_by_function;
DROP VIEW IF EXISTS facts.revenue_by_source;
DROP VIEW IF EXISTS facts.three_public;

-- What a document states of the year before stays what it is while the document does.
ALTER TABLE facts.prior_adjustment ADD COLUMN doc_id bigint;
CREATE INDEX prior_adjustment_document ON facts.prior_adjustment (mof_div_code, doc_id);
COMMENT ON COLUMN facts.prior_adjustment.doc_id IS '由哪份文件而来；同口径重述的为空';
