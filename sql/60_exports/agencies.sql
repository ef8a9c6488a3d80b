-- One row is one budget unit of the division: on the roster of the year, or one that disclosed in it or in an earlier year
-- (what compares years has figures of those too). Its department is that of the latest year.
-- dataset: agencies | 预算单位
-- key: agency_code
-- refs: divisions(mof_div_code) departments(dept_code)
-- column: mof_div_code | 财政区划代码
-- column: dept_code | 主管部门代码
-- column: agency_code | 单位代码
-- column: agency_name | 单位名称
-- column: in_roster | 是否在名册上
WITH roster AS (
    SELECT DISTINCT ON (a.agency_code) a.agency_code, a.dept_code, a.agency_name, a.fiscal_year
      FROM ref.agency AS a
     WHERE a.mof_div_code = $1 AND a.fiscal_year <= $2
     ORDER BY a.agency_code, a.fiscal_year DESC
), disclosed AS (
    SELECT DISTINCT ON (i.agency_code) i.agency_code, max(d.agency_name COLLATE "C") AS agency_name
      FROM etl.in_force AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year <= $2 AND i.scope = 'unit'
     GROUP BY i.agency_code, i.fiscal_year
     ORDER BY i.agency_code, i.fiscal_year DESC
), known AS (
    SELECT DISTINCT ON (k.agency_code) k.agency_code, k.dept_code
      FROM (SELECT a.agency_code, a.dept_code, a.fiscal_year, true AS in_roster FROM roster AS a WHERE a.fiscal_year = $2
            UNION ALL
            SELECT c.agency_code, c.dept_code, c.fiscal_year, false FROM rollup.coverage AS c
             WHERE c.mof_div_code = $1 AND c.fiscal_year <= $2 AND c.agency_code IS NOT NULL) AS k
     ORDER BY k.agency_code, k.fiscal_year DESC, k.in_roster DESC, k.dept_code DESC
)
SELECT $1::text COLLATE "C" AS mof_div_code, k.dept_code, k.agency_code,
       coalesce(CASE WHEN r.fiscal_year = $2 THEN r.agency_name END, d.agency_name, r.agency_name) AS agency_name,
       coalesce(r.fiscal_year = $2, false) AS in_roster
  FROM known AS k
  LEFT JOIN roster AS r ON r.agency_code = k.agency_code
  LEFT JOIN disclosed AS d ON d.agency_code = k.agency_code
 ORDER BY k.agency_code
