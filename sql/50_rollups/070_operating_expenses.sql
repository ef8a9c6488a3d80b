-- One row of rollup.operating_expenses is the operating expenses of one division, department or agency.

CREATE TEMPORARY TABLE rollup_operating ON COMMIT DROP AS
SELECT f.doc_id, facts.fen_sum(f.total) AS total, facts.fen_sum(f.general_public_budget) AS general_public_budget,
       facts.fen_sum(f.government_fund) AS government_fund, facts.fen_sum(f.state_capital) AS state_capital
  FROM facts.operating_expenses AS f
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = f.mof_div_code AND d.doc_id = f.doc_id AND d.redo
 WHERE f.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
 GROUP BY f.doc_id;

INSERT INTO rollup.operating_expenses
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, total,
        general_public_budget, government_fund, state_capital, agencies)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.agencies
  FROM (SELECT m.entity_no, facts.fen_sum(s.total) AS total,
               facts.fen_sum(s.general_public_budget) AS general_public_budget,
               facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
               count(*) FILTER (WHERE num_nonnulls(s.total, s.general_public_budget, s.government_fund,
                                                   s.state_capital) > 0) AS agencies
          FROM pg_temp.rollup_operating AS s
          JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
         GROUP BY m.entity_no) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
