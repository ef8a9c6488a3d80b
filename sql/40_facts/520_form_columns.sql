-- One row is one column of the disclosure tables, by its name: what it is called in print, as the staging tables' comments
-- say (the shortest of them where tables differ); and what findings count.

DROP VIEW IF EXISTS facts.form_columns CASCADE;
CREATE VIEW facts.form_columns AS
SELECT DISTINCT ON (c.column_name) c.column_name, c.label
  FROM (SELECT a.attname::text AS column_name, regexp_replace(t.description, '[（，：；].*$', '') AS label
          FROM pg_catalog.pg_class AS r
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_catalog.pg_description AS t
            ON t.objoid = r.oid AND t.classoid = 'pg_catalog.pg_class'::regclass AND t.objsubid = a.attnum
         WHERE r.relnamespace = 'staging'::regnamespace AND r.relkind IN ('r', 'p')
        UNION ALL
        SELECT 'count', '个数' -- how many projects or targets the prose counts
        UNION ALL
        SELECT 'actual', '实有数' -- of vehicles
        UNION ALL
        SELECT 'note', '注' -- below a table
       ) AS c
 WHERE c.label IS NOT NULL
 ORDER BY c.column_name, length(c.label), c.label;
