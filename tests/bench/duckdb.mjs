// DuckDB on the same files: reads them all with read_json_auto, and computes the rollup by function of table 3.
// node duckdb.mjs MODULES-DIR GLOB THREADS; prints {"read": seconds, "rollup": seconds, "version": …, "rows": …}.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, glob, threads] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const { DuckDBInstance } = require('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(`SET threads = ${Number(threads)}`);
const source = `read_json_auto('${glob.replaceAll("'", "''")}', maximum_object_size = 67108864, union_by_name = true)`;

async function timed(sql) {
  const start = process.hrtime.bigint();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  return [Number(process.hrtime.bigint() - start) / 1e9, rows];
}
// Every document is materialised, as a table would hold it.
const [read] = await timed(`CREATE TABLE d AS SELECT * FROM ${source}`);
const [rollup, rows] = await timed(`
  WITH r AS (SELECT mof_div_code, agency_code, scope, unnest(tables.expenditure.rows) AS x FROM d),
  leaf AS (SELECT mof_div_code, x.exp_func_code AS code, x.total AS total FROM r a WHERE x.exp_func_code IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM r b WHERE b.agency_code = a.agency_code AND b.scope = a.scope
      AND b.mof_div_code = a.mof_div_code AND starts_with(b.x.exp_func_code, a.x.exp_func_code)
      AND length(b.x.exp_func_code) > length(a.x.exp_func_code)))
  SELECT mof_div_code, left(code, n) AS code, sum(total) FROM leaf, (VALUES (3), (5), (7)) v(n)
  WHERE length(code) >= n GROUP BY ALL`);
const [, version] = await timed('SELECT version() AS v');
console.log(JSON.stringify({ read, rollup, rows: rows.length, version: version[0][0] }));
process.exit(0);
