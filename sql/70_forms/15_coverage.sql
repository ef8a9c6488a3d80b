-- One row is what has been disclosed by the division $1, one of its departments or one unit, of the year $2 at the
-- stage $3; amounts in yuan.
SELECT CASE c.entity_level WHEN 'division' THEN 'total' WHEN 'department' THEN 'level1' ELSE 'level2' END AS style,
       coalesce(c.agency_code, c.dept_code) AS code,
       CASE c.entity_level
            WHEN 'division' THEN '全市（县、区）'
            WHEN 'department' THEN coalesce(a.dept_name, d.dept_name, CASE WHEN d.scope = 'department' THEN d.agency_name END)
            ELSE coalesce(a.agency_name, d.agency_name) END AS name,
       CASE c.basis WHEN 'agencies' THEN '各单位' WHEN 'department' THEN '部门文件' ELSE '各部门不一' END AS basis,
       CASE c.status WHEN 'loaded' THEN '已公开' WHEN 'held' THEN '暂缓' WHEN 'rejected' THEN '退回' ELSE '未公开' END
       || CASE c.pending WHEN 'held' THEN '（新版本暂缓）' WHEN 'rejected' THEN '（新版本退回）' ELSE '' END AS status,
       c.tables_published, c.errors, c.warnings, c.agencies, c.agencies_loaded, c.printed_total, c.rolled_total,
       c.rolled_total - c.printed_total AS difference, c.document
  FROM rollup.coverage AS c
  LEFT JOIN LATERAL (SELECT max(r.dept_name COLLATE "C") AS dept_name,
                            max(r.agency_name COLLATE "C") FILTER (WHERE r.agency_code = c.agency_code) AS agency_name
                       FROM ref.agency AS r
                      WHERE r.mof_div_code = c.mof_div_code AND r.fiscal_year = c.fiscal_year
                        AND r.dept_code = c.dept_code) AS a ON true
  LEFT JOIN LATERAL (SELECT x.dept_name, x.agency_name, x.scope
                       FROM etl.in_force AS i
                       JOIN etl.document AS x ON x.mof_div_code = i.mof_div_code AND x.doc_id = i.doc_id
                      WHERE i.mof_div_code = c.mof_div_code AND i.fiscal_year = c.fiscal_year
                        AND i.bgt_stage = c.bgt_stage AND i.dept_code = c.dept_code
                        AND (c.agency_code IS NULL OR i.scope = 'unit' AND i.agency_code = c.agency_code)
                      ORDER BY i.scope = 'department' DESC, i.agency_code
                      LIMIT 1) AS d ON true
 WHERE c.mof_div_code = $1 AND c.fiscal_year = $2::integer AND c.bgt_stage = $3
 ORDER BY coalesce(c.dept_code, '') COLLATE "C", coalesce(c.agency_code, '') COLLATE "C"
