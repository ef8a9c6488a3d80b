-- One row is one project of one document's table 12 (is_carryover false) or 13 (true), in fen, and the target form that goes
-- with it: of the same document, with the same name once both are folded. Names may repeat; then a form goes to the
-- project of the same amount, the remaining ones in printed order, the current year's projects first. No project takes
-- two forms and no form goes to two projects.

DROP VIEW IF EXISTS facts.projects CASCADE;
CREATE VIEW facts.projects AS
WITH named AS (
    SELECT c.mof_div_code, c.doc_id, true AS is_project, false AS is_carryover, c.row_no, c.pro_code, c.pro_name,
           c.pro_category, c.total, c.general_public_budget, c.government_fund, c.state_capital,
           c.fiscal_special_account, c.agency_funds, NULL::text AS attribute, NULL::text AS period
      FROM staging.projects_current AS c
     WHERE c.row_kind = 'leaf'
    UNION ALL
    SELECT c.mof_div_code, c.doc_id, true, true, c.row_no, c.pro_code, c.pro_name, NULL, c.total,
           c.general_public_budget, c.government_fund, c.state_capital, NULL, NULL, NULL, NULL
      FROM staging.projects_carryover AS c
     WHERE c.row_kind = 'leaf'
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, false, false, t.row_no, NULL, t.pro_name, NULL, t.annual_total, NULL, NULL, NULL,
           NULL, NULL, t.attribute, t.period
      FROM facts.targets AS t
), folded AS (
    SELECT n.*, facts.folded_name(n.pro_name) COLLATE "C" AS name FROM named AS n
), by_amount AS (
    SELECT f.*,
           row_number() OVER (PARTITION BY f.mof_div_code, f.doc_id, f.name, f.total, f.is_project
                              ORDER BY f.is_carryover, f.row_no) AS amount_place,
           count(*) FILTER (WHERE f.is_project)
               OVER (PARTITION BY f.mof_div_code, f.doc_id, f.name, f.total) AS amount_projects,
           count(*) FILTER (WHERE NOT f.is_project)
               OVER (PARTITION BY f.mof_div_code, f.doc_id, f.name, f.total) AS amount_targets
      FROM folded AS f
), paired AS (
    SELECT b.*, b.amount_place <= least(b.amount_projects, b.amount_targets) AS same_amount
      FROM by_amount AS b
), placed AS (
    SELECT p.*, CASE WHEN p.same_amount THEN p.total END AS pair_amount,
           CASE WHEN p.same_amount THEN p.amount_place
                ELSE row_number() OVER (PARTITION BY p.mof_div_code, p.doc_id, p.name, p.same_amount, p.is_project
                                        ORDER BY p.is_carryover, p.row_no) END AS pair_place
      FROM paired AS p
), matched AS (
    SELECT p.*,
           count(*) FILTER (WHERE NOT p.is_project) OVER pair AS forms,
           max(p.total) FILTER (WHERE NOT p.is_project) OVER pair AS target_total,
           max(p.attribute) OVER pair AS target_attribute,
           max(p.period) OVER pair AS target_period
      FROM placed AS p
    WINDOW pair AS (PARTITION BY p.mof_div_code, p.doc_id, p.name, p.same_amount, p.pair_amount, p.pair_place)
)
SELECT m.mof_div_code, m.doc_id, m.is_carryover, m.row_no, m.pro_code, m.pro_name, m.pro_category, m.total,
       m.general_public_budget, m.government_fund, m.state_capital, m.fiscal_special_account, m.agency_funds,
       m.forms > 0 AS has_target, m.target_total, m.target_attribute AS attribute, m.target_period AS period
  FROM matched AS m
 WHERE m.is_project;
