-- One row of rollup.projects is one project of one agency; or of one department, where its own document is the basis, as that
-- doesn't say whose project it is.

DELETE FROM rollup.projects AS r
 USING pg_temp.rollup_work AS w
 WHERE w.task IN ('redo', 'gone')
   AND r.mof_div_code = w.mof_div_code AND r.fiscal_year = w.fiscal_year AND r.bgt_stage = w.bgt_stage;

INSERT INTO rollup.projects
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, pro_name, is_carryover, total,
        general_public_budget, government_fund, state_capital, fiscal_special_account, agency_funds, has_target,
        target_total, attribute, period, pro_code, pro_category, row_no)
WITH document AS (
    SELECT m.mof_div_code, m.doc_id, m.entity_no, m.fiscal_year, m.bgt_stage, m.entity_level, m.dept_code,
           m.agency_code
      FROM pg_temp.rollup_member AS m
      JOIN pg_temp.rollup_in_force AS i ON i.mof_div_code = m.mof_div_code AND i.doc_id = m.doc_id
     WHERE m.entity_level = CASE i.scope WHEN 'unit' THEN 'agency' ELSE 'department' END
)
SELECT d.fiscal_year, d.bgt_stage, d.mof_div_code, d.entity_level, d.dept_code, d.agency_code, p.pro_name,
       p.is_carryover, p.total * 0.01, p.general_public_budget * 0.01, p.government_fund * 0.01,
       p.state_capital * 0.01, p.fiscal_special_account * 0.01, p.agency_funds * 0.01, p.has_target,
       p.target_total * 0.01, p.attribute, p.period, p.pro_code, p.pro_category, p.row_no
  FROM document AS d
  JOIN facts.projects AS p ON p.mof_div_code = d.mof_div_code AND p.doc_id = d.doc_id
 ORDER BY d.entity_no, p.is_carryover, p.row_no;
