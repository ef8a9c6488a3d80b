-- One row is one line of table 3 (预算支出总表) of the division $1 in the year $2 at the stage $3, in yuan: one functional
-- subject, carryover included.
SELECT CASE WHEN r.exp_func_code IS NULL THEN 'total' ELSE 'level' || r.exp_func_level END AS style,
       CASE WHEN r.exp_func_code <> 'unresolved' THEN r.exp_func_code END AS exp_func_code,
       CASE WHEN r.exp_func_code IS NULL THEN '合计' ELSE r.exp_func_name END AS exp_func_name, r.total, r.basic,
       r.project
  FROM (SELECT 1) AS always
  LEFT JOIN rollup.expenditure_by_function AS r
    ON r.mof_div_code = $1 AND r.fiscal_year = $2::integer AND r.bgt_stage = $3 AND r.entity_level = 'division'
   AND (r.exp_func_code IS NULL OR num_nonnulls(r.total, r.basic, r.project) > 0)
 ORDER BY coalesce(r.exp_func_code, '') COLLATE "C"
