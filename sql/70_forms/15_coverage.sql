-- One row is what has been disclosed by the division $1, one of its departments or one unit, of the year $2 at the
-- stage $3; amounts in yuan.
WITH disclosed AS MATERIALIZED (
    SELECT i.dept_code, i.agency_code, i.scope, x.agency_name
      FROM etl.in_force AS i
      JOIN etl.document AS x ON x.mof_div_code = i.mof_div_code AND x.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year = $2::integer AND i.bgt_stage = $3
), roster AS MATERIALIZED (
    SELECT r.dept_code, r.agency_code, r.agency_name
      FROM ref.agency AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year = $2::integer
)
SELECT CASE c.entity_level WHEN 'division' THEN 'total' WHEN 'department' THEN 'level1' ELSE 'level2' END AS style,
       coalesce(c.agency_code, c.dept_code) AS code,
       CASE c.entity_level
            WHEN 'division' THEN '全市（县、区）'
            WHEN 'department' THEN d.name
            ELSE coalesce(r.agency_name, u.agency_name) END AS name,
       CASE c.basis WHEN 'agencies' THEN '各单位' WHEN 'department' THEN '部门文件' ELSE '各部门不一' END AS basis,
       CASE c.status WHEN 'loaded' THEN '已公开' WHEN 'held' THEN '暂缓' WHEN 'rejected' THEN '退回' ELSE '未公开' END
       || CASE c.pending WHEN 'held' THEN '（新版本暂缓）' WHEN 'rejected' THEN '（新版本退回）' ELSE '' END AS status,
       c.tables_published, c.errors, c.warnings, c.agencies, c.agencies_loaded, c.printed_total, c.rolled_total,
       c.rolled_total - c.printed_total AS difference, c.document
  FROM rollup.coverage AS c
  LEFT JOIN facts.department_name AS d
    ON d.mof_div_code = c.mof_div_code AND d.fiscal_year = c.fiscal_year AND d.dept_code = c.dept_code
  LEFT JOIN roster AS r ON r.dept_code = c.dept_code AND r.agency_code = c.agency_code
  LEFT JOIN disclosed AS u ON u.dept_code = c.dept_code AND u.agency_code = c.agency_code AND u.scope = 'unit'
 WHERE c.mof_div_code = $1 AND c.fiscal_year = $2::integer AND c.bgt_stage = $3
 ORDER BY coalesce(c.dept_code, '') COLLATE "C", coalesce(c.agency_code, '') COLLATE "C"
