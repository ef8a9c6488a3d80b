-- rule: T00.1 | warning | 空表应有说明，注明本表无数据的表不应有数
-- why: 单位没有某项收支时，应公开空表并注明“本表无数据”；没有任何数又没有说明的，看不出是无此收支还是漏填。
--      反过来，注明为空表而印有数（零不算）的，说明与数必有一误。
WITH tables AS MATERIALIZED (
    SELECT p.table_key, p.mof_div_code, p.doc_id, p.table_name, p.note, coalesce(btrim(p.note), '') = '' AS no_note,
           coalesce(p.note ~ '空表|无数据|无内容'
               OR p.note ~ CASE p.table_no WHEN 4 THEN '没有使用财政拨款' WHEN 7 THEN '没有使用政府性基金'
                   WHEN 8 THEN '没有使用政府性基金' WHEN 9 THEN '没有使用国有资本' END, false) AS says_empty
    FROM etl.check_table AS p
    WHERE p.table_no IS NOT NULL
)
SELECT 'T00.1' AS rule_id, t.mof_div_code, t.doc_id, t.table_name, NULL::integer AS row_no,
       NULL::text AS row_label, v.column_name, v.expected, v.actual, 0::numeric AS tolerance, '个' AS unit,
       etl.zh_table(t.table_name) || CASE v.column_name
           WHEN 'note' THEN '没有任何数，也没有说明；确无此项收支的，请注明“本表无数据”'
           ELSE '注明' || etl.zh_quoted(ltrim(regexp_replace(btrim(t.note, '（）()' || etl.spaces()), '^注[:：]', ''), etl.spaces()))
               || '，但有' || v.actual || '行印有不为零的数，请核对说明或数'
           END AS message,
       NULL::text AS hint
FROM (
    SELECT p.*, coalesce(f.rows_not_zero, 0)::numeric AS rows_not_zero,
           coalesce(f.rows_printed, 0) = 0 AND p.no_note AS unexplained,
           coalesce(f.rows_not_zero, 0) > 0 AND p.says_empty AS contradicted
    FROM tables AS p
    LEFT JOIN etl.check_facts AS f ON f.table_key = p.table_key
) AS t
CROSS JOIN LATERAL (
    SELECT 'note', 1::numeric, 0::numeric, t.unexplained
    UNION ALL SELECT NULL, 0::numeric, t.rows_not_zero, t.contradicted
) AS v (column_name, expected, actual, broken)
WHERE (t.unexplained OR t.contradicted) AND v.broken
