-- rule: T00.2 | error | 一张表内没有重复的行
-- why: 收支总表、财政拨款收支总表的各行，“三公”经费表的各项，机关运行经费表的各单位，以及各表的合计行，印有数的都只应印一次，
--      重复的会被重复计算（功能科目重复见 C03；其中项、未印数的行不算；项目可以同名，单位合计行有的地方印两次，也不算）。
WITH lines AS (
    SELECT r.table_key, r.item AS label, max(r.row_no) AS row_no, count(*) AS times
    FROM etl.check_revenue_lines AS r
    WHERE r.table_no IN (1, 4) AND r.row_kind NOT IN ('part', 'extra_part') AND r.amount IS NOT NULL
    GROUP BY r.table_key, r.item
    UNION ALL
    SELECT e.table_key, e.item, max(e.row_no), count(*)
    FROM etl.check_summary_expenditure AS e
    WHERE e.row_kind NOT IN ('part', 'extra_part') AND e.total IS NOT NULL
    GROUP BY e.table_key, e.item
    UNION ALL
    SELECT etl.table_key(s.doc_no, 10), t.item, max(t.row_no), count(*)
    FROM staging.three_public AS t
    JOIN etl.check_scope AS s ON s.mof_div_code = t.mof_div_code AND s.doc_id = t.doc_id
    WHERE t.item_key IS NOT NULL AND t.total IS NOT NULL
    GROUP BY s.doc_no, t.item
    UNION ALL
    SELECT etl.table_key(s.doc_no, 11), o.row_agency_name, max(o.row_no), count(*)
    FROM staging.operating_expenses AS o
    JOIN etl.check_scope AS s ON s.mof_div_code = o.mof_div_code AND s.doc_id = o.doc_id
    WHERE o.total IS NOT NULL
    GROUP BY s.doc_no, o.row_agency_name
    UNION ALL
    SELECT p.table_key, p.pro_name, max(p.row_no), count(*)
    FROM etl.check_project_rows AS p
    WHERE p.table_no = 12 AND p.row_kind = 'total' AND translate(p.pro_name, etl.spaces(), '') ~ '(合|总)计$' AND p.total IS NOT NULL
    GROUP BY p.table_key, p.pro_name
    UNION ALL
    SELECT etl.table_key(t.doc_no, v.table_no), '合计', NULL, v.times
    FROM etl.check_totals AS t
    CROSS JOIN LATERAL (
        SELECT 2, t.t2_rows
        UNION ALL SELECT 3, t.t3_rows
        UNION ALL SELECT 5, t.t5_rows
        UNION ALL SELECT 6, t.t6_rows
        UNION ALL SELECT 7, t.t7_rows
        UNION ALL SELECT 8, t.t8_rows
        UNION ALL SELECT 9, t.t9_rows
        UNION ALL SELECT 9, t.r9_rows
        UNION ALL SELECT 14, t.t14_rows
        UNION ALL SELECT 15, t.t15_rows
    ) AS v (table_no, times)
    WHERE v.times > 1
)
SELECT 'T00.2' AS rule_id, t.mof_div_code, t.doc_id, t.table_name, w.row_no,
       w.label AS row_label, NULL::text AS column_name, 1::numeric AS expected, w.times::numeric AS actual,
       0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || '的' || etl.zh_quoted(w.label) || '行印了' || w.times
           || '次，请核对是否重复，删去多印的' AS message,
       NULL::text AS hint
FROM lines AS w
JOIN etl.check_table AS t ON t.table_key = w.table_key
WHERE w.times > 1 AND w.label IS NOT NULL AND btrim(w.label) <> ''
