-- One row of rollup.revenue_by_source is one source of revenue of one division, department or agency. Money that only passes
-- between units of the division is taken out of the total in a row of its own, where any is printed.

-- One row is one source of revenue, or sum of sources, of one document's table 1, in fen. A source is taken from the
-- rows before and after 本年收入合计; from the parts of another row only where it has no row of its own, and
-- never from the parts of a carryover.
CREATE TEMPORARY TABLE rollup_source ON COMMIT DROP AS
WITH printed AS (
    SELECT r.doc_id, r.row_no, r.row_kind, r.source, r.amount,
           count(*) FILTER (WHERE r.row_kind = 'item')
               OVER (PARTITION BY r.doc_id ORDER BY r.row_no) AS item_no
      FROM staging.budget_summary_revenue AS r
      JOIN pg_temp.rollup_document AS d ON d.mof_div_code = r.mof_div_code AND d.doc_id = r.doc_id AND d.redo
     WHERE r.row_kind IN ('item', 'part', 'extra', 'current_total', 'grand_total')
       AND r.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
           AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
), nested AS (
    SELECT p.doc_id, p.row_no, p.row_kind, p.source, p.amount,
           p.row_kind = 'part'
           AND coalesce(first_value(p.source) OVER (PARTITION BY p.doc_id, p.item_no
                                                    ORDER BY p.row_no)
                        IN ('carryover', 'non_fiscal_balance'), false) AS of_balance
      FROM printed AS p
), by_source AS (
    SELECT n.doc_id, n.source,
           coalesce(facts.fen_sum(n.amount) FILTER (WHERE n.row_kind <> 'part'), facts.fen_sum(n.amount)) AS amount
      FROM nested AS n
     WHERE n.row_kind IN ('item', 'part', 'extra') AND NOT n.of_balance AND n.source IS NOT NULL
     GROUP BY n.doc_id, n.source
), by_document AS (
    SELECT n.doc_id,
           facts.fen_sum(n.amount) FILTER (WHERE n.row_kind IN ('item', 'extra')) AS total,
           facts.fen_sum(n.amount) FILTER (WHERE n.row_kind = 'item') AS items,
           facts.fen_sum(n.amount) FILTER (WHERE n.row_kind = 'item'
                                   AND n.source IS DISTINCT FROM 'carryover'
                                   AND n.source IS DISTINCT FROM 'non_fiscal_balance') AS current_items,
           bool_or(n.row_kind = 'current_total') AS has_current_total,
           facts.fen_sum(n.amount) FILTER (WHERE n.row_kind IN ('item', 'extra') AND n.source IS NULL) AS unresolved,
           bool_or(n.row_kind IN ('item', 'extra') AND n.source IS NULL) AS has_unresolved
      FROM nested AS n
     GROUP BY n.doc_id
)
SELECT s.doc_id, s.source, s.amount
  FROM by_source AS s
 WHERE s.source NOT IN ('fiscal_appropriation', 'agency_funds')
UNION ALL
SELECT s.doc_id, 'fiscal_appropriation',
       coalesce(facts.fen_sum(s.amount) FILTER (WHERE s.source = 'fiscal_appropriation'), facts.fen_sum(s.amount))
  FROM by_source AS s
 WHERE s.source IN ('fiscal_appropriation', 'general_public_budget', 'government_fund', 'state_capital')
 GROUP BY s.doc_id
UNION ALL
SELECT s.doc_id, 'agency_funds',
       coalesce(facts.fen_sum(s.amount) FILTER (WHERE s.source = 'agency_funds'), facts.fen_sum(s.amount))
  FROM by_source AS s
 WHERE s.source IN ('agency_funds', 'institution_income', 'superior_subsidy', 'subordinate_remittance',
                    'institution_business_income', 'other_income')
 GROUP BY s.doc_id
UNION ALL
SELECT d.doc_id, 'current_year_total',
       CASE WHEN d.has_current_total THEN d.items ELSE d.current_items END
  FROM by_document AS d
UNION ALL
SELECT d.doc_id, 'total', d.total
  FROM by_document AS d
UNION ALL
SELECT d.doc_id, 'unresolved', d.unresolved
  FROM by_document AS d
 WHERE d.has_unresolved;

INSERT INTO rollup.revenue_by_source
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, source, amount, agencies)
WITH entity AS (
    SELECT m.entity_no, s.source, facts.fen_sum(s.amount) AS amount, count(s.amount) AS agencies
      FROM pg_temp.rollup_source AS s
      JOIN pg_temp.rollup_member AS m ON m.doc_id = s.doc_id
     GROUP BY m.entity_no, s.source
), consolidated AS (
    SELECT x.entity_no, x.source, x.amount, x.agencies
      FROM entity AS x
    UNION ALL
    SELECT x.entity_no, 'total_without_internal_transfers',
           facts.fen_sum(CASE x.source WHEN 'total' THEN x.amount ELSE -x.amount END),
           max(x.agencies) FILTER (WHERE x.source = 'total')
      FROM entity AS x
     WHERE x.source IN ('total', 'superior_subsidy', 'subordinate_remittance')
     GROUP BY x.entity_no
    HAVING count(x.amount) FILTER (WHERE x.source <> 'total') > 0
)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code, x.source,
       x.amount * 0.01, x.agencies
  FROM consolidated AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no
 ORDER BY x.entity_no, x.source;
