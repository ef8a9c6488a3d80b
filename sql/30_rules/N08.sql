-- rule: N08 | warning | 文字逐项说明的科目等于表3（或表5）该科目
-- why: 文字逐项说明的科目，金额应等于表3 该科目的合计；说的是一般公共预算的，等于表5 该科目。两表取相近者。
--      科目未印编码的不比。
WITH items AS MATERIALIZED (
    SELECT s.doc_no, i.mof_div_code, i.doc_id, i.row_no, i.exp_func_code, i.item, i.amount, s.units, s.places
    FROM staging.narrative_items AS i
    JOIN etl.check_scope AS s ON s.mof_div_code = i.mof_div_code AND s.doc_id = i.doc_id
    WHERE i.exp_func_code IS NOT NULL AND i.amount IS NOT NULL
),
printed AS (
    SELECT r.table_key, r.exp_func_code, etl.sum_fen(r.total) AS total
    FROM etl.check_expenditure_rows AS r
    WHERE r.table_no IN (3, 5)
      AND (etl.doc_no(r.table_key), r.exp_func_code) IN (SELECT i.doc_no, i.exp_func_code FROM items AS i)
    GROUP BY r.table_key, r.exp_func_code
),
compared AS (
    SELECT i.mof_div_code, i.doc_id, i.row_no, etl.row_label(i.exp_func_code, i.item, i.row_no) AS label, i.amount,
           t.table_no, coalesce(p.total, 0) AS total, CASE WHEN p.total IS NULL THEN '（未印数）' ELSE '' END AS blank, i.units, i.places,
           (i.places[16] + num_nonnulls(p.total) * i.places[t.table_no]) * 0.5 AS tolerance,
           row_number() OVER (PARTITION BY i.doc_id, i.row_no
                              ORDER BY abs(i.amount - coalesce(p.total, 0)), t.table_no) AS place
    FROM items AS i
    CROSS JOIN (VALUES (3), (5)) AS t (table_no)
    LEFT JOIN printed AS p ON p.table_key = etl.table_key(i.doc_no, t.table_no) AND p.exp_func_code = i.exp_func_code
    WHERE i.units[t.table_no] IS NOT NULL
)
SELECT 'N08' AS rule_id, c.mof_div_code, c.doc_id, 'narrative' AS table_name, c.row_no, c.label AS row_label,
       'amount' AS column_name, c.total * 0.01 AS expected, c.amount * 0.01 AS actual,
       c.tolerance * 0.01 AS tolerance, '元' AS unit,
       etl.cross_message(etl.zh_place('narrative', c.label, 'amount'), c.amount, c.units[16], c.places[16], '=',
           etl.zh_place(etl.table_name(c.table_no), c.label, 'total') || c.blank, c.total, c.units[c.table_no],
           c.places[c.table_no], c.tolerance) AS message,
       etl.pair_hint(c.amount, c.total, c.tolerance, c.places[16]) AS hint
FROM compared AS c
WHERE c.place = 1 AND c.amount <> c.total
