-- One row is one line of table 11 (机关运行经费预算表) of the division $1 in the year $2 at the stage $3, in yuan: one unit, or
-- one department whose own document counts.
WITH counted AS (
    SELECT i.scope, i.dept_code, i.agency_code, d.agency_name
      FROM etl.in_force AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year = $2::integer AND i.bgt_stage = $3 AND i.counts
), entity AS (
    SELECT r.entity_level, r.dept_code, r.agency_code, r.total, r.general_public_budget, r.government_fund,
           r.state_capital
      FROM rollup.operating_expenses AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year = $2::integer AND r.bgt_stage = $3
), line AS (
    SELECT 'total' AS style, '' AS place, '合计' AS name, e.total, e.general_public_budget, e.government_fund,
           e.state_capital
      FROM (SELECT 1) AS always
      LEFT JOIN entity AS e ON e.entity_level = 'division'
    UNION ALL
    SELECT 'plain', c.dept_code || ' ' || c.agency_code, c.agency_name, e.total, e.general_public_budget,
           e.government_fund, e.state_capital
      FROM counted AS c
      JOIN entity AS e
        ON e.dept_code = c.dept_code
       AND (c.scope = 'unit' AND e.entity_level = 'agency' AND e.agency_code = c.agency_code
            OR c.scope = 'department' AND e.entity_level = 'department')
     WHERE num_nonnulls(e.total, e.general_public_budget, e.government_fund, e.state_capital) > 0
)
SELECT l.style, l.name, l.total, l.general_public_budget, l.government_fund, l.state_capital
  FROM line AS l
 ORDER BY l.style <> 'total', l.place COLLATE "C"
