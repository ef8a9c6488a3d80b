-- rule: T01.4 | error | 表1 支出各类之和等于本年支出合计（每列）
-- rule: T04.2 | error | 表4 支出各类之和等于本年支出合计（每列）
-- why: 支出侧按功能分类列示的各类，每列之和应等于本年支出合计行的该列；
--      只印支出总计的表，以支出总计代本年支出合计，其中也含各类之外的结转下年等项。
WITH current_totals AS (
    SELECT DISTINCT r.table_key FROM etl.check_summary_expenditure AS r WHERE r.row_kind = 'current_total'
),
broken AS MATERIALIZED (
    SELECT p.table_key, p.row_no,
           etl.row_label(NULL, p.item, p.row_no) AS row_label,
           v.column_name, v.actual, coalesce(v.expected, 0) AS expected, v.figures
    FROM etl.check_summary_expenditure AS p
    JOIN (
        SELECT r.table_key,
               CASE WHEN count(c.table_key) > 0 THEN 'current_total' ELSE 'grand_total' END AS total_kind,
               etl.sum_fen(r.total) AS total,
               count(r.total) AS total_n,
               etl.sum_fen(r.current) AS current,
               count(r.current) AS current_n,
               etl.sum_fen(r.carryover) AS carryover,
               count(r.carryover) AS carryover_n,
               etl.sum_fen(r.basic) AS basic,
               count(r.basic) AS basic_n,
               etl.sum_fen(r.personnel) AS personnel,
               count(r.personnel) AS personnel_n,
               etl.sum_fen(r.public) AS public,
               count(r.public) AS public_n,
               etl.sum_fen(r.project) AS project,
               count(r.project) AS project_n,
               etl.sum_fen(r.general_public_budget) AS general_public_budget,
               count(r.general_public_budget) AS general_public_budget_n,
               etl.sum_fen(r.government_fund) AS government_fund,
               count(r.government_fund) AS government_fund_n,
               etl.sum_fen(r.state_capital) AS state_capital,
               count(r.state_capital) AS state_capital_n
        FROM etl.check_summary_expenditure AS r
        LEFT JOIN current_totals AS c ON c.table_key = r.table_key
        WHERE r.row_kind = 'item' OR r.row_kind = 'extra' AND c.table_key IS NULL
        GROUP BY r.table_key
    ) AS c ON c.table_key = p.table_key
        AND c.total_kind = p.row_kind
    CROSS JOIN LATERAL (
        SELECT 'total', p.total, c.total, c.total_n
        UNION ALL SELECT 'current', p.current, c.current, c.current_n
        UNION ALL SELECT 'carryover', p.carryover, c.carryover, c.carryover_n
        UNION ALL SELECT 'basic', p.basic, c.basic, c.basic_n
        UNION ALL SELECT 'personnel', p.personnel, c.personnel, c.personnel_n
        UNION ALL SELECT 'public', p.public, c.public, c.public_n
        UNION ALL SELECT 'project', p.project, c.project, c.project_n
        UNION ALL SELECT 'general_public_budget', p.general_public_budget, c.general_public_budget,
            c.general_public_budget_n
        UNION ALL SELECT 'government_fund', p.government_fund, c.government_fund, c.government_fund_n
        UNION ALL SELECT 'state_capital', p.state_capital, c.state_capital, c.state_capital_n
    ) AS v (column_name, actual, expected, figures)
    WHERE coalesce(v.actual, 0) <> coalesce(v.expected, 0)
)
SELECT CASE t.table_name WHEN 'budget_summary' THEN 'T01.4' ELSE 'T04.2' END AS rule_id,
       t.mof_div_code, t.doc_id, t.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual,
       etl.tolerance_fen(b.figures, b.actual, t.last_place_fen) * 0.01 AS tolerance, '元' AS unit,
       etl.sum_message(t.table_name, b.row_label, b.column_name,
           '各类支出合计',
           b.actual, b.expected, b.figures, t.unit_fen, t.last_place_fen) AS message,
       etl.sum_hint(b.actual, b.expected, b.figures, t.last_place_fen) AS hint
FROM broken AS b
JOIN etl.check_table AS t ON t.table_key = b.table_key
