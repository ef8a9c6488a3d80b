-- One row is one stage of the division ($1) and year ($2): the run that rolled it up, who has disclosed, and the control
-- totals, in yuan.
SELECT c.bgt_stage, s.run_id::text, c.status, c.agencies::text, c.agencies_loaded::text, c.errors::text,
       c.warnings::text, c.tables_published::text, c.printed_total::text, c.rolled_total::text,
       (SELECT r.amount::text FROM rollup.revenue_by_source AS r
         WHERE r.mof_div_code = c.mof_div_code AND r.fiscal_year = c.fiscal_year AND r.bgt_stage = c.bgt_stage
           AND r.entity_level = 'division' AND r.source = 'total') AS revenue_total,
       (SELECT e.total::text FROM rollup.expenditure_by_function AS e
         WHERE e.mof_div_code = c.mof_div_code AND e.fiscal_year = c.fiscal_year AND e.bgt_stage = c.bgt_stage
           AND e.entity_level = 'division' AND e.exp_func_code IS NULL) AS expenditure_total,
       (SELECT a.total::text FROM rollup.appropriation_by_function AS a
         WHERE a.mof_div_code = c.mof_div_code AND a.fiscal_year = c.fiscal_year AND a.bgt_stage = c.bgt_stage
           AND a.entity_level = 'division' AND a.exp_func_code IS NULL) AS appropriation_total,
       (SELECT p.total::text FROM rollup.three_public AS p
         WHERE p.mof_div_code = c.mof_div_code AND p.fiscal_year = c.fiscal_year AND p.bgt_stage = c.bgt_stage
           AND p.entity_level = 'division' AND p.item = 'total') AS three_public_total
  FROM rollup.coverage AS c
  LEFT JOIN etl.rollup_slice AS s
    ON s.mof_div_code = c.mof_div_code AND s.fiscal_year = c.fiscal_year AND s.bgt_stage = c.bgt_stage
 WHERE c.mof_div_code = $1 AND c.fiscal_year = $2 AND c.entity_level = 'division'
 ORDER BY c.bgt_stage
