-- rule: P03 | error | 绩效目标表的资金总额等于各项来源之和，年度资金不大于实施期资金
-- why: 每份绩效目标表的实施期、年度资金总额应各等于中央、省级、市县（区）、自筹、其他资金之和（各项都未印的不比）；
--      年度资金不应大于实施期资金。
WITH forms AS (
    SELECT g.mof_div_code, g.doc_id, g.row_no, g.pro_name, etl.unit_fen(g.amount_unit) AS unit,
           etl.unit_place_fen(g.amount_unit) AS place, v.*
    FROM staging.performance_targets AS g
    JOIN etl.check_scope AS s ON s.mof_div_code = g.mof_div_code AND s.doc_id = g.doc_id
    CROSS JOIN LATERAL (
        SELECT 'term_total', '各项来源合计', g.term_total,
            coalesce(g.term_central, 0) + coalesce(g.term_provincial, 0) + coalesce(g.term_local, 0) + coalesce(g.term_self_raised, 0) + coalesce(g.term_other, 0),
            num_nonnulls(g.term_central, g.term_provincial, g.term_local, g.term_self_raised, g.term_other)::bigint
        UNION ALL SELECT 'annual_total', '各项来源合计', g.annual_total,
            coalesce(g.annual_central, 0) + coalesce(g.annual_provincial, 0) + coalesce(g.annual_local, 0) + coalesce(g.annual_self_raised, 0) + coalesce(g.annual_other, 0),
            num_nonnulls(g.annual_central, g.annual_provincial, g.annual_local, g.annual_self_raised, g.annual_other)::bigint
        UNION ALL SELECT 'annual_total', NULL, CASE WHEN g.annual_total > g.term_total THEN g.annual_total END,
            g.term_total, 1::bigint
    ) AS v (column_name, parts, actual, expected, figures)
    WHERE v.figures > 0 AND CASE WHEN v.parts IS NULL THEN v.actual > v.expected
                                ELSE coalesce(v.actual, 0) <> v.expected END
)
SELECT 'P03' AS rule_id, f.mof_div_code, f.doc_id, 'performance_targets' AS table_name, f.row_no,
       f.pro_name AS row_label, f.column_name, f.expected * 0.01 AS expected, coalesce(f.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(f.figures, f.actual, f.place) * 0.01 AS tolerance, '元' AS unit,
       CASE WHEN f.parts IS NULL
           THEN etl.cross_message(etl.zh_place('performance_targets', f.pro_name, f.column_name), f.actual, f.unit,
               f.place, '≤', etl.zh_column('term_total'), f.expected, f.unit, f.place,
               etl.tolerance_fen(f.figures, f.actual, f.place))
           ELSE etl.sum_message('performance_targets', f.pro_name, f.column_name, f.parts, f.actual, f.expected,
               f.figures, f.unit, f.place) END AS message,
       etl.sum_hint(f.actual, f.expected, f.figures, f.place) AS hint
FROM forms AS f
