-- One row of rollup.projects is one project of one agency; or of one department, where its own document is the basis, as that
-- doesn't say whose project it is.

CREATE TEMPORARY TABLE rollup_project ON COMMIT DROP AS
SELECT p.doc_id, p.is_carryover, p.row_no, p.pro_code, p.pro_name, p.pro_category, p.total, p.general_public_budget,
       p.government_fund, p.state_capital, p.fiscal_special_account, p.agency_funds, p.has_target, p.target_total,
       p.attribute, p.period
  FROM facts.projects AS p
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = p.mof_div_code AND d.doc_id = p.doc_id AND d.redo
 WHERE p.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g);

INSERT INTO rollup.projects
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, pro_name, is_carryover, total,
        general_public_budget, government_fund, state_capital, fiscal_special_account, agency_funds, has_target,
        target_total, attribute, period, pro_code, pro_category, row_no)
SELECT m.fiscal_year, m.bgt_stage, m.mof_div_code, m.entity_level, m.dept_code, m.agency_code, p.pro_name,
       p.is_carryover, p.total * 0.01, p.general_public_budget * 0.01, p.government_fund * 0.01,
       p.state_capital * 0.01, p.fiscal_special_account * 0.01, p.agency_funds * 0.01, p.has_target,
       p.target_total * 0.01, p.attribute, p.period, p.pro_code, p.pro_category, p.row_no
  FROM pg_temp.rollup_member AS m
  JOIN pg_temp.rollup_project AS p ON p.doc_id = m.doc_id
 WHERE m.own
 ORDER BY m.entity_no, p.is_carryover, p.row_no;
