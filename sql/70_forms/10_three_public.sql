-- One row is one line of table 10 (“三公”经费支出预算表) of the division $1 in the year $2 at the stage $3, in yuan.
SELECT CASE k.item WHEN 'total' THEN 'total' ELSE 'plain' END AS style, k.label, r.total, r.general_public_budget,
       r.government_fund, r.state_capital
  FROM (VALUES (1, 'overseas_travel', '因公出国（境）费'), (2, 'reception', '公务接待费'),
               (3, 'vehicles', '公务用车购置及运行费'), (4, 'vehicle_purchase', '①公务用车购置费'),
               (5, 'vehicle_operation', '②公务用车运行维护费'), (6, 'total', '合计')) AS k (line_no, item, label)
  LEFT JOIN rollup.three_public AS r
    ON r.mof_div_code = $1 AND r.fiscal_year = $2::integer AND r.bgt_stage = $3 AND r.entity_level = 'division'
   AND r.item = k.item
 ORDER BY k.line_no
