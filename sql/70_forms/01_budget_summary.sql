-- One row is one line of table 1 (预算收支总表) of the division $1 in the year $2 at the stage $3, in yuan: revenue on the
-- left, expenditure by functional class on the right, the totals below; and a note where these differ as they are shown.
WITH source AS (
    SELECT r.source, r.amount
      FROM rollup.revenue_by_source AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year = $2::integer AND r.bgt_stage = $3 AND r.entity_level = 'division'
), funds AS (
    SELECT max(s.amount) FILTER (WHERE s.source = 'general_public_budget') AS general_public_budget,
           max(s.amount) FILTER (WHERE s.source = 'government_fund') AS government_fund,
           max(s.amount) FILTER (WHERE s.source = 'state_capital') AS state_capital,
           max(s.amount) FILTER (WHERE s.source = 'fiscal_appropriation') AS fiscal_appropriation,
           max(s.amount) FILTER (WHERE s.source = 'fiscal_special_account') AS fiscal_special_account,
           max(s.amount) FILTER (WHERE s.source = 'agency_funds') AS agency_funds,
           max(s.amount) FILTER (WHERE s.source = 'unresolved') AS unresolved,
           max(s.amount) FILTER (WHERE s.source = 'non_fiscal_balance') AS non_fiscal_balance,
           max(s.amount) FILTER (WHERE s.source = 'current_year_total') AS current_year_total,
           max(s.amount) FILTER (WHERE s.source = 'carryover') AS carryover,
           max(s.amount) FILTER (WHERE s.source = 'total') AS total
      FROM source AS s
), revenue AS (
    SELECT v.line_no, v.item, v.amount
      FROM funds AS f
     CROSS JOIN LATERAL (VALUES
           (1, '一、一般公共预算', f.general_public_budget), (2, '二、政府性基金预算', f.government_fund),
           (3, '三、国有资本经营预算', f.state_capital), (4, '四、财政专户管理资金', f.fiscal_special_account),
           (5, '五、单位资金', f.agency_funds),
           (6, '六、财政拨款（未分列）', nullif(f.fiscal_appropriation - coalesce(f.general_public_budget, 0)
                                               - coalesce(f.government_fund, 0) - coalesce(f.state_capital, 0), 0)),
           (7, '七、未能识别的来源', f.unresolved)) AS v (line_no, item, amount)
     WHERE v.line_no <= 5 OR v.amount IS NOT NULL
), class AS (
    SELECT e.exp_func_code, e.exp_func_name, e.total, e.current_year, e.carryover
      FROM rollup.expenditure_by_function AS e
     WHERE e.mof_div_code = $1 AND e.fiscal_year = $2::integer AND e.bgt_stage = $3 AND e.entity_level = 'division'
       AND e.exp_func_level <= 1
), expenditure AS (
    SELECT coalesce(l.line_no, 30 + row_number() OVER (PARTITION BY l.line_no ORDER BY c.exp_func_code)) AS line_no,
           coalesce(l.item, c.exp_func_name, c.exp_func_code) AS item, c.total, c.current_year, c.carryover
      FROM facts.form_classes AS l
      FULL JOIN (SELECT * FROM class WHERE exp_func_code IS NOT NULL) AS c ON c.exp_func_code = l.exp_func_code
), year_end AS (
    SELECT sum(x.total) * 0.01 AS total, sum(x.current_year) * 0.01 AS current_year,
           sum(x.carryover) * 0.01 AS carryover
      FROM pg_temp.export_year_end AS x
     WHERE x.form = 1 AND x.mof_div_code = $1 AND x.fiscal_year = $2::integer AND x.bgt_stage = $3
), all_classes AS (
    SELECT max(c.total) AS total, max(c.current_year) AS current_year, max(c.carryover) AS carryover
      FROM class AS c
     WHERE c.exp_func_code IS NULL
), line AS (
    SELECT coalesce(r.line_no, e.line_no) AS line_no, 'plain' AS style, r.item AS revenue_item, r.amount, e.item, e.total,
           e.current_year, e.carryover
      FROM revenue AS r
      FULL JOIN expenditure AS e ON e.line_no = r.line_no
    UNION ALL
    SELECT 1001, 'total', '本年收入合计', f.current_year_total, '本年支出合计', a.total, a.current_year, a.carryover
      FROM funds AS f CROSS JOIN all_classes AS a
    UNION ALL
    SELECT 1002, 'plain', '使用非财政拨款结余', f.non_fiscal_balance, NULL, NULL, NULL, NULL
      FROM funds AS f
     WHERE f.non_fiscal_balance IS NOT NULL
    UNION ALL
    SELECT 1003, 'plain', '上年结转', f.carryover, '年终结转', y.total, y.current_year, y.carryover
      FROM funds AS f CROSS JOIN year_end AS y
    UNION ALL
    SELECT 1004, 'total', '收入总计', f.total, '支出总计',
           CASE WHEN num_nonnulls(a.total, y.total) > 0 THEN coalesce(a.total, 0) + coalesce(y.total, 0) END,
           CASE WHEN num_nonnulls(a.current_year, y.current_year) > 0
                THEN coalesce(a.current_year, 0) + coalesce(y.current_year, 0) END,
           CASE WHEN num_nonnulls(a.carryover, y.carryover) > 0
                THEN coalesce(a.carryover, 0) + coalesce(y.carryover, 0) END
      FROM funds AS f CROSS JOIN all_classes AS a CROSS JOIN year_end AS y
), noted AS (
    SELECT l.line_no, l.style, l.revenue_item, l.amount, l.item, l.total, l.current_year, l.carryover
      FROM line AS l
    UNION ALL
    SELECT 1005, 'note',
           format('注：收入总计与支出总计相差%s万元；各单位印数与加总的差额见“公开情况”',
                  to_char(abs(round(l.amount / 10000, 2) - round(l.total / 10000, 2)), 'FM999,999,999,990.00')),
           NULL, NULL, NULL, NULL, NULL
      FROM line AS l
     WHERE l.line_no = 1004 AND round(l.amount / 10000, 2) <> round(l.total / 10000, 2)
)
SELECT l.style, l.revenue_item, l.amount, l.item, l.total, l.current_year, l.carryover
  FROM noted AS l
 ORDER BY l.line_no
