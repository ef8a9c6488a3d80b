-- rule: N05 | error | 绩效管理说明的项目个数、金额与项目表、绩效目标表相符
-- why: 纳入绩效目标管理的项目等于其他运转类与特定目标类项目之和（个数、金额）；其金额等于表12 的项目合计（剔除涉密项目的，
--      也可以等于所列项目之和）；说明公开的项目绩效目标个数等于所附绩效目标表的份数（部门主管专项资金的表没有实施单位，
--      可计可不计；没有附绩效目标表的文件不比）；占比等于公开金额占项目金额的百分比。
WITH stated AS MATERIALIZED (
    SELECT p.*, s.units, s.places, s.withheld
    FROM staging.narrative_performance AS p
    JOIN etl.check_scope AS s ON s.mof_div_code = p.mof_div_code AND s.doc_id = p.doc_id
),
projects AS (
    SELECT t.mof_div_code, t.doc_id, t.t12_total, t.t12_leaves, t.t12_n
    FROM etl.check_totals AS t
    WHERE t.units[12] IS NOT NULL
),
targets AS (
    SELECT g.mof_div_code, g.doc_id, count(*) AS forms, count(g.target_agency_name) AS own_forms
    FROM staging.performance_targets AS g
    JOIN etl.check_scope AS s ON s.mof_div_code = g.mof_div_code AND s.doc_id = g.doc_id
    GROUP BY g.mof_div_code, g.doc_id
),
broken AS (
    SELECT p.mof_div_code, p.doc_id, p.row_no, p.units, p.places, v.label, v.column_name, v.unit, v.actual,
           v.expected, v.tolerance, v.other
    FROM stated AS p
    LEFT JOIN projects AS j ON j.mof_div_code = p.mof_div_code AND j.doc_id = p.doc_id
    LEFT JOIN targets AS g ON g.mof_div_code = p.mof_div_code AND g.doc_id = p.doc_id
    CROSS JOIN LATERAL (
        SELECT '绩效目标管理项目', 'count', '个', p.projects_count,
            coalesce(p.other_operating_projects_count, 0) + coalesce(p.specific_target_projects_count, 0), 0::numeric,
            '其他运转类与特定目标类项目合计',
            num_nonnulls(p.other_operating_projects_count, p.specific_target_projects_count) > 0
        UNION ALL SELECT '绩效目标管理项目', 'amount', '元', p.projects_amount * 0.01,
            (coalesce(p.other_operating_projects_amount, 0) + coalesce(p.specific_target_projects_amount, 0)) * 0.01,
            (1 + num_nonnulls(p.other_operating_projects_amount, p.specific_target_projects_amount)) * p.places[16] * 0.005,
            '其他运转类与特定目标类项目合计',
            num_nonnulls(p.other_operating_projects_amount, p.specific_target_projects_amount) > 0
        UNION ALL SELECT '绩效目标管理项目', 'amount', '元', p.projects_amount * 0.01,
            CASE WHEN p.withheld AND abs(p.projects_amount - j.t12_leaves) < abs(p.projects_amount - j.t12_total) THEN j.t12_leaves ELSE j.t12_total END * 0.01,
            (p.places[16] + j.t12_n * p.places[12]) * 0.005, etl.zh_table('projects_current') || '项目合计', j.t12_total IS NOT NULL
        UNION ALL SELECT '公开的项目绩效目标', 'count', '个', p.published_count,
            (CASE WHEN abs(p.published_count - coalesce(g.own_forms, 0)) < abs(p.published_count - coalesce(g.forms, 0)) THEN coalesce(g.own_forms, 0) ELSE coalesce(g.forms, 0) END)::numeric,
            0, '所附项目支出绩效目标表', g.forms > 0
        UNION ALL SELECT '公开的项目绩效目标', 'pct', '%', p.published_pct,
            round(100.0 * p.published_amount / nullif(p.projects_amount, 0), 4),
            round(0.005 + 50.0 * p.places[16] / nullif(p.projects_amount, 0) + 50.0 * p.published_amount * p.places[16] / nullif(p.projects_amount, 0)::numeric / p.projects_amount, 6),
            '公开金额占项目金额的百分比', p.projects_amount <> 0
    ) AS v (label, column_name, unit, actual, expected, tolerance, other, applies)
    WHERE v.applies AND v.actual IS NOT NULL
      AND CASE v.unit WHEN '%' THEN abs(v.actual - v.expected) > 0.005 ELSE v.actual <> v.expected END
)
SELECT 'N05' AS rule_id, b.mof_div_code, b.doc_id, 'narrative' AS table_name, b.row_no, b.label AS row_label,
       b.column_name, b.expected, b.actual, b.tolerance, b.unit,
       CASE b.unit
           WHEN '元' THEN etl.cross_message(etl.zh_place('narrative', b.label, b.column_name), (b.actual * 100)::bigint,
               b.units[16], b.places[16], '=', b.other, (b.expected * 100)::bigint, b.units[16], b.places[16],
               b.tolerance * 100)
           ELSE etl.zh_place('narrative', b.label, b.column_name) || '印为' || trim_scale(round(b.actual, 2))
               || b.unit || '，' || b.other || '为' || trim_scale(round(b.expected, 2))
               || CASE b.other WHEN '所附项目支出绩效目标表' THEN '份' ELSE b.unit END || '，请核对'
           END AS message,
       CASE b.unit WHEN '元' THEN etl.pair_hint((b.actual * 100)::bigint, (b.expected * 100)::bigint,
                                                b.tolerance * 100, b.places[16]) END AS hint
FROM broken AS b
