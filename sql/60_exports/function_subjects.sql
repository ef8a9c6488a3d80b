-- One row is one functional subject: of the catalogue, as it is called in the year, or one that is printed without being
-- in it. (The division's own rows have what its units and departments print; but not what units print whose money their
-- department's document holds.)
-- dataset: function_subjects | 支出功能分类科目
-- key: exp_func_code
-- column: exp_func_code | 科目编码
-- column: exp_func_name | 科目名称
-- column: exp_func_level | 科目级次
-- column: in_catalogue | 是否在目录中
SELECT k.exp_func_code, CASE k.exp_func_code WHEN 'unresolved' THEN '未能识别的科目' ELSE c.exp_func_name END AS exp_func_name,
       CASE k.exp_func_code WHEN 'unresolved' THEN 1 ELSE (length(k.exp_func_code) - 1) / 2 END AS exp_func_level,
       c.exp_func_code IS NOT NULL AS in_catalogue
  FROM (SELECT f.exp_func_code FROM ref.exp_func AS f
        UNION
        SELECT r.exp_func_code FROM rollup.expenditure_by_function AS r
         WHERE r.mof_div_code = $1 AND r.fiscal_year <= $2 AND r.entity_level = 'division' AND r.exp_func_code IS NOT NULL
        UNION
        SELECT r.exp_func_code FROM rollup.appropriation_by_function AS r
         WHERE r.mof_div_code = $1 AND r.fiscal_year <= $2 AND r.entity_level = 'division' AND r.exp_func_code IS NOT NULL
        UNION
        SELECT r.exp_func_code
          FROM etl.in_force AS i
         CROSS JOIN LATERAL (SELECT e.exp_func_code
                               FROM rollup.expenditure_by_function AS e
                              WHERE e.mof_div_code = i.mof_div_code AND e.fiscal_year = i.fiscal_year
                                AND e.bgt_stage = i.bgt_stage AND e.entity_level = 'agency'
                                AND coalesce(e.dept_code, '') = i.dept_code AND coalesce(e.agency_code, '') = i.agency_code
                             UNION
                             SELECT a.exp_func_code
                               FROM rollup.appropriation_by_function AS a
                              WHERE a.mof_div_code = i.mof_div_code AND a.fiscal_year = i.fiscal_year
                                AND a.bgt_stage = i.bgt_stage AND a.entity_level = 'agency'
                                AND coalesce(a.dept_code, '') = i.dept_code AND coalesce(a.agency_code, '') = i.agency_code) AS r
         WHERE i.mof_div_code = $1 AND i.fiscal_year <= $2 AND i.scope = 'unit' AND NOT i.counts
           AND r.exp_func_code IS NOT NULL) AS k
  LEFT JOIN (SELECT DISTINCT ON (f.exp_func_code) f.exp_func_code, f.exp_func_name
               FROM ref.exp_func AS f
              ORDER BY f.exp_func_code, greatest(f.valid_from - $2::integer, $2::integer - f.valid_to, 0), f.valid_from DESC) AS c
    ON c.exp_func_code = k.exp_func_code
 ORDER BY k.exp_func_code
