-- Brings the BRIN indexes of the documents' tables up to date, so that what is looked for among the newest documents isn't
-- looked for among those that the autovacuum hasn't come to. Only an index's owner may, and the nights run as huizong_etl,
-- which owns nothing: hence with the rights of the owner.
CREATE OR REPLACE FUNCTION facts.summarize_documents() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT count(brin_summarize_new_values(i.indexrelid))
      FROM pg_index AS i
      JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relnamespace = 'staging'::regnamespace
      JOIN pg_am AS a ON a.oid = c.relam AND a.amname = 'brin'
$$;
COMMENT ON FUNCTION facts.summarize_documents() IS '更新各公开表的块范围索引（内部）';
