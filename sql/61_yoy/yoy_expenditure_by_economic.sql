-- One row is one economic subject, or the total, of one classification of one division, department or agency in a year, beside the
-- year before: plain, and on comparable basis.
-- dataset: yoy_expenditure_by_economic | 基本支出，按经济分类，同比
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code? classification eco_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code) economic_subjects(classification,eco_code)
-- column: eco_level | 科目级次
-- column: current | 本年
-- column: prior | 上年
-- column: change | 增减额
-- column: change_pct | 增减%
-- column: prior_comparable | 上年同口径
-- column: change_comparable | 同口径增减额
-- column: change_comparable_pct | 同口径增减%
-- column: contribution_pp | 对总额增长的贡献（百分点）
-- column: contribution_comparable_pp | 对总额同口径增长的贡献（百分点）
SELECT y.fiscal_year, y.bgt_stage, y.mof_div_code, y.entity_level, y.dept_code, y.agency_code,
       y.classification, y.eco_code, y.eco_level, y.eco_name, y.current, y.prior, y.change,
       y.change_pct, y.prior_comparable, y.change_comparable, y.change_comparable_pct,
       round(y.change * 100 / nullif(abs(max(y.prior) FILTER (WHERE y.eco_code IS NULL) OVER whole), 0), 2)
           AS contribution_pp,
       round(y.change_comparable * 100
             / nullif(abs(max(y.prior_comparable) FILTER (WHERE y.eco_code IS NULL) OVER whole), 0), 2)
           AS contribution_comparable_pp,
       y.prior_basis, y.stated_difference
  FROM rollup.yoy_expenditure_by_economic AS y
 WHERE y.mof_div_code = $1 AND y.fiscal_year = $2
WINDOW whole AS (PARTITION BY y.bgt_stage, y.entity_level, y.dept_code, y.agency_code, y.classification)
 ORDER BY y.bgt_stage, y.entity_level, coalesce(y.dept_code, ''), coalesce(y.agency_code, ''),
          y.classification, coalesce(y.eco_code, '')
