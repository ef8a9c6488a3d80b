-- One row is one department of the division: on the roster of the year, or one that disclosed.
-- dataset: departments | 主管部门
-- key: dept_code
-- refs: divisions(mof_div_code)
-- column: mof_div_code | 财政区划代码
-- column: dept_code | 主管部门代码
-- column: dept_name | 主管部门名称
WITH roster AS (
    SELECT a.dept_code, min(a.dept_name COLLATE "C") AS dept_name
      FROM ref.agency AS a
     WHERE a.mof_div_code = $1 AND a.fiscal_year = $2
     GROUP BY a.dept_code
), disclosed AS (
    SELECT i.dept_code, max(coalesce(d.dept_name, CASE WHEN d.agency_code = d.dept_code THEN d.agency_name END)
                            COLLATE "C") AS dept_name
      FROM etl.in_force AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year = $2
     GROUP BY i.dept_code
)
SELECT $1::text COLLATE "C" AS mof_div_code, k.dept_code, coalesce(r.dept_name, d.dept_name) AS dept_name
  FROM (SELECT a.dept_code FROM roster AS a
        UNION
        SELECT c.dept_code FROM rollup.coverage AS c
         WHERE c.mof_div_code = $1 AND c.fiscal_year IN ($2::integer, $2::integer - 1) AND c.dept_code IS NOT NULL) AS k
  LEFT JOIN roster AS r ON r.dept_code = k.dept_code
  LEFT JOIN disclosed AS d ON d.dept_code = k.dept_code
 ORDER BY k.dept_code
