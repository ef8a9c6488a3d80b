-- One row is one stage of the division $1 in the year $2 that figures are there for: its names, and the year to compare
-- it with: $3 where that is given, else the latest before it; NULL where there is none with figures; how many
-- documents of units and of departments count.
SELECT c.bgt_stage,
       coalesce((SELECT d.mof_div_name FROM ref.mof_div AS d WHERE d.mof_div_code = c.mof_div_code),
                (SELECT max(s.mof_div_name COLLATE "C")
                   FROM etl.in_force AS i
                   JOIN staging.document AS s ON s.mof_div_code = i.mof_div_code AND s.doc_id = i.doc_id
                  WHERE i.mof_div_code = c.mof_div_code AND i.fiscal_year = c.fiscal_year),
                c.mof_div_code) AS mof_div_name,
       (SELECT max(p.fiscal_year) FROM rollup.coverage AS p
         WHERE p.mof_div_code = c.mof_div_code AND p.bgt_stage = c.bgt_stage AND p.entity_level = 'division'
           AND p.status = 'loaded' AND p.fiscal_year < c.fiscal_year
           AND ($3::integer IS NULL OR p.fiscal_year = $3::integer)) AS prior_year,
       (SELECT count(*) FROM etl.in_force AS i
         WHERE i.mof_div_code = c.mof_div_code AND i.fiscal_year = c.fiscal_year AND i.bgt_stage = c.bgt_stage
           AND i.counts AND i.scope = 'unit') AS units,
       (SELECT count(*) FROM etl.in_force AS i
         WHERE i.mof_div_code = c.mof_div_code AND i.fiscal_year = c.fiscal_year AND i.bgt_stage = c.bgt_stage
           AND i.counts AND i.scope = 'department') AS departments
  FROM rollup.coverage AS c
 WHERE c.mof_div_code = $1 AND c.fiscal_year = $2::integer AND c.entity_level = 'division'
 ORDER BY c.bgt_stage
