-- What the rollup no longer reads: it makes these rows itself, of the documents that came.

DROP VIEW IF EXISTS facts.expenditure_by_function;
DROP VIEW IF EXISTS facts.revenue_by_source;
DROP VIEW IF EXISTS facts.three_public;
