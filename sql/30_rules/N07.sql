-- rule: N07 | warning | 车辆实有数等于各类车辆之和，不超过编制数
-- why: 国有资产占有使用情况中，车辆实有数应等于领导干部用车、执法执勤用车等各类之和（各类都未印的不比）；
--      超过编制数的，请核对编制或实有数。
WITH broken AS (
    SELECT a.mof_div_code, a.doc_id, a.row_no, a.vehicles_actual, v.expected, v.words
    FROM staging.state_assets AS a
    JOIN etl.check_scope AS s ON s.mof_div_code = a.mof_div_code AND s.doc_id = a.doc_id
    CROSS JOIN LATERAL (
        SELECT coalesce(a.vehicles_leadership, 0) + coalesce(a.vehicles_confidential_communications, 0)
                   + coalesce(a.vehicles_emergency, 0) + coalesce(a.vehicles_law_enforcement, 0)
                   + coalesce(a.vehicles_special_technical, 0) + coalesce(a.vehicles_general, 0)
                   + coalesce(a.vehicles_retired_cadres, 0) + coalesce(a.vehicles_institution_business, 0)
                   + coalesce(a.vehicles_other, 0) AS kinds,
               num_nonnulls(a.vehicles_leadership, a.vehicles_confidential_communications, a.vehicles_emergency,
                   a.vehicles_law_enforcement, a.vehicles_special_technical, a.vehicles_general,
                   a.vehicles_retired_cadres, a.vehicles_institution_business, a.vehicles_other) AS kinds_n
    ) AS k
    CROSS JOIN LATERAL (
        SELECT k.kinds, '各类车辆之和为', k.kinds_n > 0 AND coalesce(a.vehicles_actual, 0) <> k.kinds
        UNION ALL SELECT a.vehicles_quota, '编制数为', coalesce(a.vehicles_actual > a.vehicles_quota, false)
    ) AS v (expected, words, broken)
    WHERE v.broken
)
SELECT 'N07' AS rule_id, b.mof_div_code, b.doc_id, 'state_assets' AS table_name, b.row_no, '公务用车' AS row_label,
       'actual' AS column_name, b.expected, coalesce(b.vehicles_actual, 0) AS actual, 0::numeric AS tolerance,
       '个' AS unit, '国有资产占有使用情况的车辆实有数' || coalesce('为' || trim_scale(b.vehicles_actual) || '辆', '未印')
           || '，' || b.words || trim_scale(b.expected) || '辆，请核对' AS message, NULL::text AS hint
FROM broken AS b
