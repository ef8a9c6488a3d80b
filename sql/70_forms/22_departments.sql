-- One row is one department of the division $1 in the year $2 at the stage $3, in yuan, with the year $4 (NULL for none).
SELECT c.dept_code, coalesce(d.name, c.dept_code) AS dept_name,
       e.total, e.basic, e.project, t.total AS three_public, o.total AS operating, p.total AS prior,
       round((e.total - p.total) * 100 / nullif(abs(p.total), 0), 2) AS change_pct
  FROM rollup.coverage AS c
  LEFT JOIN facts.department_name AS d
    ON d.mof_div_code = c.mof_div_code AND d.fiscal_year = c.fiscal_year AND d.dept_code = c.dept_code
  LEFT JOIN rollup.expenditure_by_function AS e
    ON e.mof_div_code = c.mof_div_code AND e.fiscal_year = c.fiscal_year AND e.bgt_stage = c.bgt_stage
   AND e.entity_level = 'department' AND e.dept_code = c.dept_code AND coalesce(e.exp_func_code, '') = '' -- as the index has it
  LEFT JOIN rollup.expenditure_by_function AS p
    ON p.mof_div_code = c.mof_div_code AND p.fiscal_year = $4::integer AND p.bgt_stage = c.bgt_stage
   AND p.entity_level = 'department' AND p.dept_code = c.dept_code AND coalesce(p.exp_func_code, '') = ''
  LEFT JOIN rollup.three_public AS t
    ON t.mof_div_code = c.mof_div_code AND t.fiscal_year = c.fiscal_year AND t.bgt_stage = c.bgt_stage
   AND t.entity_level = 'department' AND t.dept_code = c.dept_code AND t.item = 'total'
  LEFT JOIN rollup.operating_expenses AS o
    ON o.mof_div_code = c.mof_div_code AND o.fiscal_year = c.fiscal_year AND o.bgt_stage = c.bgt_stage
   AND o.entity_level = 'department' AND o.dept_code = c.dept_code
 WHERE c.mof_div_code = $1 AND c.fiscal_year = $2::integer AND c.bgt_stage = $3 AND c.entity_level = 'department'
 ORDER BY e.total DESC NULLS LAST, c.dept_code COLLATE "C"
