-- One row is one item of 三公 expenses of one agency, department or division in one year, beside the year before: as that
-- year's documents add up, or as the later document states it where the earlier one isn't there; plain and on
-- comparable basis. A subject of only one of the years has a change where the other year has documents at all.
-- Where a contributor has a figure in one year only, and nothing tells why, the prior is partial: change is then that
-- of the sums, not of the contributors.
-- One slice is worked out after the other, from what the keys find: who asks for some doesn't wait for all.

DROP VIEW IF EXISTS rollup.yoy_three_public;
CREATE VIEW rollup.yoy_three_public AS
SELECT s.fiscal_year, s.bgt_stage, s.mof_div_code, c.entity_level, c.dept_code, c.agency_code, c.item,
       c.current::numeric(20,2) AS current, c.prior::numeric(20,2) AS prior, c.change::numeric(20,2) AS change,
       round(c.change * 100 / nullif(abs(c.prior), 0), 2) AS change_pct,
       c.prior_comparable::numeric(20,2) AS prior_comparable,
       c.change_comparable::numeric(20,2) AS change_comparable,
       round(c.change_comparable * 100 / nullif(abs(c.prior_comparable), 0), 2) AS change_comparable_pct,
       c.prior_basis, c.stated_difference::numeric(20,2) AS stated_difference
  FROM etl.rollup_slice AS s
 CROSS JOIN LATERAL (
    WITH figure AS (
        SELECT r.entity_level, r.dept_code, r.agency_code, r.item, r.total AS current,
               NULL::numeric AS documents, NULL::numeric AS restated, NULL::numeric AS stated,
               NULL::numeric AS stated_difference, NULL::boolean AS gap
          FROM rollup.three_public AS r
         WHERE r.mof_div_code = s.mof_div_code AND r.fiscal_year = s.fiscal_year AND r.bgt_stage = s.bgt_stage
        UNION ALL
        SELECT r.entity_level, r.dept_code, r.agency_code, r.item, NULL, r.total, NULL, NULL, NULL, NULL
          FROM rollup.three_public AS r
         WHERE r.mof_div_code = s.mof_div_code AND r.fiscal_year = s.fiscal_year - 1 AND r.bgt_stage = s.bgt_stage
        UNION ALL
        SELECT p.entity_level, p.dept_code, p.agency_code, p.subject, NULL,
               NULL, p.restated, p.stated, p.stated_difference, NULL
          FROM facts.prior_adjustment AS p
         WHERE p.relation = 'three_public'
           AND p.mof_div_code = s.mof_div_code AND p.fiscal_year = s.fiscal_year AND p.bgt_stage = s.bgt_stage
        UNION ALL
        SELECT g.entity_level, g.dept_code, NULL, g.subject, NULL, NULL, NULL, NULL, NULL, true
          FROM facts.prior_gap AS g
         WHERE g.relation = 'three_public'
           AND g.mof_div_code = s.mof_div_code AND g.fiscal_year = s.fiscal_year AND g.bgt_stage = s.bgt_stage
    ), added AS (
        SELECT f.entity_level, f.dept_code, f.agency_code, f.item,
               sum(f.current) AS current, sum(f.documents) AS documents, sum(f.restated) AS restated,
               sum(f.stated) AS stated, sum(f.stated_difference) AS stated_difference, bool_or(f.gap) AS gap
          FROM figure AS f
         GROUP BY f.entity_level, f.dept_code, f.agency_code, f.item
        HAVING count(f.current) + count(f.documents) + count(f.restated) + count(f.stated) > 0
    ), known AS (
        SELECT a.entity_level, a.dept_code, a.agency_code, a.item, a.current, a.stated_difference,
               CASE WHEN num_nonnulls(a.documents, a.stated) > 0
                    THEN coalesce(a.documents, 0) + coalesce(a.stated, 0) END AS prior,
               CASE WHEN num_nonnulls(a.documents, a.stated, a.restated) > 0
                    THEN coalesce(a.documents, 0) + coalesce(a.stated, 0) + coalesce(a.restated, 0) END
                   AS prior_comparable,
               CASE WHEN a.gap AND num_nonnulls(a.documents, a.stated, a.restated) > 0 THEN 'partial'
                    WHEN a.stated IS NULL AND num_nonnulls(a.documents, a.restated) > 0 THEN 'document'
                    WHEN a.documents IS NULL AND a.stated IS NOT NULL THEN 'stated'
                    WHEN a.stated IS NOT NULL THEN 'mixed' END AS prior_basis,
               bool_or(a.current IS NOT NULL) OVER entity AS has_current,
               bool_or(a.documents IS NOT NULL) OVER entity AS has_prior,
               bool_or(num_nonnulls(a.documents, a.restated) > 0) OVER entity AS has_comparable
          FROM added AS a
        WINDOW entity AS (PARTITION BY a.entity_level, a.dept_code, a.agency_code)
    )
    SELECT k.*,
           CASE WHEN k.has_current AND k.has_prior THEN coalesce(k.current, 0) - coalesce(k.prior, 0)
                ELSE k.current - k.prior END AS change,
           CASE WHEN k.has_current AND k.has_comparable
                THEN coalesce(k.current, 0) - coalesce(k.prior_comparable, 0)
                ELSE k.current - k.prior_comparable END AS change_comparable
      FROM known AS k
 ) AS c;

COMMENT ON VIEW rollup.yoy_three_public IS '一行是一个层级的一项“三公”经费的本年与上年，单位元';
COMMENT ON COLUMN rollup.yoy_three_public.fiscal_year IS '本年（较晚的年度）';
COMMENT ON COLUMN rollup.yoy_three_public.bgt_stage IS '预算阶段：budget 年初预算，final 决算；只与上年同一阶段比';
COMMENT ON COLUMN rollup.yoy_three_public.mof_div_code IS '财政区划代码，9位';
COMMENT ON COLUMN rollup.yoy_three_public.entity_level IS '汇总层级：division 全市（县、区），department 部门，agency 单位';
COMMENT ON COLUMN rollup.yoy_three_public.dept_code IS '主管部门代码；全市行为空';
COMMENT ON COLUMN rollup.yoy_three_public.agency_code IS '单位代码；单位级以上为空';
COMMENT ON COLUMN rollup.yoy_three_public.item IS '项目，同 rollup.three_public';
COMMENT ON COLUMN rollup.yoy_three_public.current IS '本年（元）';
COMMENT ON COLUMN rollup.yoy_three_public.prior IS '上年（元）：上年各文件之和，加上没有上年文件、只在本年文件文字中说明的';
COMMENT ON COLUMN rollup.yoy_three_public.change IS '增减（元）；本年或上年没有文件的为空；上年数不全的（prior_basis 为 partial）不可比';
COMMENT ON COLUMN rollup.yoy_three_public.change_pct IS '增减幅度（%，两位小数；上年为负的按其绝对值）；上年为0或没有的为空；上年数不全的（prior_basis 为 partial）不可比';
COMMENT ON COLUMN rollup.yoy_three_public.prior_comparable IS '上年同口径（元）：按单位撤并、科目变更重述，全市合计不变';
COMMENT ON COLUMN rollup.yoy_three_public.change_comparable IS '同口径增减（元）';
COMMENT ON COLUMN rollup.yoy_three_public.change_comparable_pct IS '同口径增减幅度（%，两位小数；上年为负的按其绝对值）';
COMMENT ON COLUMN rollup.yoy_three_public.prior_basis IS '上年数的来源：document 上年文件，stated 本年文件的文字说明，mixed 兼有，partial 不全：有的部门（单位）只有一年的数，增减不可比；没有上年数的为空';
COMMENT ON COLUMN rollup.yoy_three_public.stated_difference IS '文字说明与上年文件之差（元）：上年有文件的，文字说明中的上年数减上年文件中的数；没有说明的为空';
