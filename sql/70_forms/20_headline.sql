-- One row is one headline figure of the division $1 in the year $2 at the stage $3, in yuan, and the same of the year $4
-- (NULL for none); with that of all revenue a note where it isn't that of all expenditure.
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
), gap AS (
    SELECT abs(round(r.current / 10000, 2) - round(e.current / 10000, 2)) AS amount, y.amount AS year_end
      FROM measured AS r
      JOIN measured AS e ON e.line_no = 1
     CROSS JOIN (SELECT round(sum(x.total) / 1000000, 2) AS amount
                   FROM pg_temp.export_year_end AS x
                  WHERE x.form = 1 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3) AS y
     WHERE r.line_no = 4
)
SELECT m.label, m.current, m.prior, m.current - m.prior AS change,
       round((m.current - m.prior) * 100 / nullif(abs(m.prior), 0), 2) AS change_pct,
       CASE WHEN m.line_no = 4
            THEN (SELECT '注：收入总计与支出总计相差' || to_char(g.amount, 'FM999,999,999,990.00') || '万元'
                         || CASE WHEN g.year_end <> 0
                                 THEN '，其中年终结转' || to_char(g.year_end, 'FM999,999,999,990.00') || '万元' ELSE '' END
                         || '；各单位印数与加总的差额见“公开情况”'
                    FROM gap AS g
                   WHERE g.amount <> 0) END AS note
  FROM measured AS m
 WHERE m.current IS NOT NULL
 ORDER BY m.line_no
