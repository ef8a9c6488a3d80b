-- One row is one line of table 9 (国有资本经营预算收支预算表) of the division $1 in the year $2 at the stage $3, in yuan: a
-- revenue subject on the left, a functional subject on the right.
WITH revenue AS (
    SELECT x.rev_code, max(x.rev_name COLLATE "C") AS rev_name, sum(x.amount) AS amount,
           row_number() OVER (ORDER BY x.rev_code COLLATE "C") AS line_no
      FROM pg_temp.export_revenue_subject AS x
     WHERE x.form = 9 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
       AND x.row_kind = 'leaf' AND x.amount IS NOT NULL
     GROUP BY x.rev_code
), leaf AS (
    SELECT x.exp_func_code, x.total, x.basic, x.project
      FROM pg_temp.export_function_leaf AS x
     WHERE x.form = 9 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), subject AS (
    SELECT left(l.exp_func_code, 1 + 2 * v.level) AS exp_func_code, sum(l.total) AS total, sum(l.basic) AS basic,
           sum(l.project) AS project
      FROM leaf AS l
     CROSS JOIN (VALUES (1), (2), (3)) AS v (level)
     WHERE coalesce(length(l.exp_func_code), 3) >= 1 + 2 * v.level
     GROUP BY 1
), expenditure AS (
    SELECT s.exp_func_code, coalesce(n.exp_func_name, '未能识别的科目') AS exp_func_name, s.total, s.basic, s.project,
           row_number() OVER (ORDER BY s.exp_func_code COLLATE "C") AS line_no
      FROM subject AS s
      LEFT JOIN facts.function_name AS n ON n.fiscal_year = $2::integer AND n.exp_func_code = s.exp_func_code
     WHERE num_nonnulls(s.total, s.basic, s.project) > 0
), line AS (
    SELECT 0::bigint AS line_no, 'total' AS style, '合计' AS rev_code, NULL AS rev_name,
           (SELECT sum(r.amount) FROM revenue AS r) AS amount, NULL AS exp_func_code,
           '合计' AS exp_func_name, sum(l.total) AS total, sum(l.basic) AS basic, sum(l.project) AS project
      FROM leaf AS l
    UNION ALL
    SELECT coalesce(r.line_no, e.line_no), 'plain', r.rev_code, r.rev_name, r.amount, e.exp_func_code, e.exp_func_name,
           e.total, e.basic, e.project
      FROM revenue AS r
      FULL JOIN expenditure AS e ON e.line_no = r.line_no
)
SELECT l.style, l.rev_code, l.rev_name, l.amount * 0.01 AS amount, l.exp_func_code, l.exp_func_name,
       l.total * 0.01 AS total, l.basic * 0.01 AS basic, l.project * 0.01 AS project
  FROM line AS l
 ORDER BY l.line_no
