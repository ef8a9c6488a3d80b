-- One row is one item of 三公 expenses of one document's table 10, in fen. 公务用车 is its two parts, 合计 its three
-- items; as printed where nothing below it is.

DROP VIEW IF EXISTS facts.three_public CASCADE;
CREATE VIEW facts.three_public AS
WITH printed AS (
    SELECT t.mof_div_code, t.doc_id, t.item_key AS item, facts.fen_sum(t.total) AS total,
           facts.fen_sum(t.general_public_budget) AS general_public_budget,
           facts.fen_sum(t.government_fund) AS government_fund, facts.fen_sum(t.state_capital) AS state_capital
      FROM staging.three_public AS t
     WHERE t.item_key IS NOT NULL
     GROUP BY t.mof_div_code, t.doc_id, t.item_key
), vehicles AS (
    SELECT p.mof_div_code, p.doc_id,
           coalesce(facts.fen_sum(p.total) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.total)) AS total,
           coalesce(facts.fen_sum(p.general_public_budget) FILTER (WHERE p.item <> 'vehicles'),
                    facts.fen_sum(p.general_public_budget)) AS general_public_budget,
           coalesce(facts.fen_sum(p.government_fund) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.government_fund))
               AS government_fund,
           coalesce(facts.fen_sum(p.state_capital) FILTER (WHERE p.item <> 'vehicles'), facts.fen_sum(p.state_capital))
               AS state_capital
      FROM printed AS p
     WHERE p.item IN ('vehicles', 'vehicle_purchase', 'vehicle_operation')
     GROUP BY p.mof_div_code, p.doc_id
), item AS (
    SELECT p.mof_div_code, p.doc_id, p.item, p.total, p.general_public_budget, p.government_fund,
           p.state_capital
      FROM printed AS p
     WHERE p.item <> 'vehicles'
    UNION ALL
    SELECT v.mof_div_code, v.doc_id, 'vehicles', v.total, v.general_public_budget, v.government_fund,
           v.state_capital
      FROM vehicles AS v
)
SELECT i.mof_div_code, i.doc_id, i.item, i.total, i.general_public_budget, i.government_fund,
       i.state_capital
  FROM item AS i
 WHERE i.item <> 'total'
UNION ALL
SELECT i.mof_div_code, i.doc_id, 'total',
       coalesce(facts.fen_sum(i.total) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.total)),
       coalesce(facts.fen_sum(i.general_public_budget) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.general_public_budget)),
       coalesce(facts.fen_sum(i.government_fund) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.government_fund)),
       coalesce(facts.fen_sum(i.state_capital) FILTER (WHERE i.item <> 'total'), facts.fen_sum(i.state_capital))
  FROM item AS i
 WHERE i.item IN ('overseas_travel', 'reception', 'vehicles', 'total')
 GROUP BY i.mof_div_code, i.doc_id;
