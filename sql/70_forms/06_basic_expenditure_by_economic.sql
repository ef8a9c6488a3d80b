-- One row is one line of table 6 (一般公共预算安排基本支出分经济科目表) of the division $1 in the year $2 at the stage $3, in
-- yuan: one department subject with one government subject, or the sum of a group of department subjects.
WITH leaf AS (
    SELECT coalesce(left(x.dep_eco_code, 3), 'unresolved') AS dep_class,
           CASE WHEN length(x.dep_eco_code) > 3 THEN x.dep_eco_code END AS dep_eco_code,
           coalesce(d.dep_bgt_eco_name, x.dep_bgt_eco_name) AS dep_name, x.gov_eco_code,
           coalesce(g.gov_bgt_eco_name, x.gov_bgt_eco_name) AS gov_name, x.total, x.personnel, x.public
      FROM pg_temp.export_economic_leaf AS x
      LEFT JOIN ref.dep_bgt_eco AS d ON d.dep_bgt_eco_code = x.dep_eco_code
      LEFT JOIN ref.gov_bgt_eco AS g ON g.gov_bgt_eco_code = x.gov_eco_code
     WHERE x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), line AS (
    SELECT 0 AS level, NULL AS dep_class, NULL AS dep_eco_code, '合计' AS dep_name, NULL AS gov_eco_code,
           NULL AS gov_name, sum(l.total) AS total, sum(l.personnel) AS personnel, sum(l.public) AS public
      FROM leaf AS l
    UNION ALL
    SELECT 1, l.dep_class, NULL, coalesce(max(d.dep_bgt_eco_name), '未能识别的科目'), NULL, NULL, sum(l.total),
           sum(l.personnel), sum(l.public)
      FROM leaf AS l
      LEFT JOIN ref.dep_bgt_eco AS d ON d.dep_bgt_eco_code = l.dep_class
     GROUP BY l.dep_class
    UNION ALL
    SELECT 2, l.dep_class, l.dep_eco_code, l.dep_name, l.gov_eco_code, l.gov_name, sum(l.total), sum(l.personnel),
           sum(l.public)
      FROM leaf AS l
     WHERE l.dep_eco_code IS NOT NULL OR l.dep_class = 'unresolved'
     GROUP BY l.dep_class, l.dep_eco_code, l.dep_name, l.gov_eco_code, l.gov_name
)
SELECT CASE WHEN l.level = 0 THEN 'total' ELSE 'level' || l.level END AS style, l.dep_name, l.gov_name,
       l.total * 0.01 AS total, l.personnel * 0.01 AS personnel, l.public * 0.01 AS public
  FROM line AS l
 WHERE l.level = 0 OR num_nonnulls(l.total, l.personnel, l.public) > 0
 ORDER BY l.level > 0, l.dep_class COLLATE "C", l.level, l.dep_eco_code COLLATE "C", l.gov_eco_code COLLATE "C",
          l.dep_name COLLATE "C", l.gov_name COLLATE "C"
