-- rule: T00.3 | warning | 有数的表印有合计行
-- why: 表1、表4 收支两侧都应有总计，一侧印本年合计的，另一侧也应有；表2、3、5、6、14、15，和不止一行的表10，应有合计行。
--      缺了合计行，多半是漏印，各处合计也无从核对（表7、8、9、12、13 可以只列明细）。
WITH flags AS (
    SELECT s.table_key, s.revenue_current_row IS NOT NULL AS revenue_current,
           s.revenue_grand_row IS NOT NULL AS revenue_grand, e.current AS expenditure_current,
           e.grand AS expenditure_grand, s.items_n + s.extras_n + e.figures AS figures
    FROM etl.check_summary AS s
    JOIN (
        SELECT r.table_key, bool_or(r.row_kind = 'current_total') AS current,
               bool_or(r.row_kind = 'grand_total') AS grand, count(r.total) AS figures
        FROM etl.check_summary_expenditure AS r
        GROUP BY r.table_key
    ) AS e ON e.table_key = s.table_key
),
missing AS (
    SELECT f.table_key, v.label
    FROM flags AS f
    CROSS JOIN LATERAL (
        SELECT '收入总计', NOT f.revenue_grand
        UNION ALL SELECT '支出总计', NOT f.expenditure_grand
        UNION ALL SELECT '本年收入合计', f.expenditure_current AND NOT f.revenue_current
        UNION ALL SELECT '本年支出合计', f.revenue_current AND NOT f.expenditure_current
    ) AS v (label, missing)
    WHERE v.missing AND f.figures > 0
    UNION ALL
    SELECT f.table_key, '合计'
    FROM etl.check_facts AS f
    WHERE etl.table_no(f.table_key) IN (2, 3, 5, 6, 10, 14, 15) AND NOT f.has_total
      AND (f.levels > 0 OR etl.table_no(f.table_key) IN (6, 14) OR etl.table_no(f.table_key) = 10 AND f.rows_not_zero > 0)
)
SELECT 'T00.3' AS rule_id, t.mof_div_code, t.doc_id, t.table_name,
       NULL::integer AS row_no, m.label AS row_label, NULL::text AS column_name, 1::numeric AS expected,
       0::numeric AS actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || '没有“' || m.label || '”行，请补印' AS message, NULL::text AS hint
FROM missing AS m
JOIN etl.check_table AS t ON t.table_key = m.table_key AND (t.table_no <> 10 OR t.row_count > 1)
