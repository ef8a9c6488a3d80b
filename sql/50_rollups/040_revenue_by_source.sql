-- One row of rollup.revenue_by_source is one source of revenue of one division, department or agency. Money that only passes
-- between units of the division is taken out of the total in a row of its own, where any is printed.

INSERT INTO rollup.revenue_by_source
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, source, amount, agencies)
WITH entity AS (
    SELECT m.entity_no, f.source, facts.fen_sum(f.amount) AS amount, count(f.amount) AS agencies
      FROM facts.revenue_by_source AS f
      JOIN pg_temp.rollup_member AS m ON m.mof_div_code = f.mof_div_code AND m.doc_id = f.doc_id
     GROUP BY m.entity_no, f.source
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
