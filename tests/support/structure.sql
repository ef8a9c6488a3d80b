-- One row is one thing that a database's schemas hold (a column, constraint, index, view, function, comment), in words, so
-- that two databases can be compared; the order of columns, which an upgrade can't keep, isn't told.
WITH relation AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('staging', 'ref', 'etl', 'facts', 'rollup') AND c.relkind IN ('r', 'v', 'm', 'p', 'S', 'f')
)
SELECT concat_ws(' ', 'relation', r.name, r.relkind, obj_description(r.oid, 'pg_class')) AS line
  FROM relation AS r
UNION ALL
SELECT concat_ws(' ', 'column', r.name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum))
  FROM relation AS r
  JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef AS d ON d.adrelid = r.oid AND d.adnum = a.attnum
UNION ALL
SELECT concat_ws(' ', 'constraint', r.name, k.conname, pg_get_constraintdef(k.oid))
  FROM relation AS r
  JOIN pg_constraint AS k ON k.conrelid = r.oid
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid))
  FROM relation AS r
  JOIN pg_index AS i ON i.indrelid = r.oid
UNION ALL
SELECT concat_ws(' ', 'view', r.name, md5(pg_get_viewdef(r.oid)))
  FROM relation AS r
 WHERE r.relkind = 'v'
UNION ALL
SELECT concat_ws(' ', 'function', p.oid::regprocedure, md5(pg_get_functiondef(p.oid)), obj_description(p.oid, 'pg_proc'))
  FROM pg_proc AS p
  JOIN pg_namespace AS n ON n.oid = p.pronamespace
 WHERE n.nspname IN ('staging', 'ref', 'etl', 'facts', 'rollup') AND p.prokind = 'f'
 ORDER BY 1
