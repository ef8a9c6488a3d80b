-- One row is one line of table 8 of the division $1 in the year $2 at the stage $3, in yuan: one functional subject,
-- carryover not included; the leaves of the documents that count, and their sums.
WITH leaf AS (
    SELECT x.exp_func_code, x.total, x.basic, x.project
      FROM pg_temp.export_function_leaf AS x
     WHERE x.form = 8 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), line AS (
    SELECT 0 AS level, NULL::text AS exp_func_code, sum(l.total) AS total, sum(l.basic) AS basic,
           sum(l.project) AS project
      FROM leaf AS l
    UNION ALL
    SELECT v.level, left(l.exp_func_code, 1 + 2 * v.level), sum(l.total), sum(l.basic), sum(l.project)
      FROM leaf AS l
     CROSS JOIN (VALUES (1), (2), (3)) AS v (level)
     WHERE coalesce(length(l.exp_func_code), 3) >= 1 + 2 * v.level
     GROUP BY v.level, left(l.exp_func_code, 1 + 2 * v.level)
)
SELECT CASE WHEN l.level = 0 THEN 'total' ELSE 'level' || l.level END AS style, l.exp_func_code,
       CASE WHEN l.level = 0 THEN '合计' ELSE coalesce(n.exp_func_name, '未能识别的科目') END AS exp_func_name,
       l.total * 0.01 AS total, l.basic * 0.01 AS basic, l.project * 0.01 AS project
  FROM line AS l
  LEFT JOIN facts.function_name AS n ON n.fiscal_year = $2::integer AND n.exp_func_code = l.exp_func_code
 WHERE l.level = 0 OR num_nonnulls(l.total, l.basic, l.project) > 0
 ORDER BY l.level > 0, l.exp_func_code COLLATE "C"
