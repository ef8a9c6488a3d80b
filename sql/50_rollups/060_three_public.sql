-- One row of rollup.three_public is one item of 三公 expenses of one division, department or agency.

-- One row is one item of one document's table 10, in fen. 公务用车 is its two parts, 合计 its three items; as printed where
-- nothing below it is.
CREATE TEMPORARY TABLE rollup_three_public ON COMMIT DROP AS
WITH printed AS (
    SELECT t.doc_id, t.item_key AS item, facts.fen_sum(t.total) AS total,
           facts.fen_sum(t.general_public_budget) AS general_public_budget,
           facts.fen_sum(t.government_fund) AS government_fund, facts.fen_sum(t.state_capital) AS state_capital
      FROM staging.three_public AS t
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = t.mof_div_code AND d.doc_id = t.doc_id AND d.redo
     WHERE t.item_key IS NOT NULL
       AND t.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
     GROUP BY t.doc_id, t.item_key
), vehicles AS (
    SELECT p.doc_id,
           coalesce(facts.fen_sum(p.total) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.total)) AS total,
           coalesce(facts.fen_sum(p.general_public_budget) FILTER (WHERE p.item <> 'vehicles'),
                    facts.fen_sum(p.general_public_budget)) AS general_public_budget,
           coalesce(facts.fen_sum(p.government_fund) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.government_fund))
               AS government_fund,
           coalesce(facts.fen_sum(p.state_capital) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.state_capital))
               AS state_capital
      FROM printed AS p
     WHERE p.item IN ('vehicles', 'vehicle_purchase', 'vehicle_operation')
     GROUP BY p.doc_id
), item AS (
    SELECT p.doc_id, p.item, p.total, p.general_public_budget, p.government_fund,
           p.state_capital
      FROM printed AS p
     WHERE p.item <> 'vehicles'
    UNION ALL
    SELECT v.doc_id, 'vehicles', v.total, v.general_public_budget, v.government_fund,
           v.state_capital
      FROM vehicles AS v
)
SELECT i.doc_id, i.item, i.total, i.general_public_budget, i.government_fund,
       i.state_capital
  FROM item AS i
 WHERE i.item <> 'total'
UNION ALL
SELECT i.doc_id, 'total',
       coalesce(facts.fen_sum(i.total) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.total)),
       coalesce(facts.fen_sum(i.general_public_budget) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.general_public_budget)),
       coalesce(facts.fen_sum(i.government_fund) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.government_fund)),
       coalesce(facts.fen_sum(i.state_capital) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.state_capital))
  FROM item AS i
 WHERE i.item IN ('overseas_travel', 'reception', 'vehicles', 'total')
 GROUP BY i.doc_id;

INSERT INTO rollup.three_public
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, item, total,
        general_public_budget, government_fund, state_capital, agencies)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.item,
       x.total * 0.01, x.general_public_budget * 0.01, x.government_fund * 0.01, x.state_capital * 0.01,
       x.agencies
  FROM (SELECT m.entity_no, s.item, facts.fen_sum(s.total) AS total,
               facts.fen_sum(s.general_public_budget) AS general_public_budget,
               facts.fen_sum(s.government_fund) AS government_fund, facts.fen_sum(s.state_capital) AS state_capital,
               count(*) FILTER (WHERE num_nonnulls(s.total, s.general_public_budget, s.government_fund,
                                                   s.state_capital) > 0) AS agencies
          FROM pg_temp.rollup_three_public AS s
          JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
         GROUP BY m.entity_no, s.item
         ORDER BY m.entity_no, s.item) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
