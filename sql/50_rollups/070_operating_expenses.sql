-- One row of rollup.operating_expenses is the operating expenses of one division, department or agency.

INSERT INTO rollup.operating_expenses
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, total,
        general_public_budget, government_fund, state_capital, agencies)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.agencies
  FROM (SELECT m.entity_no, facts.fen_sum(f.total) AS total,
               facts.fen_sum(f.general_public_budget) AS general_public_budget,
               facts.fen_sum(f.government_fund) AS government_fund, facts.fen_sum(f.state_capital) AS state_capital,
               count(DISTINCT f.doc_id)
                   FILTER (WHERE num_nonnulls(f.total, f.general_public_budget, f.government_fund,
                                              f.state_capital) > 0) AS agencies
          FROM facts.operating_expenses AS f
          JOIN pg_temp.rollup_member AS m ON m.mof_div_code = f.mof_div_code AND m.doc_id = f.doc_id
         GROUP BY m.entity_no) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
