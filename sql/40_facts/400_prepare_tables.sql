-- Makes the tables ready for a rollup that reads few of the documents: brings the BRIN indexes of the documents' tables up to
-- date, so that what is looked for among the newest documents isn't looked for among those that the autovacuum hasn't come to,
-- and gathers statistics of tables of which there are none yet, unless the autovacuum is at it. Only an owner may, and the nights run
-- as huizong_etl, which owns nothing: hence with the rights of the owner.
DROP FUNCTION IF EXISTS facts.summarize_documents();
CREATE OR REPLACE FUNCTION facts.prepare_tables() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relation regclass;
BEGIN
    PERFORM count(brin_summarize_new_values(i.indexrelid))
       FROM pg_index AS i
       JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relnamespace = 'staging'::regnamespace
       JOIN pg_am AS a ON a.oid = c.relam AND a.amname = 'brin';
    FOR relation IN
        SELECT c.oid
          FROM pg_class AS c
         WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND pg_relation_size(c.oid) > 0
           AND (c.reltuples < 0 OR c.reltuples = 0 AND c.relpages = 0) -- before PostgreSQL 14 unknown is 0
           AND c.relnamespace IN ('etl'::regnamespace, 'staging'::regnamespace, 'facts'::regnamespace,
                                  'rollup'::regnamespace)
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', relation);
    END LOOP;
END
$$;
COMMENT ON FUNCTION facts.prepare_tables() IS '更新各公开表的块范围索引，收集尚无的统计信息（内部）';
