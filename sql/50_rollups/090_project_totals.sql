-- One row of rollup.project_totals is the count and the sums of the projects and target forms of one division, department or
-- agency. A count is NULL where no contributor publishes that table.

CREATE TEMPORARY TABLE rollup_project_total ON COMMIT DROP AS
SELECT p.doc_id, nullif(count(*) FILTER (WHERE NOT p.is_carryover), 0) AS projects,
       sum(p.total) FILTER (WHERE NOT p.is_carryover) AS total,
       sum(p.general_public_budget) FILTER (WHERE NOT p.is_carryover) AS general_public_budget,
       sum(p.government_fund) FILTER (WHERE NOT p.is_carryover) AS government_fund,
       sum(p.state_capital) FILTER (WHERE NOT p.is_carryover) AS state_capital,
       sum(p.fiscal_special_account) FILTER (WHERE NOT p.is_carryover) AS fiscal_special_account,
       sum(p.agency_funds) FILTER (WHERE NOT p.is_carryover) AS agency_funds,
       nullif(count(*) FILTER (WHERE p.is_carryover), 0) AS carryover_projects,
       sum(p.total) FILTER (WHERE p.is_carryover) AS carryover_total,
       0 AS targets, NULL::numeric AS targets_total
  FROM pg_temp.rollup_project AS p
 GROUP BY p.doc_id
UNION ALL
SELECT t.doc_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(*),
       sum(t.annual_total)
  FROM facts.targets AS t
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = t.mof_div_code AND d.doc_id = t.doc_id AND d.redo
 WHERE t.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
 GROUP BY t.doc_id
UNION ALL
SELECT u.doc_id, CASE WHEN bool_or(u.table_name = 'projects_current') THEN 0 END, NULL, NULL,
       NULL, NULL, NULL, NULL, CASE WHEN bool_or(u.table_name = 'projects_carryover') THEN 0 END, NULL,
       0, NULL
  FROM staging.published_tables AS u
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = u.mof_div_code AND d.doc_id = u.doc_id AND d.redo
 WHERE u.table_name IN ('projects_current', 'projects_carryover')
   AND u.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
 GROUP BY u.doc_id;

INSERT INTO rollup.project_totals
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, projects, total,
        general_public_budget, government_fund, state_capital, fiscal_special_account, agency_funds,
        carryover_projects, carryover_total, targets, targets_total)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.projects,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.fiscal_special_account * 0.01, x.agency_funds * 0.01, x.carryover_projects, x.carryover_total * 0.01,
       x.targets, x.targets_total * 0.01
  FROM (SELECT m.entity_no, sum(c.projects) AS projects, sum(c.total) AS total,
               sum(c.general_public_budget) AS general_public_budget,
               sum(c.government_fund) AS government_fund, sum(c.state_capital) AS state_capital,
               sum(c.fiscal_special_account) AS fiscal_special_account, sum(c.agency_funds) AS agency_funds,
               sum(c.carryover_projects) AS carryover_projects, sum(c.carryover_total) AS carryover_total,
               sum(c.targets) AS targets, sum(c.targets_total) AS targets_total
          FROM pg_temp.rollup_project_total AS c
          JOIN pg_temp.rollup_member AS m ON m.doc_id = c.doc_id
         GROUP BY m.entity_no) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
