-- One row is one department of the division: on the roster of the year, or one that disclosed in it or in an earlier year
-- (what compares years has figures of those too).
-- dataset: departments | 主管部门
-- key: dept_code
-- refs: divisions(mof_div_code)
-- column: mof_div_code | 财政区划代码
-- column: dept_code | 主管部门代码
-- column: dept_name | 主管部门名称
WITH roster AS (
    SELECT DISTINCT ON (a.dept_code) a.dept_code, min(a.dept_name COLLATE "C") AS dept_name, a.fiscal_year
      FROM ref.agency AS a
     WHERE a.mof_div_code = $1 AND a.fiscal_year <= $2
     GROUP BY a.dept_code, a.fiscal_year
     ORDER BY a.dept_code, a.fiscal_year DESC
), disclosed AS (
    -- Its own document before its units'.
    SELECT DISTINCT ON (i.dept_code) i.dept_code,
           coalesce(min(d.agency_name COLLATE "C") FILTER (WHERE i.scope = 'department'),
                    min(d.dept_name COLLATE "C")) AS dept_name
      FROM etl.in_force AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year <= $2 AND (i.scope = 'department' OR d.dept_name IS NOT NULL)
     GROUP BY i.dept_code, i.fiscal_year
     ORDER BY i.dept_code, i.fiscal_year DESC
)
SELECT $1::text COLLATE "C" AS mof_div_code, k.dept_code,
       coalesce(CASE WHEN r.fiscal_year = $2 THEN r.dept_name END, d.dept_name, r.dept_name) AS dept_name
  FROM (SELECT a.dept_code FROM roster AS a WHERE a.fiscal_year = $2
        UNION
        SELECT c.dept_code FROM rollup.coverage AS c
         WHERE c.mof_div_code = $1 AND c.fiscal_year <= $2 AND c.dept_code IS NOT NULL) AS k
  LEFT JOIN roster AS r ON r.dept_code = k.dept_code
  LEFT JOIN disclosed AS d ON d.dept_code = k.dept_code
 ORDER BY k.dept_code
