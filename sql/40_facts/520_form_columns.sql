-- One row is one column of the disclosure tables, by its name: what it is called in print, as the staging tables' comments
-- say (the shortest of them where tables differ); and what findings count.

DROP VIEW IF EXISTS facts.form_columns CASCADE;
CREATE VIEW facts.form_columns AS
SELECT DISTINCT ON (c.column_name) c.column_name, c.label
  FROM (SELECT a.attname::text AS column_name,
               regexp_replace(col_description(a.attrelid, a.attnum), '[（，：；].*$', '') AS label
          FROM pg_catalog.pg_attribute AS a
          JOIN pg_catalog.pg_class AS r ON r.oid = a.attrelid AND r.relkind IN ('r', 'p')
          JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace AND n.nspname = 'staging'
         WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 'count', '个数' -- how many projects or targets the prose counts
       ) AS c
 WHERE c.label IS NOT NULL
 ORDER BY c.column_name, length(c.label), c.label;
