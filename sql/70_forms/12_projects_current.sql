-- One row is one line of table 12 of the division $1 in the year $2 at the stage $3, in yuan: the total, one unit (or
-- one department whose own document counts), or one of its projects as printed. Of more than 20,000 projects only the
-- units are listed: such a table is for reading, projects.csv.gz holds them all. (`place` numbers
-- them in the order of the rows: numbers are compared faster than texts.)
WITH counted AS (
    SELECT CASE i.scope WHEN 'unit' THEN 'agency' ELSE 'department' END AS entity_level, i.dept_code, i.agency_code,
           d.agency_name, row_number() OVER (ORDER BY i.dept_code, i.agency_code) AS place
      FROM etl.in_force AS i
      JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
     WHERE i.mof_div_code = $1 AND i.fiscal_year = $2::integer AND i.bgt_stage = $3 AND i.counts
), project AS (
    SELECT c.place, c.agency_name, p.row_no, p.pro_name,
           p.total, p.general_public_budget, p.government_fund, p.state_capital, p.fiscal_special_account,
           p.agency_funds
      FROM rollup.projects AS p
      JOIN counted AS c
        ON c.entity_level = p.entity_level AND c.dept_code = p.dept_code
       AND (p.agency_code IS NULL OR c.agency_code = p.agency_code)
     WHERE p.mof_div_code = $1 AND p.fiscal_year = $2::integer AND p.bgt_stage = $3
       AND NOT p.is_carryover
), line AS (
    SELECT 0 AS depth, 0 AS place, 0 AS row_no, '合计' AS name,
           sum(p.total) AS total, sum(p.general_public_budget) AS general_public_budget,
           sum(p.government_fund) AS government_fund, sum(p.state_capital) AS state_capital,
           sum(p.fiscal_special_account) AS fiscal_special_account, sum(p.agency_funds) AS agency_funds
      FROM project AS p
    UNION ALL
    SELECT 1, p.place, 0, max(p.agency_name),
           sum(p.total), sum(p.general_public_budget), sum(p.government_fund), sum(p.state_capital),
           sum(p.fiscal_special_account), sum(p.agency_funds)
      FROM project AS p
     GROUP BY p.place
    UNION ALL
    SELECT 2, p.place, p.row_no, p.pro_name,
           p.total, p.general_public_budget, p.government_fund, p.state_capital, p.fiscal_special_account,
           p.agency_funds
      FROM project AS p
     WHERE (SELECT count(*) FROM project) <= 20000
    UNION ALL
    SELECT 3, NULL, 0, '注：项目超过 20,000 个，此处只列到单位；逐项见 projects.csv.gz', NULL, NULL, NULL, NULL, NULL, NULL
     WHERE (SELECT count(*) FROM project) > 20000
)
SELECT (ARRAY['total', 'level1', 'level2', 'note'])[l.depth + 1] AS style, l.name,
       l.total, l.general_public_budget, l.government_fund, l.state_capital, l.fiscal_special_account, l.agency_funds
  FROM line AS l
 ORDER BY l.place, l.depth, l.row_no
