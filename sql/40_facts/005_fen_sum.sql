-- The sum of amounts in fen, as exact as pg_catalog.sum and several times as fast: that one adds bigint up as numeric, with a
-- state of its own in memory for every group and column. NULL where no amount was printed; a sum beyond bigint (92 quadrillion
-- yuan) is an error.

CREATE OR REPLACE AGGREGATE facts.fen_sum(bigint) (
    SFUNC = pg_catalog.int8pl, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl, PARALLEL = SAFE);
COMMENT ON AGGREGATE facts.fen_sum(bigint) IS '金额（分）之和，结果仍为整数；都没有印的为空';
