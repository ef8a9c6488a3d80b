-- rule: T02.1 | error | 表2 每行合计等于各项资金来源之和，财政拨款小计等于三项预算之和
-- rule: T12.1 | error | 表12 每行合计等于各项资金之和，财政拨款小计等于三项预算之和
-- rule: T14.1 | error | 表14 每行合计等于各项资金之和，财政拨款小计等于三项预算之和
-- rule: T15.1 | error | 表15 每行合计等于各项资金之和，财政拨款小计等于三项预算之和
-- why: 每一行的合计应等于财政拨款、财政专户管理资金、单位资金之和。印了财政拨款小计的计小计，否则计其三项预算；
--      单位资金同理，未印合计的计事业收入等各项。使用非财政拨款结余、上年结转有的地方在合计之内，
--      有的并列于外，四种读法取最接近的一种。小计与其各项都印了的，小计还应等于各项之和。
--      整张表都未分资金的不比。
WITH broken AS MATERIALIZED (
    SELECT r.table_key, r.row_no,
           etl.economic_label(r.code, r.name, r.gov_code, r.gov_name, r.row_no) AS row_label,
           v.column_name, v.parts, v.actual, v.expected, v.figures::bigint AS figures
    FROM (
        -- Most rows hold whatever their table prints.
        SELECT s.*
        FROM etl.fund_row_sums AS s
        WHERE coalesce(s.total, 0) <> s.sources OR coalesce(s.fiscal_appropriation, 0) <> s.three_funds
           OR s.incomes_n > 0 AND s.agency_funds <> s.incomes
        OFFSET 0
    ) AS r
    JOIN etl.check_facts AS printed ON printed.table_key = r.table_key
    CROSS JOIN LATERAL (
        SELECT o.expected, o.figures
        FROM (VALUES
            (r.sources, r.sources_n),
            (r.sources + r.non_fiscal_balance, r.sources_n + 1),
            (r.sources + r.carryover, r.sources_n + 1),
            (r.sources + r.non_fiscal_balance + r.carryover, r.sources_n + 2)
        ) AS o (expected, figures)
        WHERE o.expected IS NOT NULL
        ORDER BY abs(coalesce(r.total, 0) - o.expected), o.figures
        LIMIT 1
    ) AS nearest
    CROSS JOIN LATERAL (
        SELECT 'total', '各项资金', r.total, nearest.expected, nearest.figures, printed.has_sources
        UNION ALL SELECT 'fiscal_appropriation', '一般公共预算、政府性基金预算、国有资本经营预算',
            r.fiscal_appropriation, r.three_funds, r.three_funds_n,
            printed.has_appropriation AND printed.has_three_funds
        UNION ALL SELECT 'agency_funds', '事业收入等各项收入', r.agency_funds, r.incomes, r.incomes_n,
            r.incomes_n > 0 AND r.agency_funds <> r.incomes + coalesce(r.non_fiscal_balance, 0)
    ) AS v (column_name, parts, actual, expected, figures, compared)
    WHERE (printed.has_sources AND coalesce(r.total, 0) NOT IN (
               r.sources, r.sources + coalesce(r.non_fiscal_balance, 0), r.sources + coalesce(r.carryover, 0),
               r.sources + coalesce(r.non_fiscal_balance, 0) + coalesce(r.carryover, 0))
           OR printed.has_appropriation AND printed.has_three_funds
              AND coalesce(r.fiscal_appropriation, 0) <> r.three_funds
           OR r.incomes_n > 0 AND r.agency_funds <> r.incomes)
      AND v.compared AND coalesce(v.actual, 0) <> v.expected
)
SELECT CASE t.table_name WHEN 'revenue' THEN 'T02.1' WHEN 'projects_current' THEN 'T12.1'
           WHEN 'basic_expenditure' THEN 'T14.1' ELSE 'T15.1' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '本行' || b.parts || '合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
