-- One row is one line of table 7 (政府性基金预算收入表) of the division $1 in the year $2 at the stage $3, in yuan: one
-- revenue subject as the documents that count print it, with the leaves below it.
WITH printed AS (
    SELECT x.rev_code, x.rev_name, x.row_kind, x.amount
      FROM pg_temp.export_revenue_subject AS x
     WHERE x.form = 7 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), subject AS (
    SELECT p.rev_code, max(p.rev_name COLLATE "C") AS rev_name
      FROM printed AS p
     WHERE p.row_kind <> 'total'
     GROUP BY p.rev_code
), line AS (
    SELECT 'total' AS style, NULL AS rev_code, '合计' AS rev_name, sum(p.amount) AS amount
      FROM printed AS p
     WHERE p.row_kind = 'leaf'
    UNION ALL
    SELECT 'level' || least(3, greatest(1, (coalesce(length(s.rev_code), 3) - 1) / 2)), s.rev_code, s.rev_name,
           (SELECT sum(p.amount) FROM printed AS p
             WHERE p.row_kind = 'leaf'
               AND (starts_with(p.rev_code, s.rev_code) OR (p.rev_code IS NULL AND s.rev_code IS NULL)))
      FROM subject AS s
)
SELECT l.style, l.rev_code, l.rev_name, l.amount * 0.01 AS amount
  FROM line AS l
 WHERE l.style = 'total' OR l.amount IS NOT NULL
 ORDER BY l.style <> 'total', l.rev_code COLLATE "C", l.rev_name COLLATE "C"
