-- rule: N01 | error | 文字说明的各数等于表中的数
-- rule: N02 | error | 文字说明的占比等于该数占总额的百分比
-- rule: N03 | error | 文字说明的增减比例等于增减额占上年数的百分比
-- rule: N09 | error | 文字说明的本年数减增减额等于表10 的上年预算数
-- why: 文字说明复述表中的数，两处应一致：收支总额与表1，财政拨款与表4，一般公共预算当年支出与表5，“三公”经费与表10，
--      机关运行经费与表11；构成中的各项与所属的表。总额可指总计，也可指本年合计，取相近者。表10 未印的行、未印的上年数不比。
--      占比、增减比例按文字所说的数计算，印至两位小数；上年数为零的不算增减比例。
WITH figures AS MATERIALIZED (
    SELECT f.doc_no, f.figure, f.table_no, f.label, f.column_name, f.amount, f.figures, f.other_amount, f.prior_amount
    FROM etl.check_named_figures AS f
),
changes AS MATERIALIZED (
    SELECT s.doc_no, c.row_no, c.figure, c.amount, c.change, c.change_pct, s.units, s.places
    FROM staging.narrative_changes AS c
    JOIN etl.check_scope AS s ON s.mof_div_code = c.mof_div_code AND s.doc_id = c.doc_id
),
shares AS MATERIALIZED (
    SELECT s.doc_no, h.row_no, h.of_figure, h.item, h.amount, h.pct, s.units, s.places,
           etl.zh_figure(h.of_figure) || '·' || coalesce(h.item, '') AS label,
           CASE WHEN h.item ~ '非财政拨款结余' THEN 'non_fiscal_balance'
                WHEN h.item ~ '结转|结余' THEN 'carryover'
                WHEN h.item ~ '基本支出' THEN 'basic'
                WHEN h.item ~ '项目支出' THEN 'project'
                WHEN h.item ~ '人员经费' THEN 'personnel'
                WHEN h.item ~ '公用经费' THEN 'public'
                WHEN h.item ~ '国有资本经营预算支出' AND h.of_figure <> 'revenue_total' THEN NULL
                WHEN h.item ~ '一般公共预算' THEN 'general_public_budget'
                WHEN h.item ~ '政府性基金' THEN 'government_fund'
                WHEN h.item ~ '国有资本' THEN 'state_capital'
                WHEN h.item ~ '财政专户' THEN 'fiscal_special_account'
                WHEN h.item ~ '非同级财政拨款|非本级财政拨款' THEN 'other_income'
                WHEN h.item ~ '非财政拨款' THEN 'agency_funds'
                WHEN h.item ~ '财政拨款' THEN 'fiscal_appropriation'
                WHEN h.item ~ '经营收入' THEN 'institution_business_income'
                WHEN h.item ~ '事业收入' THEN 'institution_income'
                WHEN h.item ~ '上级补助' THEN 'superior_subsidy'
                WHEN h.item ~ '附属单位上缴' THEN 'subordinate_remittance'
                WHEN h.item ~ '单位资金' THEN 'agency_funds'
                WHEN h.item ~ '其他收入' THEN 'other_income' END AS part
    FROM staging.narrative_shares AS h
    JOIN etl.check_scope AS s ON s.mof_div_code = h.mof_div_code AND s.doc_id = h.doc_id
),
-- The parts of the totals that shares name, by word …
parts AS (
    SELECT t.doc_no, v.of_figure, v.part, v.table_no, v.label, v.column_name, v.amount, v.other_amount
    FROM (SELECT t.* FROM etl.check_totals AS t
          WHERE t.doc_no IN (SELECT h.doc_no FROM shares AS h)) AS t
    CROSS JOIN LATERAL (
        SELECT 'revenue_total', 'general_public_budget', 1, t.r1_general_public_budget_label, 'amount',
            t.r1_general_public_budget, NULL::bigint
        UNION ALL SELECT 'revenue_total', 'government_fund', 1, t.r1_government_fund_label, 'amount',
            t.r1_government_fund, NULL
        UNION ALL SELECT 'revenue_total', 'state_capital', 1, t.r1_state_capital_label, 'amount', t.r1_state_capital,
            NULL
        UNION ALL SELECT 'revenue_total', 'fiscal_appropriation', 1, t.r1_fiscal_appropriation_label, 'amount',
            t.r1_fiscal_appropriation, NULL
        UNION ALL SELECT 'revenue_total', 'fiscal_special_account', 1, t.r1_fiscal_special_account_label, 'amount',
            t.r1_fiscal_special_account, NULL
        UNION ALL SELECT 'revenue_total', 'agency_funds', 1, t.r1_agency_funds_label, 'amount', t.r1_agency_funds, NULL
        UNION ALL SELECT 'revenue_total', 'institution_income', 1, t.r1_institution_income_label, 'amount',
            t.r1_institution_income, NULL
        UNION ALL SELECT 'revenue_total', 'superior_subsidy', 1, t.r1_superior_subsidy_label, 'amount',
            t.r1_superior_subsidy, NULL
        UNION ALL SELECT 'revenue_total', 'subordinate_remittance', 1, t.r1_subordinate_remittance_label, 'amount',
            t.r1_subordinate_remittance, NULL
        UNION ALL SELECT 'revenue_total', 'institution_business_income', 1, t.r1_institution_business_income_label,
            'amount', t.r1_institution_business_income, NULL
        UNION ALL SELECT 'revenue_total', 'other_income', 1, t.r1_other_income_label, 'amount', t.r1_other_income, NULL
        UNION ALL SELECT 'revenue_total', 'non_fiscal_balance', 1, t.r1_non_fiscal_balance_label, 'amount',
            t.r1_non_fiscal_balance, NULL
        UNION ALL SELECT 'revenue_total', 'carryover', 1, t.r1_carryover_label, 'amount', t.r1_carryover, NULL
        UNION ALL SELECT 'expenditure_total', 'basic', 3, '合计', 'basic', t.t3_basic, NULL
        UNION ALL SELECT 'expenditure_total', 'project', 3, '合计', 'project', t.t3_project, NULL
        UNION ALL SELECT 'general_public_current_expenditure', 'basic', 5, '合计', 'basic', t.t5_basic, NULL
        UNION ALL SELECT 'general_public_current_expenditure', 'project', 5, '合计', 'project', t.t5_project, NULL
        UNION ALL SELECT 'general_public_current_expenditure', 'personnel', 6, '合计', 'personnel', t.t6_personnel,
            NULL
        UNION ALL SELECT 'general_public_current_expenditure', 'public', 6, '合计', 'public', t.t6_public, NULL
        UNION ALL SELECT 'appropriation_total', 'general_public_budget', 4, t.e4_label, 'general_public_budget',
            t.e4_general_public_budget, t.r4_general_public_budget
        UNION ALL SELECT 'appropriation_total', 'government_fund', 4, t.e4_label, 'government_fund',
            t.e4_government_fund, t.r4_government_fund
        UNION ALL SELECT 'appropriation_total', 'state_capital', 4, t.e4_label, 'state_capital', t.e4_state_capital,
            t.r4_state_capital
        UNION ALL SELECT 'appropriation_total', 'carryover', 4, t.r4_carryover_label, 'amount',
            coalesce(t.r4_carryover, t.r4_carryover_parts), NULL
    ) AS v (of_figure, part, table_no, label, column_name, amount, other_amount)
    WHERE t.units[v.table_no] IS NOT NULL AND v.label IS NOT NULL
),
-- … and by the name of a 类.
classes AS (
    SELECT r.doc_no, r.of_figure, r.table_no, facts.folded_name(r.name) AS folded,
           min(r.label COLLATE "C") AS label, etl.sum_fen(r.amount) AS amount
    FROM (
        SELECT etl.doc_no(e.table_key) AS doc_no,
               CASE e.table_no WHEN 3 THEN 'expenditure_total' ELSE 'general_public_current_expenditure' END AS of_figure,
               e.table_no, e.exp_func_name AS name, etl.row_label(e.exp_func_code, e.exp_func_name, e.row_no) AS label,
               e.total AS amount
        FROM etl.check_expenditure_rows AS e
        WHERE e.table_no IN (3, 5) AND e.subject_no BETWEEN 100 AND 999
          AND etl.doc_no(e.table_key) IN (SELECT h.doc_no FROM shares AS h)
        UNION ALL
        SELECT etl.doc_no(a.table_key), 'appropriation_total', 4, regexp_replace(a.item, '^[^、]*、', ''), a.item, a.total
        FROM etl.check_summary_expenditure AS a
        WHERE a.table_no = 4 AND a.row_kind = 'item' AND etl.doc_no(a.table_key) IN (SELECT h.doc_no FROM shares AS h)
    ) AS r
    GROUP BY r.doc_no, r.of_figure, r.table_no, folded
),
stated AS (
    SELECT c.doc_no, c.row_no, etl.zh_figure(c.figure) AS label, c.amount, c.units, c.places,
           f.table_no, f.label AS other_label, f.column_name AS other_column, f.amount AS first, f.other_amount AS second,
           f.figures
    FROM changes AS c
    JOIN figures AS f ON f.doc_no = c.doc_no AND f.figure = c.figure
    WHERE c.amount IS NOT NULL
    UNION ALL
    SELECT h.doc_no, h.row_no, h.label, h.amount, h.units, h.places,
           p.table_no, p.label, p.column_name, p.amount, p.other_amount, num_nonnulls(p.amount)
    FROM shares AS h
    JOIN parts AS p ON p.doc_no = h.doc_no AND p.of_figure = h.of_figure
        AND p.part = h.part
    WHERE h.amount IS NOT NULL
    UNION ALL
    SELECT h.doc_no, h.row_no, h.label, h.amount, h.units, h.places,
           k.table_no, k.label, 'total', k.amount, NULL, num_nonnulls(k.amount)
    FROM shares AS h
    JOIN classes AS k ON k.doc_no = h.doc_no AND k.of_figure = h.of_figure
        AND k.folded = facts.folded_name(regexp_replace(h.item, '^[^、]*、', ''))
    WHERE h.amount IS NOT NULL AND h.part IS NULL
),
amounts AS (
    SELECT 'N01' AS rule_id, a.doc_no, a.row_no, a.label, 'amount' AS column_name, a.amount AS actual,
           n.expected, a.table_no, a.other_label, a.other_column, a.units, a.places,
           (a.places[16] + a.figures * a.places[a.table_no]) * 0.5 AS tolerance,
           CASE WHEN num_nonnulls(a.first, a.second) = 0 THEN '（未印数）' ELSE '' END AS blank
    FROM stated AS a
    CROSS JOIN LATERAL (
        SELECT CASE WHEN abs(a.amount - a.second) < abs(a.amount - coalesce(a.first, 0)) THEN a.second
                    ELSE coalesce(a.first, 0) END AS expected
    ) AS n
    WHERE a.amount <> n.expected
    UNION ALL
    SELECT 'N09', c.doc_no, c.row_no, etl.zh_figure(c.figure), 'change', c.amount - c.change,
           coalesce(f.prior_amount, 0), 10, f.label, 'prior_total', c.units, c.places,
           (2 * c.places[16] + num_nonnulls(f.prior_amount) * c.places[10]) * 0.5,
           CASE WHEN f.prior_amount IS NULL THEN '（未印数）' ELSE '' END
    FROM changes AS c
    JOIN figures AS f ON f.doc_no = c.doc_no AND f.figure = c.figure
        AND f.table_no = 10
    WHERE c.amount - c.change <> coalesce(f.prior_amount, 0)
      -- A blank is 0 where a line of its kind has a prior year: of the items it may be printed for 合计 alone, of vehicles
      -- for both together.
      AND EXISTS (SELECT 1
              FROM figures AS p
              WHERE p.doc_no = c.doc_no AND p.prior_amount IS NOT NULL
                AND (c.figure = 'three_public.total' OR p.figure <> 'three_public.total')
                AND (c.figure NOT IN ('three_public.vehicle_purchase', 'three_public.vehicle_operation')
                     OR p.figure IN ('three_public.vehicle_purchase', 'three_public.vehicle_operation')))
),
-- Bases of shares: what the prose itself says, else the table.
percentages AS (
    SELECT 'N02' AS rule_id, h.doc_no, h.row_no, h.label, 'pct' AS column_name, h.pct AS actual,
           100.0 * h.amount / b.base AS expected,
           0.005 + 50.0 * h.places[16] / abs(b.base) + 50.0 * abs(h.amount) * b.place / abs(b.base) / abs(b.base)
               AS tolerance,
           etl.zh_amount(h.amount, h.units[16], h.places[16]) || '占'
               || etl.zh_amount(b.base::bigint, h.units[16], h.places[16]) AS words
    FROM shares AS h
    LEFT JOIN (
        SELECT c.doc_no, c.figure, min(c.amount) AS amount
        FROM changes AS c
        GROUP BY c.doc_no, c.figure
    ) AS c ON c.doc_no = h.doc_no AND c.figure = h.of_figure
    LEFT JOIN figures AS f ON f.doc_no = h.doc_no AND f.figure = h.of_figure
    CROSS JOIN LATERAL (
        SELECT nullif(coalesce(c.amount, f.amount), 0)::numeric AS base,
               CASE WHEN c.amount IS NULL THEN h.places[f.table_no] ELSE h.places[16] END AS place
    ) AS b
    WHERE h.pct IS NOT NULL AND h.amount IS NOT NULL AND b.base IS NOT NULL
      AND abs(h.pct - 100.0 * h.amount / b.base) > 0.005
    UNION ALL
    SELECT 'N03', c.doc_no, c.row_no, etl.zh_figure(c.figure), 'change_pct', c.change_pct,
           100.0 * c.change / p.prior,
           0.005 + 50.0 * c.places[16] / abs(p.prior) + 100.0 * abs(c.change) * c.places[16] / abs(p.prior) / abs(p.prior),
           '增减' || etl.zh_amount(c.change, c.units[16], c.places[16]) || '占上年'
               || etl.zh_amount(p.prior::bigint, c.units[16], c.places[16])
    FROM changes AS c
    CROSS JOIN LATERAL (SELECT nullif(c.amount - c.change, 0)::numeric AS prior) AS p
    WHERE c.change_pct IS NOT NULL AND p.prior IS NOT NULL
      AND abs(c.change_pct - 100.0 * c.change / p.prior) > 0.005
)
SELECT a.rule_id, s.mof_div_code, s.doc_id, 'narrative' AS table_name, a.row_no, a.label AS row_label, a.column_name,
       a.expected * 0.01 AS expected, a.actual * 0.01 AS actual, a.tolerance * 0.01 AS tolerance, '元' AS unit,
       CASE a.rule_id
           WHEN 'N01' THEN etl.cross_message(etl.zh_place('narrative', a.label, 'amount'), a.actual, a.units[16],
               a.places[16], '=', etl.zh_place(etl.table_name(a.table_no), a.other_label, a.other_column) || a.blank, a.expected,
               a.units[a.table_no], a.places[a.table_no], a.tolerance)
           ELSE etl.cross_message('按文字说明' || etl.zh_quoted(a.label) || '的本年数与增减额，上年数应', a.actual, a.units[16], a.places[16], '=',
               etl.zh_place('three_public', a.other_label, 'prior_total') || a.blank, a.expected, a.units[10], a.places[10],
               a.tolerance) END AS message,
       etl.pair_hint(a.actual, a.expected, a.tolerance, a.places[16]) AS hint
FROM amounts AS a
JOIN etl.check_scope AS s ON s.doc_no = a.doc_no
UNION ALL
SELECT p.rule_id, s.mof_div_code, s.doc_id, 'narrative', p.row_no, p.label, p.column_name,
       round(p.expected, 4), p.actual, round(p.tolerance, 6), '%',
       etl.zh_place('narrative', p.label, p.column_name) || '印为' || etl.zh_percent(p.actual) || '，按'
           || p.words || '应为' || etl.zh_percent(p.expected)
           || CASE WHEN abs(p.actual - p.expected) <= p.tolerance THEN '（四舍五入所致）' ELSE '，请核对' END,
       NULL
FROM percentages AS p
JOIN etl.check_scope AS s ON s.doc_no = p.doc_no
