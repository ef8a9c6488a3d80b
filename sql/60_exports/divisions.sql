-- One row is the division, or one above it. One that the list of divisions hasn't (a development zone, say) has no name.
-- dataset: divisions | 财政区划
-- key: mof_div_code
-- column: mof_div_code | 财政区划代码
-- column: mof_div_name | 财政区划名称
-- column: parent_mof_div_code | 上级财政区划代码
SELECT d.mof_div_code,
       CASE WHEN n.mof_div_code IS NOT NULL THEN n.mof_div_name END AS mof_div_name,
       n.parent_mof_div_code
  FROM (SELECT $1::text COLLATE "C" AS mof_div_code
        UNION
        SELECT p.mof_div_code
          FROM ref.mof_div AS c
          JOIN ref.mof_div AS p ON p.mof_div_code = c.parent_mof_div_code
         WHERE c.mof_div_code = $1) AS d
  LEFT JOIN ref.mof_div AS n ON n.mof_div_code = d.mof_div_code
 WHERE $2::integer > 0
 ORDER BY d.mof_div_code
