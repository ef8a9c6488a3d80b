-- Statistics of what a check puts down, for the planner: only a relation's owner may collect them, and the nights run as
-- huizong_etl, which owns nothing.
CREATE OR REPLACE FUNCTION etl.analyze_check_scope() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN ANALYZE etl.check_scope; END $$;
COMMENT ON FUNCTION etl.analyze_check_scope() IS '收集 etl.check_scope 的统计信息（内部）';

CREATE OR REPLACE FUNCTION etl.analyze_check_relations() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN ANALYZE etl.check_totals, etl.check_codes; END $$;
COMMENT ON FUNCTION etl.analyze_check_relations() IS '收集 etl.check_totals、etl.check_codes 的统计信息（内部）';
