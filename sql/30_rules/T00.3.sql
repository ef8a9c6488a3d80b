-- rule: T00.3 | warning | 有数的表印有合计行
-- why: 表1、表4 收支两侧都应有总计，一侧印本年合计的，另一侧也应有；表2、3、5、6、14、15 应有合计行。
--      缺了合计行，多半是漏印，各处合计也无从核对（表7、8、9、12、13 可以只列明细）。
WITH flags AS (
    SELECT s.mof_div_code, s.doc_id, s.table_no, s.revenue_current_row IS NOT NULL AS revenue_current,
           s.revenue_grand_row IS NOT NULL AS revenue_grand, e.current AS expenditure_current,
           e.grand AS expenditure_grand, s.items_n + s.extras_n + e.figures AS figures
    FROM etl.check_summary AS s
    JOIN (
        SELECT r.mof_div_code, r.doc_id, r.table_no, bool_or(r.row_kind = 'current_total') AS current,
               bool_or(r.row_kind = 'grand_total') AS grand, count(r.total) AS figures
        FROM etl.check_summary_expenditure AS r
        GROUP BY r.mof_div_code, r.doc_id, r.table_no
    ) AS e ON e.mof_div_code = s.mof_div_code AND e.doc_id = s.doc_id AND e.table_no = s.table_no
),
subjects AS (
    SELECT c.mof_div_code, c.doc_id, sum(c.t2_rows) AS t2, sum(c.t3_rows) AS t3, sum(c.t5_rows) AS t5,
           sum(c.t15_rows) AS t15
    FROM etl.check_codes AS c
    GROUP BY c.mof_div_code, c.doc_id
),
missing AS (
    SELECT f.mof_div_code, f.doc_id, f.table_no, v.label
    FROM flags AS f
    CROSS JOIN LATERAL (
        SELECT '收入总计', NOT f.revenue_grand
        UNION ALL SELECT '支出总计', NOT f.expenditure_grand
        UNION ALL SELECT '本年收入合计', f.expenditure_current AND NOT f.revenue_current
        UNION ALL SELECT '本年支出合计', f.revenue_current AND NOT f.expenditure_current
    ) AS v (label, missing)
    WHERE v.missing AND f.figures > 0
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, v.table_no, '合计'
    FROM etl.check_totals AS t
    LEFT JOIN subjects AS c ON c.mof_div_code = t.mof_div_code AND c.doc_id = t.doc_id
    CROSS JOIN LATERAL (
        SELECT 2, t.t2_row IS NULL AND c.t2 > 0
        UNION ALL SELECT 3, t.t3_row IS NULL AND c.t3 > 0
        UNION ALL SELECT 5, t.t5_row IS NULL AND c.t5 > 0
        UNION ALL SELECT 15, t.t15_row IS NULL AND c.t15 > 0
    ) AS v (table_no, missing)
    WHERE v.missing
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, r.table_no, '合计'
    FROM etl.check_economic_rows AS r
    GROUP BY r.mof_div_code, r.doc_id, r.table_no
    HAVING NOT bool_or(r.row_kind = 'total')
)
SELECT 'T00.3' AS rule_id, m.mof_div_code, m.doc_id, etl.table_name(m.table_no) AS table_name,
       NULL::integer AS row_no, m.label AS row_label, NULL::text AS column_name, 1::numeric AS expected,
       0::numeric AS actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(etl.table_name(m.table_no)) || '没有“' || m.label || '”行，请补印' AS message, NULL::text AS hint
FROM missing AS m
