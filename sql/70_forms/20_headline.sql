-- One row is one headline figure of the division $1 in the year $2 at the stage $3, in yuan, and the same of the year $4
-- (NULL for none).
WITH figure AS (
    SELECT k.line_no, k.label, r.fiscal_year,
           CASE k.line_no WHEN 1 THEN r.total WHEN 2 THEN r.basic ELSE r.project END AS amount
      FROM rollup.expenditure_by_function AS r
     CROSS JOIN (VALUES (1, '支出总计'), (2, '基本支出'), (3, '项目支出')) AS k (line_no, label)
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division' AND r.exp_func_code IS NULL
    UNION ALL
    SELECT CASE r.source WHEN 'total' THEN 4 ELSE 5 END, CASE r.source WHEN 'total' THEN '收入总计' ELSE '上年结转' END,
           r.fiscal_year, r.amount
      FROM rollup.revenue_by_source AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division' AND r.source IN ('total', 'carryover')
    UNION ALL
    SELECT 6, '“三公”经费', r.fiscal_year, r.total
      FROM rollup.three_public AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division' AND r.item = 'total'
    UNION ALL
    SELECT 7, '机关运行经费', r.fiscal_year, r.total
      FROM rollup.operating_expenses AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division'
    UNION ALL
    SELECT 8, '政府采购', r.fiscal_year, r.total
      FROM rollup.procurement AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division'
), measured AS (
    SELECT f.line_no, f.label, max(f.amount) FILTER (WHERE f.fiscal_year = $2::integer) AS current,
           max(f.amount) FILTER (WHERE f.fiscal_year = $4::integer) AS prior
      FROM figure AS f
     GROUP BY f.line_no, f.label
)
SELECT m.label, m.current, m.prior, m.current - m.prior AS change,
       round((m.current - m.prior) * 100 / nullif(abs(m.prior), 0), 2) AS change_pct
  FROM measured AS m
 WHERE m.current IS NOT NULL
 ORDER BY m.line_no
