-- rule: N04 | error | 政府采购总额等于货物、工程、服务之和
-- why: 文字说明的政府采购预算总额应等于货物、工程、服务三项之和；三项都未印的不比。
WITH broken AS (
    SELECT r.mof_div_code, r.doc_id, r.row_no, r.total AS actual,
           coalesce(r.goods, 0) + coalesce(r.works, 0) + coalesce(r.services, 0) AS expected,
           num_nonnulls(r.goods, r.works, r.services)::bigint AS figures, s.units[17] AS unit, s.places[17] AS place
    FROM staging.procurement AS r
    JOIN etl.check_scope AS s ON s.mof_div_code = r.mof_div_code AND s.doc_id = r.doc_id
    WHERE num_nonnulls(r.goods, r.works, r.services) > 0
      AND coalesce(r.total, 0) <> coalesce(r.goods, 0) + coalesce(r.works, 0) + coalesce(r.services, 0)
)
SELECT 'N04' AS rule_id, b.mof_div_code, b.doc_id, 'procurement' AS table_name, b.row_no,
       '政府采购预算' AS row_label, 'total' AS column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, b.place) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message('procurement', '政府采购预算', 'total', '货物、工程、服务合计',
           b.actual, b.expected, b.figures, b.unit, b.place) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, b.place) AS hint
FROM broken AS b
