-- rule: X01 | error | 表2 合计行各项资金等于表1 收入各项
-- rule: X02 | error | 表3 各类等于表1 各类支出，合计等于本年支出合计
-- rule: X03 | error | 表3 各科目等于表2 该科目合计加上年结转
-- rule: X04 | error | 表4 各类支出与表1 各类支出相符
-- rule: X05 | error | 表5 各科目等于表2 该科目的一般公共预算
-- rule: X06 | error | 表5 合计等于表1 一般公共预算收入
-- rule: X07 | error | 表6 合计等于表5 合计的基本支出
-- rule: X08 | warning | 表11 机关运行经费等于表6 公用经费
-- rule: X10 | error | 表12 项目合计等于表5、表8、表9 的项目支出
-- rule: X11 | error | 表13 上年结转项目合计等于表4（表1）的上年结转
-- rule: X12 | error | 表12 与表13 项目合计等于表3 项目支出
-- rule: X12.1 | warning | 表12 与表13 项目合计不大于表3 项目支出
-- rule: X13 | error | 表7、表8、表9 合计与表1、表2 的政府性基金预算、国有资本经营预算相符
-- rule: X14 | error | 表10、表11 合计不大于表4 同一资金的支出合计
-- rule: X16 | error | 表15 合计等于文字说明的政府采购总额，各科目不大于表3
-- rule: X17 | error | 表4 各类按资金与表5、表8、表9 各类相符
-- rule: X18 | error | 表1 各类的基本支出、人员经费、公用经费、项目支出与表3、表6 相符
-- rule: X19 | error | 表4 收入各项等于表1 的同一项
-- why: 同一笔收支在几张表中出现，几处的数应一致。两张表都公开的才比，比较之前先看口径。表3 含上年结转而表5 不含。
--      表2 只印财政拨款、未分资金的，表5、表8、表9 合起来与之相比。只印收入总计、支出总计的，以总计代本年合计。
--      有财政专户管理资金或单位资金的，财政拨款（表4）只应不大于全部收支（表1）。上年结转只用于项目支出的，表13 才应等于
--      上年结转，表12、表13 之和才应等于项目支出。有事业单位的部门，公用经费不都是机关运行经费，表11 与表6 不比。
--      表1 印有结转下年等项而表3 不含的，表3 合计加上它才等于收入，各科目只应不大于收入。表4 另列上年结转而表1 没有的，
--      表1 的收入各项可能已含结转，两表的收入不比。
--      表7、表8、表9、表12、表13 没有合计行的，以所列各科目、各项目之和代合计。表3、表5 是否含上年结转，看各科目与合计中
--      多数与哪一种相符。

-- totals: what each document's tables print as totals → printed, votes, includes: what that, and the subjects, say of
-- how the document is to be read → readings: all that the comparisons ask of it → compared → broken → said.
-- (Each of them has one row a document. The planner is told so by DISTINCT ON wherever they are joined: of a common table
-- expression it knows nothing, and would expect the square of all documents.)
-- t1_ … t15_ are figures of tables 1 to 15; of tables 1 and 4, r1_, r4_ are sources of revenue, s1_, s4_ the totals of
-- revenue, e1_, e4_ those of expenditure.
WITH totals AS MATERIALIZED (
    SELECT t.* FROM etl.check_totals AS t
),
-- The documents of departments that have 事业单位.
institutions AS (
    SELECT etl.doc_no(b.table_key) AS doc_no
    FROM etl.check_economic_rows AS b
    WHERE b.table_no = 6 AND b.gov_eco_code >= '505' AND b.gov_eco_code < '507'
    UNION
    SELECT s.doc_no
    FROM staging.subordinate_agencies AS a
    JOIN etl.check_scope AS s ON s.mof_div_code = a.mof_div_code AND s.doc_id = a.doc_id
    UNION
    SELECT etl.doc_no(e.table_key)
    FROM etl.check_expenditure_rows AS e
    WHERE e.table_no = 3 AND e.exp_func_name IN ('事业运行', '事业单位离退休', '事业单位医疗')
),
-- What each document prints of its parts: the three funds, the units' own money, the carryover.
printed AS MATERIALIZED (
    SELECT t.doc_no,
           coalesce(t.r1_general_public_budget, 0) + coalesce(t.r1_government_fund, 0)
               + coalesce(t.r1_state_capital, 0) AS funds_1,
           num_nonnulls(t.r1_general_public_budget, t.r1_government_fund, t.r1_state_capital) AS funds_1_n,
           o.with_special,
           coalesce(t.r1_agency_funds - CASE WHEN o.with_special THEN t.t2_fiscal_special_account ELSE 0 END,
               o.kinds_1) AS own_1,
           CASE WHEN t.r1_agency_funds IS NULL THEN o.kinds_1_n ELSE 1 + o.with_special::integer END AS own_1_n,
           CASE WHEN o.with_special THEN '扣除表2 财政专户管理资金' END AS own_1_words,
           coalesce(t.t2_agency_funds, o.kinds_2) AS own_2,
           o.own_income OR coalesce(t.t2_non_fiscal_balance, 0) <> 0 AS own_funds,
           coalesce(t.r4_carryover, t.r4_carryover_parts) AS carried_4,
           coalesce(t.r4_carryover_general, t.r4_carryover, t.r1_carryover, 0) AS carried_general,
           coalesce(t.t3_basic - coalesce(t.t5_basic, 0) - coalesce(t.t8_basic, 0) - coalesce(t.t9_basic, 0)
               <= 2 * t.places[3], false) AND NOT o.own_income AS carried_to_projects
    FROM totals AS t
    CROSS JOIN LATERAL (
        SELECT coalesce(etl.sum_fen(k.in_1), 0) AS kinds_1, count(k.in_1)::integer AS kinds_1_n,
               coalesce(etl.sum_fen(k.in_2), 0) AS kinds_2,
               coalesce(t.t2_fiscal_special_account, 0) <> 0 OR coalesce(t.t2_agency_funds, 0) <> 0
                   OR coalesce(bool_or(k.in_2 <> 0), false) AS own_income,
               -- 非财政拨款收入 is all that isn't appropriation: also the money of the special account, where that has no
               -- line of its own.
               t.r1_fiscal_special_account IS NULL AND coalesce(t.t2_fiscal_special_account, 0) <> 0
                   AND coalesce(t.r1_agency_funds_label ~ '非财政拨款', false) AS with_special
        FROM unnest(ARRAY[t.r1_institution_income, t.r1_superior_subsidy, t.r1_subordinate_remittance,
                          t.r1_institution_business_income, t.r1_other_income],
                    ARRAY[t.t2_institution_income, t.t2_superior_subsidy, t.t2_subordinate_remittance,
                          t.t2_institution_business_income, t.t2_other_income]) AS k (in_1, in_2)
    ) AS o
),
-- What the subjects of each document say of how it is to be read, by how many of them come nearer with a part or
-- without it (table 3 with the carryover, and with the balance, of table 2; without 结转下年; table 5 with the carryover);
-- where table 1 leaves something over, also what the 类 of tables 2 and 3 add up to.
votes AS MATERIALIZED (
    SELECT c.doc_no,
           count(*) FILTER (WHERE d.with_carryover < d.bare) AS carryover,
           count(*) FILTER (WHERE d.with_carryover > d.bare) AS no_carryover,
           count(*) FILTER (WHERE d.above AND d.with_carryover IS NOT NULL) AS above,
           count(*) FILTER (WHERE d.bare = 0 AND d.with_carryover <> 0) AS same,
           count(*) FILTER (WHERE d.with_balance < least(d.bare, d.with_carryover_alone)) AS balance,
           count(*) FILTER (WHERE d.with_balance >= least(d.bare, d.with_carryover_alone)) AS no_balance,
           count(*) FILTER (WHERE d.without_forward < d.with_forward) AS forward,
           count(*) FILTER (WHERE d.without_forward > d.with_forward) AS no_forward,
           count(*) FILTER (WHERE d.carried_5 < d.bare_5) AS carryover_5,
           count(*) FILTER (WHERE d.carried_5 > d.bare_5) AS no_carryover_5,
           etl.sum_fen(c.t2_total) FILTER (WHERE d.is_class) AS t2_total,
           etl.sum_fen(c.t2_carryover) FILTER (WHERE d.is_class) AS t2_carryover,
           etl.sum_fen(c.t2_balance) FILTER (WHERE d.is_class) AS t2_balance,
           etl.sum_fen(c.t3_total) FILTER (WHERE d.is_class) AS t3_total
    FROM etl.check_codes AS c
    CROSS JOIN LATERAL (
        SELECT CASE WHEN num_nonnulls(c.t2_row, c.t3_row) = 2
                    THEN coalesce(c.t3_total, 0) - coalesce(c.t2_total, 0) END AS more,
               nullif(c.t2_carryover, 0) AS carryover, nullif(c.t2_balance, 0) AS balance,
               CASE WHEN num_nonnulls(c.t5_total, c.t2_general) > 0
                    THEN coalesce(c.t5_total, 0) - coalesce(c.t2_general, 0) END AS more_5
    ) AS m
    CROSS JOIN LATERAL (
        SELECT c.subject_no < 1000 AS is_class, m.more > 0 AS above, abs(m.more) AS bare,
               least(abs(m.more - m.carryover),
                     abs(m.more - coalesce(m.carryover, 0) - m.balance)) AS with_carryover,
               abs(m.more - m.carryover) AS with_carryover_alone,
               abs(m.more - coalesce(m.carryover, 0) - m.balance) AS with_balance,
               abs(c.t3_total - c.t1_total) AS with_forward,
               abs(c.t3_total - nullif(c.t3_carry_forward, 0) - c.t1_total) AS without_forward,
               abs(m.more_5) AS bare_5, abs(m.more_5 - m.carryover) AS carried_5
    ) AS d
    WHERE c.t2_carryover <> 0 OR c.t2_balance <> 0 OR c.t3_carry_forward <> 0
       OR c.subject_no < 1000 AND c.doc_no IN (SELECT t.doc_no FROM totals AS t WHERE t.e1_grand <> t.e1_total)
    GROUP BY c.doc_no
),
-- What the totals of each document include. Of several ways to read a total, it is the one that comes nearest to the
-- figure it is compared with; the subjects say it too, each as much as the total, which may itself be wrong (1 for, -1
-- against).
includes AS MATERIALIZED (
    SELECT t.doc_no, v.revenue, v.revenue_label,
           q.forward + b.forward > 0 AS carries_forward,
           a.adds_carryover, a.adds_balance, i.added_2, q.carryover_5 + b.carryover_5 > 0 AS carries_5,
           -- What table 1 prints between 本年支出合计 and 支出总计 (结转下年 …) is received but not spent: table 3 may
           -- lack it.
           t.e1_grand - t.e1_total AS left_over,
           coalesce(abs(t.t3_total + t.e1_grand - t.e1_total - t.t2_total - i.added_2)
                    < abs(t.t3_total - t.t2_total - i.added_2), false)
               OR coalesce(abs(w.t3_total + t.e1_grand - t.e1_total - i.classes_2) < abs(w.t3_total - i.classes_2),
                           false) AS leaves_over
    FROM totals AS t
    JOIN (SELECT DISTINCT ON (k.doc_no) k.* FROM printed AS k) AS k ON k.doc_no = t.doc_no
    LEFT JOIN (SELECT DISTINCT ON (w.doc_no) w.* FROM votes AS w) AS w ON w.doc_no = t.doc_no
    CROSS JOIN LATERAL (
        SELECT coalesce(t.s1_current, t.s1_grand - t.r1_carryover) AS current_1, t.t3_total - t.t2_total AS more,
               coalesce(t.t2_carryover, 0) + t.t2_non_fiscal_balance AS carryover_and_balance,
               t.t5_total - coalesce(t.t2_general_public_budget, t.r1_general_public_budget) AS more_5
    ) AS d
    CROSS JOIN LATERAL (
        SELECT CASE WHEN abs(t.t2_total - t.s1_grand) < abs(t.t2_total - d.current_1) OR d.current_1 IS NULL
                    THEN t.s1_grand ELSE d.current_1 END AS revenue,
               CASE WHEN abs(t.t2_total - t.s1_grand) < abs(t.t2_total - d.current_1) OR t.s1_current IS NULL
                    THEN t.s1_grand_label ELSE t.s1_current_label END AS revenue_label
    ) AS v
    -- What the totals say, …
    CROSS JOIN LATERAL (
        SELECT coalesce(sign(abs(d.more) - least(abs(d.more - t.t2_carryover),
                                                 abs(d.more - d.carryover_and_balance))), 0) AS carryover,
               CASE WHEN abs(d.more - d.carryover_and_balance) < least(abs(d.more), abs(d.more - t.t2_carryover)) THEN 1
                    WHEN t.t2_non_fiscal_balance <> 0 AND d.more IS NOT NULL THEN -1 ELSE 0 END AS balance,
               coalesce(sign(abs(t.t3_total - t.e1_total)
                             - abs(t.t3_total - t.t3_carry_forward - t.e1_total)), 0) AS forward,
               coalesce(sign(abs(d.more_5) - abs(d.more_5 - k.carried_general)), 0) AS carryover_5
    ) AS q
    -- … and what the subjects say. (Where something is left over, a subject may lack it: one that spends more than it
    -- receives adds its carryover all the same.)
    CROSS JOIN LATERAL (
        SELECT coalesce(CASE WHEN t.e1_grand <> t.e1_total THEN w.above - w.same
                             ELSE w.carryover - w.no_carryover END, 0) AS carryover,
               coalesce(w.balance - w.no_balance, 0) AS balance,
               coalesce(w.forward - w.no_forward, 0) AS forward,
               CASE WHEN t.t2_general_public_budget IS NULL THEN 0
                    ELSE coalesce(w.carryover_5 - w.no_carryover_5, 0) END AS carryover_5
    ) AS b
    -- Where it is even, table 3 is taken to hold the carryover, as the rule has it.
    CROSS JOIN LATERAL (
        SELECT q.carryover + b.carryover > 0 OR q.carryover + b.carryover = 0 AND q.carryover <> 0 AS adds_carryover,
               q.balance + b.balance > 0 OR q.balance + b.balance = 0 AND q.balance > 0 AS adds_balance
    ) AS a
    -- What comes on top of table 2's total, and what its 类 add up to with that.
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.adds_carryover THEN coalesce(t.t2_carryover, 0) ELSE 0 END
                   + CASE WHEN a.adds_balance THEN coalesce(t.t2_non_fiscal_balance, 0) ELSE 0 END AS added_2,
               w.t2_total + CASE WHEN a.adds_carryover THEN coalesce(w.t2_carryover, 0) ELSE 0 END
                   + CASE WHEN a.adds_balance THEN coalesce(w.t2_balance, 0) ELSE 0 END AS classes_2
    ) AS i
),
-- How each document is to be read: all that the comparisons ask. …_n is how many printed figures an amount is made of,
-- …_words what a finding says of it.
readings AS MATERIALIZED (
    SELECT t.doc_no, t.units, t.places,
           -- Which parts its tables print.
           num_nonnulls(t.r1_general_public_budget_row, t.r1_government_fund_row, t.r1_state_capital_row) > 0
               AS funds_in_1,
           num_nonnulls(t.t2_general_public_budget, t.t2_government_fund, t.t2_state_capital) > 0 AS funds_in_2,
           num_nonnulls(t.e4_general_public_budget, t.e4_government_fund, t.e4_state_capital) > 0 AS funds_in_4,
           num_nonnulls(t.t12_general_public_budget, t.t12_government_fund, t.t12_state_capital) > 0
               AS funds_in_12,
           num_nonnulls(t.t13_general_public_budget, t.t13_government_fund, t.t13_state_capital) > 0
               AS funds_in_13,
           t.t2_fiscal_appropriation IS NOT NULL AS appropriation_in_2,
           t.units[2] IS NOT NULL AS publishes_2, t.units[5] IS NOT NULL AS publishes_5,
           t.units[8] IS NOT NULL AS publishes_8, t.units[9] IS NOT NULL AND g.spends_9 AS publishes_9, g.spends_9,
           t.e1_row IS NOT NULL AND NOT coalesce(t.e1_unresolved, false) AS classes_1,
           t.e4_total IS NOT NULL AND NOT coalesce(t.e4_unresolved, false) AS classes_4,
           num_nonnulls(t.e1_basic, t.e1_project) > 0 AND num_nonnulls(t.t3_basic, t.t3_project) > 0 AS kinds_1,
           i.doc_no IS NOT NULL AS institutions,
           CASE WHEN t.t8_total IS NULL THEN 0 ELSE t.t8_n END AS figures_8,
           CASE WHEN t.t9_total IS NULL THEN 0 ELSE t.t9_n END AS figures_9,
           CASE WHEN t.t8_project IS NULL THEN 0 ELSE t.t8_n END AS project_figures_8,
           CASE WHEN t.t9_project IS NULL THEN 0 ELSE t.t9_n END AS project_figures_9,

           -- Table 1: the three funds, the units' own money, the total of revenue.
           k.funds_1, k.funds_1_n, k.own_1, k.own_1_n, k.own_1_words, k.with_special, k.own_2, k.own_funds,
           t.t2_agency_funds IS NULL AND t.r1_agency_funds IS NULL AS own_by_kind,
           n.revenue, n.revenue_label, g.carryover_off::integer AS carryover_off_n,
           CASE WHEN g.carryover_off THEN '扣除上年结转' END AS carryover_off_words,

           -- Tables 2 and 3: what comes on top of table 2, and what table 3 lacks.
           n.adds_carryover, n.adds_balance, coalesce(t.t2_total, 0) + n.added_2 AS income_2,
           1 + CASE WHEN n.adds_carryover THEN num_nonnulls(t.t2_carryover) ELSE 0 END
               + CASE WHEN n.adds_balance THEN num_nonnulls(t.t2_non_fiscal_balance) ELSE 0 END AS income_2_n,
           concat_ws('、', CASE WHEN n.adds_carryover AND t.t2_carryover IS NOT NULL THEN '加上年结转' END,
               CASE WHEN n.adds_balance AND t.t2_non_fiscal_balance IS NOT NULL THEN '加使用非财政拨款结余' END)
               AS income_2_words,
           n.carries_forward,
           CASE WHEN n.carries_forward THEN coalesce(t.t3_carry_forward, 0) ELSE 0 END AS carried_forward_3,
           CASE WHEN n.carries_forward THEN '加表3 结转下年' ELSE '' END AS carried_forward_words,
           n.leaves_over, CASE WHEN n.leaves_over THEN n.left_over ELSE 0 END AS left_over,
           n.leaves_over::integer AS left_over_n,
           CASE WHEN n.leaves_over THEN '扣除表1 结转下年等项' ELSE '' END AS left_over_words,

           -- Table 4: its carryover, and how it stands to table 1 and to table 5.
           k.carried_4, coalesce(k.carried_4, t.r1_carryover) AS carried,
           coalesce(k.carried_4, 0) = 0 AND coalesce(t.r1_carryover, 0) = 0 AS no_carryover,
           k.carried_4 <> 0 AND k.carried_4 = t.r1_carryover AND k.carried_4 = t.r4_carryover_general
               AND t.e1_carryover IS NOT NULL AS carryover_in_4,
           CASE WHEN k.own_funds OR coalesce(t.r1_carryover, 0) <> coalesce(k.carried_4, 0) THEN '≤' ELSE '=' END
               AS relation_4,
           num_nonnulls(t.s4_grand, t.s4_current) > 0
               AND (t.r1_carryover_row IS NOT NULL OR coalesce(k.carried_4, 0) = 0) AS same_revenue,
           CASE WHEN coalesce(k.carried_4, 0) = 0 THEN t.t5_total
                WHEN t.r4_carryover_general IS NULL THEN NULL
                WHEN abs(t.e4_general_public_budget - t.t5_total)
                     < abs(t.e4_general_public_budget - t.t5_total - t.r4_carryover_general) THEN t.t5_total
                ELSE t.t5_total + t.r4_carryover_general END AS general_4,
           1 + (coalesce(k.carried_4, 0) <> 0)::integer AS general_4_n,
           CASE WHEN coalesce(k.carried_4, 0) <> 0 THEN '加上年结转' ELSE '' END AS general_4_words,

           -- Table 5: whether the carryover is in it.
           n.carries_5, CASE WHEN n.carries_5 THEN k.carried_general ELSE 0 END AS carried_5,
           n.carries_5::integer AS carried_5_n, CASE WHEN n.carries_5 THEN '加上年结转' ELSE '' END AS carried_5_words,

           -- Projects: what tables 12 and 13 list, what tables 5, 8 and 9 say; whether the lists hold all of table 3.
           coalesce(t.t5_project, 0) + coalesce(t.t8_project, 0) + coalesce(t.t9_project, 0) AS projects_589,
           coalesce(t.t12_total, 0) + coalesce(t.t13_total, 0) AS projects_12_13,
           coalesce(t.t12_n, 0) + coalesce(t.t13_n, 0) AS figures_12_13, k.carried_to_projects,
           t.t12_label IS NOT NULL AND t.t3_row IS NOT NULL AND num_nonnulls(t.t3_basic, t.t3_project) > 0
               AND (t.units[13] IS NOT NULL OR t.t12_carryover IS NOT NULL
                    OR g.nothing_carried) AS compare_projects,
           (k.carried_to_projects OR g.nothing_carried)
               AND (NOT k.own_funds OR num_nonnulls(t.t12_fiscal_special_account, t.t12_agency_funds,
                        t.t12_non_fiscal_balance) > 0) AS all_projects
    FROM totals AS t
    JOIN (SELECT DISTINCT ON (k.doc_no) k.* FROM printed AS k) AS k ON k.doc_no = t.doc_no
    JOIN (SELECT DISTINCT ON (n.doc_no) n.* FROM includes AS n) AS n ON n.doc_no = t.doc_no
    LEFT JOIN (SELECT DISTINCT ON (i.doc_no) i.* FROM institutions AS i) AS i ON i.doc_no = t.doc_no
    CROSS JOIN LATERAL (
        SELECT t.t9_label IS NOT NULL OR t.r9_label IS NULL AS spends_9,
               t.s1_current IS NULL AND n.revenue <> t.s1_grand AS carryover_off,
               coalesce(nullif(t.r1_carryover, 0), t.t2_carryover, 0) = 0 AS nothing_carried
    ) AS g
),
codes AS NOT MATERIALIZED (
    SELECT c.*, etl.subject_level(c.subject_no) AS level
    FROM etl.check_codes AS c
),
-- Which levels of subjects a table prints: a subject can only be missing where its level is printed.
levels AS (
    SELECT s.doc_no, coalesce(f2.amount_levels, 0) AS levels_2, coalesce(f3.amount_levels, 0) AS levels_3,
           coalesce(f5.amount_levels, 0) AS levels_5, coalesce(f8.amount_levels, 0) AS levels_8,
           coalesce(f9.amount_levels, 0) AS levels_9
    FROM etl.check_scope AS s
    LEFT JOIN etl.check_facts AS f2 ON f2.table_key = etl.table_key(s.doc_no, 2)
    LEFT JOIN etl.check_facts AS f3 ON f3.table_key = etl.table_key(s.doc_no, 3)
    LEFT JOIN etl.check_facts AS f5 ON f5.table_key = etl.table_key(s.doc_no, 5)
    LEFT JOIN etl.check_facts AS f8 ON f8.table_key = etl.table_key(s.doc_no, 8)
    LEFT JOIN etl.check_facts AS f9 ON f9.table_key = etl.table_key(s.doc_no, 9)
),
-- The many subjects whose figures are plainly the same need no closer look, nor do the many 类 that stand in few tables,
-- or in all with the same figures. The others with what of table 2 comes on top of its figure: in table 3, in table 5.
suspects AS MATERIALIZED (
    SELECT o.*, CASE WHEN l.adds_carryover THEN o.t2_carryover END AS carried_2,
           CASE WHEN l.adds_balance THEN o.t2_balance END AS balance_2,
           CASE WHEN l.carries_5 THEN o.t2_carryover END AS carried_5
    FROM codes AS o
    JOIN (SELECT DISTINCT ON (l.doc_no) l.* FROM readings AS l) AS l ON l.doc_no = o.doc_no
    WHERE NOT coalesce(o.level > 1 AND o.t2_total = o.t3_total AND o.t2_carryover IS NULL
                       AND o.t2_balance IS NULL AND o.t3_carry_forward IS NULL AND o.t15_total IS NULL
                       AND o.t5_total = CASE WHEN l.funds_in_2 THEN o.t2_general
                                             ELSE o.t2_appropriation END
                       AND o.t8_total IS NULL AND o.t9_total IS NULL AND o.t2_fund IS NULL
                       AND o.t2_capital IS NULL, false)
      AND NOT (o.level = 1
               AND num_nonnulls(o.t2_carryover, o.t2_balance, o.t3_carry_forward, o.t15_total, o.t8_total,
                   o.t9_total, o.t2_fund, o.t2_capital) = 0
               AND coalesce(o.t1_total, 0) = coalesce(o.t3_total, 0)
               AND coalesce(o.t2_total, 0) = coalesce(o.t3_total, 0)
               AND coalesce(o.t4_total, 0) = coalesce(o.t1_total, 0)
               AND coalesce(o.t5_total, 0) = coalesce(CASE WHEN l.funds_in_2 THEN o.t2_general
                                                           ELSE o.t2_appropriation END, 0)
               AND (NOT l.funds_in_4 OR coalesce(o.t4_general, 0) = coalesce(o.t5_total, 0))
               AND coalesce(o.t1_carryover, 0) = 0 AND coalesce(o.t4_fund, 0) = 0 AND coalesce(o.t4_capital, 0) = 0
               AND (NOT l.kinds_1 OR coalesce(o.t1_basic, 0) = coalesce(o.t3_basic, 0)
                                     AND coalesce(o.t1_project, 0) = coalesce(o.t3_project, 0)))
),
-- Every comparison, first of totals, then of subjects. An arm says first the rule and the figure that it looks at, then
-- the relation to the figure it should be (with how many printed figures that is made of, where it is printed, and in
-- words what was added or taken off), and last where the comparison is made.
compared AS MATERIALIZED (
    SELECT t.doc_no, t.units, t.places, NULL::bigint AS subject_key, v.*
    FROM totals AS t
    JOIN (SELECT DISTINCT ON (p.doc_no) p.* FROM readings AS p) AS p ON p.doc_no = t.doc_no
    CROSS JOIN LATERAL (
        SELECT 'X01', 2, t.t2_row, '合计', 'general_public_budget', t.t2_general_public_budget,
            '=', t.r1_general_public_budget, num_nonnulls(t.r1_general_public_budget),
            1, t.r1_general_public_budget_label, 'amount', NULL,
            p.funds_in_2 AND p.funds_in_1
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'government_fund', t.t2_government_fund,
            '=', t.r1_government_fund, num_nonnulls(t.r1_government_fund),
            1, t.r1_government_fund_label, 'amount', NULL,
            p.funds_in_2 AND p.funds_in_1
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'state_capital', t.t2_state_capital,
            '=', t.r1_state_capital, num_nonnulls(t.r1_state_capital), 1, t.r1_state_capital_label, 'amount', NULL,
            p.funds_in_2 AND p.funds_in_1
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'fiscal_appropriation', t.t2_fiscal_appropriation,
            '=', coalesce(t.r1_fiscal_appropriation, p.funds_1),
                CASE WHEN t.r1_fiscal_appropriation IS NULL THEN p.funds_1_n ELSE 1 END,
            1, CASE WHEN t.r1_fiscal_appropriation IS NULL THEN '表1 预算收支总表三项预算收入合计'
                ELSE t.r1_fiscal_appropriation_label END,
                CASE WHEN t.r1_fiscal_appropriation IS NOT NULL THEN 'amount' END, NULL,
            t.t2_fiscal_appropriation IS NOT NULL OR t.r1_fiscal_appropriation IS NOT NULL AND NOT p.funds_in_2
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'fiscal_special_account', t.t2_fiscal_special_account,
            '=', t.r1_fiscal_special_account, num_nonnulls(t.r1_fiscal_special_account),
            1, t.r1_fiscal_special_account_label, 'amount', NULL,
            NOT p.with_special
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'agency_funds', p.own_2,
            '=', p.own_1, p.own_1_n, 1, '表1 预算收支总表单位资金（各项自有收入）合计', NULL, p.own_1_words,
            (t.t2_agency_funds IS NOT NULL OR t.r1_agency_funds IS NOT NULL)
                AND coalesce(t.t2_non_fiscal_balance, t.r1_non_fiscal_balance, 0) = 0
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'institution_income', t.t2_institution_income,
            '=', t.r1_institution_income, num_nonnulls(t.r1_institution_income),
            1, t.r1_institution_income_label, 'amount', NULL,
            p.own_by_kind AND t.r1_institution_income_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'superior_subsidy', t.t2_superior_subsidy,
            '=', t.r1_superior_subsidy, num_nonnulls(t.r1_superior_subsidy),
            1, t.r1_superior_subsidy_label, 'amount', NULL,
            p.own_by_kind AND t.r1_superior_subsidy_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'subordinate_remittance', t.t2_subordinate_remittance,
            '=', t.r1_subordinate_remittance, num_nonnulls(t.r1_subordinate_remittance),
            1, t.r1_subordinate_remittance_label, 'amount', NULL,
            p.own_by_kind AND t.r1_subordinate_remittance_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'institution_business_income', t.t2_institution_business_income,
            '=', t.r1_institution_business_income, num_nonnulls(t.r1_institution_business_income),
            1, t.r1_institution_business_income_label, 'amount', NULL,
            p.own_by_kind AND t.r1_institution_business_income_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'other_income', t.t2_other_income,
            '=', t.r1_other_income, num_nonnulls(t.r1_other_income), 1, t.r1_other_income_label, 'amount', NULL,
            p.own_by_kind AND t.r1_other_income_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'non_fiscal_balance', t.t2_non_fiscal_balance,
            '=', t.r1_non_fiscal_balance, num_nonnulls(t.r1_non_fiscal_balance),
            1, t.r1_non_fiscal_balance_label, 'amount', NULL,
            p.own_by_kind AND t.r1_non_fiscal_balance_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'carryover', t.t2_carryover,
            '=', t.r1_carryover, num_nonnulls(t.r1_carryover), 1, t.r1_carryover_label, 'amount', NULL,
            t.t2_carryover IS NOT NULL AND t.r1_carryover_row IS NOT NULL
        UNION ALL SELECT 'X01', 2, t.t2_row, '合计', 'total', t.t2_total,
            '=', p.revenue, 1 + p.carryover_off_n, 1, p.revenue_label, 'amount', p.carryover_off_words,
            p.revenue IS NOT NULL
        UNION ALL SELECT 'X02', 3, t.t3_row, '合计', 'total', t.t3_total,
            '=', coalesce(t.e1_total, 0) + p.carried_forward_3, num_nonnulls(t.e1_total) + p.carries_forward::integer,
            1, t.e1_label, 'total', p.carried_forward_words,
            t.e1_row IS NOT NULL
        UNION ALL SELECT 'X03', 3, t.t3_row, '合计', 'total', t.t3_total,
            '=', p.income_2 - p.left_over, p.income_2_n + p.left_over_n,
            2, '合计', 'total', p.income_2_words || p.left_over_words,
            t.t2_row IS NOT NULL
        UNION ALL SELECT 'X04', 4, t.e4_row, t.e4_label, 'total', t.e4_total,
            p.relation_4, t.e1_total, num_nonnulls(t.e1_total), 1, t.e1_label, 'total', NULL,
            t.e1_row IS NOT NULL AND p.publishes_2
        UNION ALL SELECT 'X05', 5, t.t5_row, '合计', 'total', t.t5_total,
            '=', t.t2_general_public_budget + p.carried_5, 1 + p.carried_5_n,
            2, '合计', 'general_public_budget', p.carried_5_words,
            p.funds_in_2 AND t.t2_general_public_budget IS NOT NULL
        UNION ALL SELECT 'X05', 5, t.t5_row, '合计', 'total', t.t5_total,
            '=', t.t2_fiscal_appropriation - coalesce(t.t8_total, 0) - coalesce(t.t9_total, 0),
                1 + p.figures_8 + p.figures_9,
            2, '合计', 'fiscal_appropriation', '扣除表8、表9',
            NOT p.funds_in_2 AND t.t2_fiscal_appropriation IS NOT NULL
        UNION ALL SELECT 'X06', 5, t.t5_row, '合计', 'total', t.t5_total,
            '=', coalesce(t.r1_general_public_budget, 0) + p.carried_5,
                num_nonnulls(t.r1_general_public_budget) + p.carried_5_n,
            1, t.r1_general_public_budget_label, 'amount', p.carried_5_words,
            t.r1_general_public_budget_row IS NOT NULL
        UNION ALL SELECT 'X07', 6, t.t6_row, '合计', 'total', t.t6_total,
            '=', t.t5_basic, num_nonnulls(t.t5_basic), 5, '合计', 'basic', NULL,
            t.t5_row IS NOT NULL AND num_nonnulls(t.t5_basic, t.t5_project) > 0
        UNION ALL SELECT 'X07', 6, t.t6_row, '合计', 'personnel', t.t6_personnel,
            '=', t.t5_personnel, num_nonnulls(t.t5_personnel), 5, '合计', 'personnel', NULL,
            num_nonnulls(t.t5_personnel, t.t5_public) > 0 AND num_nonnulls(t.t6_personnel, t.t6_public) > 0
        UNION ALL SELECT 'X07', 6, t.t6_row, '合计', 'public', t.t6_public,
            '=', t.t5_public, num_nonnulls(t.t5_public), 5, '合计', 'public', NULL,
            num_nonnulls(t.t5_personnel, t.t5_public) > 0 AND num_nonnulls(t.t6_personnel, t.t6_public) > 0
        UNION ALL SELECT 'X08', 11, t.t11_row, t.t11_label, 'total', t.t11_total,
            '=', t.t6_public, 1, 6, '合计', 'public', NULL,
            t.t11_total IS NOT NULL AND t.t6_public IS NOT NULL AND NOT p.institutions
        UNION ALL SELECT 'X10', 12, t.t12_row, t.t12_label, 'general_public_budget', t.t12_general_public_budget,
            '=', t.t5_project, num_nonnulls(t.t5_project), 5, '合计', 'project', NULL,
            p.funds_in_12 AND p.publishes_5 AND num_nonnulls(t.t5_basic, t.t5_project) > 0
        UNION ALL SELECT 'X10', 12, t.t12_row, t.t12_label, 'government_fund', t.t12_government_fund,
            '=', t.t8_project, p.project_figures_8, 8, coalesce(t.t8_label, '合计'), 'project', NULL,
            p.funds_in_12 AND p.publishes_8 AND (t.t8_total IS NULL OR num_nonnulls(t.t8_basic, t.t8_project) > 0)
        UNION ALL SELECT 'X10', 12, t.t12_row, t.t12_label, 'state_capital', t.t12_state_capital,
            '=', t.t9_project, p.project_figures_9, 9, coalesce(t.t9_label, '合计'), 'project', NULL,
            p.funds_in_12 AND t.units[9] IS NOT NULL
                AND (t.t9_total IS NULL OR num_nonnulls(t.t9_basic, t.t9_project) > 0)
        UNION ALL SELECT 'X10', 12, t.t12_row, t.t12_label, 'total',
                coalesce(t.t12_fiscal_appropriation, t.t12_total),
            '=', p.projects_589, num_nonnulls(t.t5_project) + p.project_figures_8 + p.project_figures_9,
            5, '表5、表8、表9“合计”行“项目支出”列合计', NULL, NULL,
            NOT p.funds_in_12 AND (t.t12_fiscal_appropriation IS NOT NULL OR NOT p.own_funds
                AND t.t12_carryover IS NULL) AND num_nonnulls(t.t5_basic, t.t5_project) > 0
        UNION ALL SELECT 'X11', 13, t.t13_row, coalesce(t.t13_label, '合计'), 'total', t.t13_total,
            CASE WHEN p.carried_to_projects THEN '=' ELSE '≤' END, p.carried, 1,
            CASE WHEN p.carried_4 IS NULL THEN 1 ELSE 4 END,
                CASE WHEN p.carried_4 IS NULL THEN t.r1_carryover_label ELSE t.r4_carryover_label END, 'amount', NULL,
            p.carried IS NOT NULL
        UNION ALL SELECT 'X11', 13, t.t13_row, coalesce(t.t13_label, '合计'), 'general_public_budget',
                t.t13_general_public_budget,
            '=', t.r4_carryover_general, 1, 4, '表4 财政拨款收支总表上年财政拨款结转中的一般公共预算', NULL, NULL,
            p.carried_to_projects AND t.r4_carryover_general IS NOT NULL AND p.funds_in_13
        UNION ALL SELECT 'X12', 3, t.t3_row, '合计', 'project', t.t3_project,
            '=', p.projects_12_13, p.figures_12_13, 12, '表12、表13 项目合计', NULL, NULL,
            p.compare_projects AND p.all_projects
        UNION ALL SELECT 'X12.1', 3, t.t3_row, '合计', 'project', t.t3_project,
            '≥', p.projects_12_13, p.figures_12_13, 12, '表12、表13 项目合计', NULL, NULL,
            p.compare_projects AND NOT p.all_projects
        UNION ALL SELECT 'X13', 7, t.t7_row, coalesce(t.t7_label, '合计'), 'amount', t.t7_amount,
            '=', t.r1_government_fund, num_nonnulls(t.r1_government_fund),
            1, t.r1_government_fund_label, 'amount', NULL,
            t.r1_government_fund_row IS NOT NULL
        UNION ALL SELECT 'X13', 8, t.t8_row, coalesce(t.t8_label, '合计'), 'total', t.t8_total,
            '=', t.t2_government_fund, num_nonnulls(t.t2_government_fund), 2, '合计', 'government_fund', NULL,
            p.funds_in_2
        UNION ALL SELECT 'X13', 9, t.r9_row, coalesce(t.r9_label, '合计'), 'amount', t.r9_amount,
            '=', t.r1_state_capital, num_nonnulls(t.r1_state_capital), 1, t.r1_state_capital_label, 'amount', NULL,
            t.r1_state_capital_row IS NOT NULL AND (t.r9_label IS NOT NULL OR t.t9_label IS NULL)
        UNION ALL SELECT 'X13', 9, t.t9_row, coalesce(t.t9_label, '合计'), 'total', t.t9_total,
            '=', t.t2_state_capital, num_nonnulls(t.t2_state_capital), 2, '合计', 'state_capital', NULL,
            p.funds_in_2 AND p.spends_9
        UNION ALL SELECT 'X14', 10, t.t10_total_row, t.t10_label, 'total', t.t10_total,
            '≤', t.e4_total, num_nonnulls(t.e4_total), 4, t.e4_label, 'total', NULL,
            t.t10_total IS NOT NULL AND t.e4_total IS NOT NULL
        UNION ALL SELECT 'X14', 10, t.t10_total_row, t.t10_label, 'general_public_budget', t.t10_total_general,
            '≤', t.e4_general_public_budget, num_nonnulls(t.e4_general_public_budget),
            4, t.e4_label, 'general_public_budget', NULL,
            t.t10_total_general IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X14', 10, t.t10_total_row, t.t10_label, 'government_fund', t.t10_total_fund,
            '≤', t.e4_government_fund, num_nonnulls(t.e4_government_fund), 4, t.e4_label, 'government_fund', NULL,
            t.t10_total_fund IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X14', 10, t.t10_total_row, t.t10_label, 'state_capital', t.t10_total_capital,
            '≤', t.e4_state_capital, num_nonnulls(t.e4_state_capital), 4, t.e4_label, 'state_capital', NULL,
            t.t10_total_capital IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X14', 11, t.t11_row, t.t11_label, 'total', t.t11_total,
            '≤', t.e4_total, num_nonnulls(t.e4_total), 4, t.e4_label, 'total', NULL,
            t.t11_total IS NOT NULL AND t.e4_total IS NOT NULL
        UNION ALL SELECT 'X14', 11, t.t11_row, t.t11_label, 'general_public_budget', t.t11_general_public_budget,
            '≤', t.e4_general_public_budget, num_nonnulls(t.e4_general_public_budget),
            4, t.e4_label, 'general_public_budget', NULL,
            t.t11_general_public_budget IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X14', 11, t.t11_row, t.t11_label, 'government_fund', t.t11_government_fund,
            '≤', t.e4_government_fund, num_nonnulls(t.e4_government_fund), 4, t.e4_label, 'government_fund', NULL,
            t.t11_government_fund IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X14', 11, t.t11_row, t.t11_label, 'state_capital', t.t11_state_capital,
            '≤', t.e4_state_capital, num_nonnulls(t.e4_state_capital), 4, t.e4_label, 'state_capital', NULL,
            t.t11_state_capital IS NOT NULL AND t.e4_total IS NOT NULL AND p.funds_in_4
        UNION ALL SELECT 'X16', 15, t.t15_row, '合计', 'total', t.t15_total,
            '=', t.procurement_total, 1, 17, '文字说明的政府采购预算总额', NULL, NULL,
            t.procurement_total IS NOT NULL
        UNION ALL SELECT 'X17', 4, t.e4_row, t.e4_label, 'general_public_budget', t.e4_general_public_budget,
            '=', p.general_4, p.general_4_n, 5, '合计', 'total', p.general_4_words,
            p.funds_in_4 AND t.t5_row IS NOT NULL AND p.general_4 IS NOT NULL
        UNION ALL SELECT 'X17', 4, t.e4_row, t.e4_label, 'government_fund', t.e4_government_fund,
            '=', t.t8_total, p.figures_8, 8, coalesce(t.t8_label, '合计'), 'total', NULL,
            p.funds_in_4 AND p.publishes_8 AND p.no_carryover
        UNION ALL SELECT 'X17', 4, t.e4_row, t.e4_label, 'state_capital', t.e4_state_capital,
            '=', t.t9_total, p.figures_9, 9, coalesce(t.t9_label, '合计'), 'total', NULL,
            p.funds_in_4 AND p.publishes_9 AND p.no_carryover
        UNION ALL SELECT 'X18', 1, t.e1_row, t.e1_label, 'basic', t.e1_basic,
            '=', t.t3_basic, num_nonnulls(t.t3_basic), 3, '合计', 'basic', NULL,
            p.kinds_1
        UNION ALL SELECT 'X18', 1, t.e1_row, t.e1_label, 'project', t.e1_project,
            '=', t.t3_project, num_nonnulls(t.t3_project), 3, '合计', 'project', NULL,
            p.kinds_1
        UNION ALL SELECT 'X18', 1, t.e1_row, t.e1_label, 'personnel', t.e1_personnel,
            '=', t.t6_personnel, num_nonnulls(t.t6_personnel), 6, '合计', 'personnel', NULL,
            num_nonnulls(t.e1_personnel, t.e1_public) > 0 AND num_nonnulls(t.t6_personnel, t.t6_public) > 0
                AND NOT p.own_funds AND coalesce(t.r1_carryover, 0) = 0
        UNION ALL SELECT 'X18', 1, t.e1_row, t.e1_label, 'public', t.e1_public,
            '=', t.t6_public, num_nonnulls(t.t6_public), 6, '合计', 'public', NULL,
            num_nonnulls(t.e1_personnel, t.e1_public) > 0 AND num_nonnulls(t.t6_personnel, t.t6_public) > 0
                AND NOT p.own_funds AND coalesce(t.r1_carryover, 0) = 0
        UNION ALL SELECT 'X19', 4, t.r4_general_public_budget_row, t.r4_general_public_budget_label, 'amount',
                t.r4_general_public_budget,
            '=', t.r1_general_public_budget, num_nonnulls(t.r1_general_public_budget),
            1, t.r1_general_public_budget_label, 'amount', NULL,
            p.same_revenue AND t.r1_general_public_budget_row IS NOT NULL
                AND t.r4_general_public_budget_row IS NOT NULL
        UNION ALL SELECT 'X19', 4, t.r4_government_fund_row, t.r4_government_fund_label, 'amount',
                t.r4_government_fund,
            '=', t.r1_government_fund, num_nonnulls(t.r1_government_fund),
            1, t.r1_government_fund_label, 'amount', NULL,
            p.same_revenue AND t.r1_government_fund_row IS NOT NULL AND t.r4_government_fund_row IS NOT NULL
        UNION ALL SELECT 'X19', 4, t.r4_state_capital_row, t.r4_state_capital_label, 'amount', t.r4_state_capital,
            '=', t.r1_state_capital, num_nonnulls(t.r1_state_capital), 1, t.r1_state_capital_label, 'amount', NULL,
            p.same_revenue AND t.r1_state_capital_row IS NOT NULL AND t.r4_state_capital_row IS NOT NULL
    ) AS v (rule_id, table_no, row_no, row_label, column_name, actual, relation, expected, figures, other_no,
            other_label, other_column, suffix, applies)
    WHERE v.applies AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
    UNION ALL
    SELECT c.doc_no, l.units, l.places, c.subject_key, v.*
    FROM suspects AS c
    JOIN (SELECT DISTINCT ON (l.doc_no) l.* FROM readings AS l) AS l ON l.doc_no = c.doc_no
    JOIN levels AS e ON e.doc_no = c.doc_no
    CROSS JOIN LATERAL (
        SELECT 'X02', 3, c.t3_row, NULL, 'total', c.t3_total,
            '=', coalesce(c.t1_total, 0) + CASE WHEN l.carries_forward THEN coalesce(c.t3_carry_forward, 0)
                ELSE 0 END, num_nonnulls(c.t1_total, CASE WHEN l.carries_forward THEN c.t3_carry_forward END),
            1, NULL, 'total', l.carried_forward_words,
            c.level = 1 AND l.classes_1
        UNION ALL SELECT 'X03', 3, c.t3_row, NULL, 'total', c.t3_total,
            CASE WHEN l.leaves_over THEN '≤' ELSE '=' END,
                coalesce(c.t2_total, 0) + coalesce(c.carried_2, 0) + coalesce(c.balance_2, 0),
                num_nonnulls(c.t2_total, c.carried_2, c.balance_2),
            2, NULL, 'total', concat_ws('、', CASE WHEN c.carried_2 IS NOT NULL THEN '加上年结转' END,
                CASE WHEN c.balance_2 IS NOT NULL THEN '加使用非财政拨款结余' END),
            c.level & e.levels_2 & e.levels_3 > 0
        UNION ALL SELECT 'X04', 4, NULL, NULL, 'total', c.t4_total,
            l.relation_4, c.t1_total, num_nonnulls(c.t1_total), 1, NULL, 'total', NULL,
            c.level = 1 AND l.classes_4 AND l.classes_1 AND l.publishes_2
        UNION ALL SELECT 'X05', 5, c.t5_row, NULL, 'total', c.t5_total,
            '=', coalesce(c.t2_general, 0) + coalesce(c.carried_5, 0), num_nonnulls(c.t2_general, c.carried_5),
            2, NULL, 'general_public_budget', CASE WHEN c.carried_5 IS NOT NULL THEN '加上年结转' END,
            l.funds_in_2 AND l.publishes_5 AND c.level & e.levels_2 & e.levels_5 > 0
        UNION ALL SELECT 'X05', 5, c.t5_row, NULL, 'total', c.t5_total,
            '=', coalesce(c.t2_appropriation, 0) - coalesce(c.t8_total, 0) - coalesce(c.t9_total, 0),
                num_nonnulls(c.t2_appropriation, c.t8_total, c.t9_total),
            2, NULL, 'fiscal_appropriation', '扣除表8、表9',
            NOT l.funds_in_2 AND l.appropriation_in_2 AND l.publishes_5 AND c.level & e.levels_2 & e.levels_5 > 0
        UNION ALL SELECT 'X13', 8, c.t8_row, NULL, 'total', c.t8_total,
            '=', c.t2_fund, num_nonnulls(c.t2_fund), 2, NULL, 'government_fund', NULL,
            l.funds_in_2 AND l.publishes_8 AND c.level & e.levels_2 & e.levels_8 > 0
        UNION ALL SELECT 'X13', 9, c.t9_row, NULL, 'total', c.t9_total,
            '=', c.t2_capital, num_nonnulls(c.t2_capital), 2, NULL, 'state_capital', NULL,
            l.funds_in_2 AND l.publishes_9 AND c.level & e.levels_2 & e.levels_9 > 0
        UNION ALL SELECT 'X16', 15, c.t15_row, NULL, 'total', c.t15_total,
            '≤', c.t3_total, num_nonnulls(c.t3_total), 3, NULL, 'total', NULL,
            c.t15_total IS NOT NULL AND c.level & e.levels_3 > 0
        UNION ALL SELECT 'X17', 4, NULL, NULL, 'general_public_budget', c.t4_general,
            '=', coalesce(c.t5_total, 0) + CASE WHEN l.carryover_in_4 THEN coalesce(c.t1_carryover, 0) ELSE 0 END,
                num_nonnulls(c.t5_total, CASE WHEN l.carryover_in_4 THEN c.t1_carryover END),
            5, NULL, 'total', CASE WHEN l.carryover_in_4 THEN '加上年结转' ELSE '' END,
            c.level = 1 AND l.classes_4 AND l.funds_in_4 AND e.levels_5 & 1 > 0
                AND (l.no_carryover OR l.carryover_in_4)
        UNION ALL SELECT 'X17', 4, NULL, NULL, 'government_fund', c.t4_fund,
            '=', c.t8_total, num_nonnulls(c.t8_total), 8, NULL, 'total', NULL,
            c.level = 1 AND l.classes_4 AND l.funds_in_4 AND l.publishes_8 AND l.no_carryover
                AND (e.levels_8 = 0 OR e.levels_8 & 1 > 0)
        UNION ALL SELECT 'X17', 4, NULL, NULL, 'state_capital', c.t4_capital,
            '=', c.t9_total, num_nonnulls(c.t9_total), 9, NULL, 'total', NULL,
            c.level = 1 AND l.classes_4 AND l.funds_in_4 AND l.publishes_9 AND l.no_carryover
                AND (e.levels_9 = 0 OR e.levels_9 & 1 > 0)
        UNION ALL SELECT 'X18', 1, NULL, NULL, 'basic', c.t1_basic,
            '=', c.t3_basic, num_nonnulls(c.t3_basic), 3, NULL, 'basic', NULL,
            c.level = 1 AND l.kinds_1 AND l.classes_1 AND e.levels_3 & 1 > 0
        UNION ALL SELECT 'X18', 1, NULL, NULL, 'project', c.t1_project,
            '=', c.t3_project, num_nonnulls(c.t3_project), 3, NULL, 'project', NULL,
            c.level = 1 AND l.kinds_1 AND l.classes_1 AND e.levels_3 & 1 > 0
    ) AS v (rule_id, table_no, row_no, row_label, column_name, actual, relation, expected, figures, other_no,
            other_label, other_column, suffix, applies)
    WHERE v.applies AND coalesce(v.actual, 0) <> coalesce(v.expected, 0)
),
broken AS MATERIALIZED (
    SELECT c.*
    FROM compared AS c
    WHERE c.units[c.table_no] IS NOT NULL AND c.units[c.other_no] IS NOT NULL
      AND CASE c.relation WHEN '≤' THEN coalesce(c.actual, 0) > coalesce(c.expected, 0)
              WHEN '≥' THEN coalesce(c.actual, 0) < coalesce(c.expected, 0) ELSE true END
),
names AS (
    SELECT n.subject_key, (array_agg(n.name ORDER BY n.place, n.name COLLATE "C"))[1] AS name
    FROM etl.check_subject_names AS n
    WHERE n.subject_key IN (SELECT b.subject_key FROM broken AS b)
    GROUP BY n.subject_key
),
-- The lines of tables 1 and 4 that these subjects have.
lines AS (
    SELECT l.subject_key, l.table_no, min(l.row_no) AS row_no, min(l.item COLLATE "C") AS label
    FROM etl.check_class_lines AS l
    WHERE l.subject_key IN (SELECT b.subject_key FROM broken AS b)
    GROUP BY l.subject_key, l.table_no
),
said AS (
    SELECT b.doc_no, b.rule_id, etl.table_name(b.table_no) AS table_name, coalesce(b.row_no, p.row_no) AS row_no,
           coalesce(b.row_label, p.label, f.label) AS row_label, b.column_name, b.actual, b.relation,
           coalesce(b.expected, 0) AS expected,
           CASE WHEN b.other_column IS NULL THEN b.other_label
                ELSE etl.zh_place(etl.table_name(b.other_no), coalesce(b.other_label, o.label, f.label), b.other_column)
                END || coalesce(b.suffix, '') || CASE WHEN b.figures = 0 THEN '（未印数）' ELSE '' END AS other,
           (CASE WHEN b.actual IS NULL THEN 0 ELSE greatest(1, a.figures) END * b.places[b.table_no]
               + b.figures * b.places[b.other_no]) * 0.5 AS tolerance,
           b.units[b.table_no] AS unit, b.places[b.table_no] AS place,
           b.units[b.other_no] AS other_unit, b.places[b.other_no] AS other_place
    FROM broken AS b
    LEFT JOIN names AS n ON n.subject_key = b.subject_key
    LEFT JOIN lines AS p ON p.subject_key = b.subject_key AND p.table_no = b.table_no
    LEFT JOIN lines AS o ON o.subject_key = b.subject_key AND o.table_no = b.other_no
    -- A total that is not printed but added up has the rounding of all its figures.
    LEFT JOIN (SELECT DISTINCT ON (t.doc_no) t.doc_no, t.t7_n, t.t8_n, t.t9_n, t.t12_n, t.t13_n, t.r9_n FROM totals AS t) AS t
           ON t.doc_no = b.doc_no AND b.subject_key IS NULL
    CROSS JOIN LATERAL (
        SELECT CASE b.table_no WHEN 7 THEN t.t7_n WHEN 8 THEN t.t8_n WHEN 12 THEN t.t12_n WHEN 13 THEN t.t13_n
                   WHEN 9 THEN CASE b.column_name WHEN 'amount' THEN t.r9_n ELSE t.t9_n END END AS figures
    ) AS a
    CROSS JOIN LATERAL (
        SELECT CASE WHEN b.subject_key IS NULL THEN '合计'
                    ELSE etl.row_label(etl.subject_no(b.subject_key)::text, n.name, NULL) END AS label
    ) AS f
)
SELECT b.rule_id, s.mof_div_code, s.doc_id, b.table_name, b.row_no, b.row_label, b.column_name,
       b.expected * 0.01 AS expected, coalesce(b.actual, 0) * 0.01 AS actual, b.tolerance * 0.01 AS tolerance,
       '元' AS unit,
       etl.cross_message(etl.zh_place(b.table_name, b.row_label, b.column_name), b.actual, b.unit, b.place,
           b.relation, b.other, b.expected, b.other_unit, b.other_place, b.tolerance) AS message,
       etl.pair_hint(b.actual, b.expected, b.tolerance, b.place) AS hint
FROM said AS b
JOIN etl.check_scope AS s ON s.doc_no = b.doc_no
