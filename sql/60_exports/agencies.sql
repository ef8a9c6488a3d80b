-- One row is one budget unit of the division: on the roster of the year, or one that disclosed.
-- dataset: agencies | 预算单位
-- key: agency_code
-- refs: divisions(mof_div_code) departments(dept_code)
-- column: mof_div_code | 财政区划代码
-- column: dept_code | 主管部门代码
-- column: agency_code | 单位代码
-- column: agency_name | 单位名称
-- column: in_roster | 是否在名册上
SELECT $1::text COLLATE "C" AS mof_div_code, coalesce(max(a.dept_code), max(k.dept_code)) AS dept_code, k.agency_code,
       coalesce(max(a.agency_name COLLATE "C"), max(d.agency_name COLLATE "C")) AS agency_name,
       bool_or(a.agency_code IS NOT NULL) AS in_roster
  FROM (SELECT a.dept_code, a.agency_code FROM ref.agency AS a WHERE a.mof_div_code = $1 AND a.fiscal_year = $2
        UNION
        SELECT c.dept_code, c.agency_code FROM rollup.coverage AS c
         WHERE c.mof_div_code = $1 AND c.fiscal_year IN ($2::integer, $2::integer - 1) AND c.agency_code IS NOT NULL) AS k
  LEFT JOIN ref.agency AS a
    ON a.mof_div_code = $1 AND a.fiscal_year = $2 AND a.agency_code = k.agency_code
  LEFT JOIN (etl.in_force AS i
             JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id)
    ON i.mof_div_code = $1 AND i.fiscal_year IN ($2::integer, $2::integer - 1) AND i.scope = 'unit' AND i.agency_code = k.agency_code
 GROUP BY k.agency_code
 ORDER BY k.agency_code
