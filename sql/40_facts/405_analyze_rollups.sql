-- Statistics of what a rollup wrote: without any PostgreSQL expects one row where there are thousands, and the first who asks for
-- a comparison, before the autovacuum comes, waits for minutes. Only an owner may collect them, and the nights run as huizong_etl,
-- which owns nothing: hence with the rights of the owner. (Of whole tables: what keys hold in place of NULL has statistics of its
-- own only then.)
CREATE OR REPLACE FUNCTION facts.analyze_rollups() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN
        SELECT c.oid
          FROM pg_class AS c
         WHERE c.relkind = 'r'
           AND (c.relnamespace IN ('rollup'::regnamespace, 'facts'::regnamespace)
                OR c.oid IN ('etl.in_force'::regclass, 'etl.rollup_slice'::regclass, 'etl.document_check'::regclass,
                             'etl.finding'::regclass, 'etl.figure_history'::regclass))
         ORDER BY c.oid
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', relation);
    END LOOP;
END
$$;
COMMENT ON FUNCTION facts.analyze_rollups() IS '收集汇总所写各表的统计信息（内部）';
