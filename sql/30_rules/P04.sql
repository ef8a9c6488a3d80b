-- rule: P04 | warning | 绩效目标表的成本指标与资金总额一致
-- why: 成本指标的指标值是一笔金额的，应等于年度或实施期资金总额。一份表有几笔成本的，有一笔相等、或几笔之和相等即可，
--      都不等时，只有大于资金总额的才报。单价、单位成本、人均、每人、补助标准等不是总额，不比。同一金额在两个时期都印的，报一处。
WITH money AS MATERIALIZED (
    -- Words are looked at only where there is money.
    SELECT i.mof_div_code, i.doc_id, i.parent_no, i.indicator_period, i.row_no, i.level1, i.level2, i.level3, i.kpi_val,
           i.kpi_number, i.kpi_unit
    FROM staging.performance_indicators AS i
    JOIN etl.check_scope AS s ON s.mof_div_code = i.mof_div_code AND s.doc_id = i.doc_id
    WHERE i.doc_id >= (SELECT min(k.doc_id) FROM etl.check_scope AS k) AND i.kpi_unit IN ('元', '千元', '万元', '亿元')
),
costs AS (
    SELECT m.mof_div_code, m.doc_id, m.parent_no, m.indicator_period, m.row_no, m.level3, m.kpi_val,
           (m.kpi_number * u.fen)::bigint AS amount, u.fen * 0.5 * power(10::numeric, -scale(m.kpi_number)) AS half
    FROM money AS m
    JOIN (VALUES ('元', 100), ('千元', 100000), ('万元', 1000000), ('亿元', 10000000000)) AS u (unit, fen)
        ON u.unit = m.kpi_unit
    WHERE m.level1 || coalesce(m.level2, '') ~ '成本'
      -- What one of something costs: 单位成本, 每人, 补助标准. But not 单位聘用人员经费, 每年, 标准化建设.
      AND coalesce(m.level3, '') !~ ('单价|单[个件次]|单位(平均)?(成本|造价|价|费用|面积|产品|投资|工程|里程|补助|补贴|标准)|人均|每(?!年)'
                                     || '|按.*标准|标准(控制|执行|要求|范围|限额|金额|额度)?[数值]?([（(].*)?$')
      AND abs(m.kpi_number * u.fen) < 1e15
),
judged AS (
    SELECT c.mof_div_code, c.doc_id, c.parent_no, c.indicator_period, c.row_no, c.level3, c.kpi_val, c.amount,
           g.pro_name, g.annual_total, g.term_total, etl.unit_fen(g.amount_unit) AS unit,
           etl.unit_place_fen(g.amount_unit) AS place, c.half + etl.unit_place_fen(g.amount_unit) * 0.5 AS tolerance,
           count(*) OVER form AS costs,
           bool_or(least(abs(c.amount - g.annual_total), abs(c.amount - g.term_total))
                   <= c.half + etl.unit_place_fen(g.amount_unit) * 0.5) OVER form AS one_fits,
           etl.sum_fen(c.amount) OVER form IN (g.annual_total, g.term_total) AS sum_fits,
           greatest(g.annual_total, g.term_total) AS most
    FROM costs AS c
    JOIN staging.performance_targets AS g ON g.doc_id = c.doc_id
        AND g.row_no = c.parent_no
    WINDOW form AS (PARTITION BY c.doc_id, c.parent_no, c.indicator_period)
),
broken AS (
    SELECT DISTINCT ON (j.doc_id, j.parent_no, j.amount) j.*
    FROM judged AS j
    WHERE j.most IS NOT NULL AND NOT j.one_fits AND NOT coalesce(j.sum_fits, false)
      AND (j.costs = 1 OR j.amount > j.most + j.tolerance)
    ORDER BY j.doc_id, j.parent_no, j.amount, j.row_no
)
SELECT 'P04' AS rule_id, b.mof_div_code, b.doc_id, 'performance_targets' AS table_name, b.parent_no AS row_no,
       b.pro_name || '·' || coalesce(b.level3, '成本指标') AS row_label, 'kpi_val' AS column_name,
       coalesce(b.annual_total, b.term_total) * 0.01 AS expected, b.amount * 0.01 AS actual,
       trim_scale(b.tolerance * 0.01) AS tolerance, '元' AS unit,
       etl.zh_table('performance_targets') || etl.zh_quoted(b.pro_name) || '的成本指标' || coalesce(etl.zh_quoted(b.level3), '') || '为' || b.kpi_val || '，'
           || concat_ws('，', '年度资金总额为' || etl.zh_amount(b.annual_total, b.unit, b.place),
                        CASE WHEN b.term_total IS DISTINCT FROM b.annual_total
                             THEN '实施期资金总额为' || etl.zh_amount(b.term_total, b.unit, b.place) END)
           || '，请核对' AS message,
       etl.pair_hint(b.amount, coalesce(b.annual_total, b.term_total), b.tolerance, b.place) AS hint
FROM broken AS b
