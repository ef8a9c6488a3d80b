-- One row is one economic subject, or the total, of one classification of one division, department or agency
-- in the years from $3 (column y0) to $2.
-- Where it isn't in one of the years it counts as 0, if the division, department or agency itself is in both.
-- dataset: years_expenditure_by_economic | 基本支出，按经济分类，多年对比
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code? classification eco_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code) economic_subjects(classification,eco_code)
-- column: fiscal_year | 预算年度
-- column: first_year | 起始年度
-- column: bgt_stage | 预算阶段
-- column: mof_div_code | 财政区划代码
-- column: entity_level | 汇总层级
-- column: dept_code | 主管部门代码
-- column: agency_code | 单位代码
-- column: classification | 分类
-- column: eco_code | 经济分类科目编码
-- column: eco_level | 科目级次
-- column: eco_name | 科目名称
-- column: change | 增减额
-- column: change_pct | 增减%
-- column: contribution_pp | 对总额增长的贡献（百分点）
WITH measured AS (
    SELECT r.bgt_stage, r.entity_level, r.dept_code, r.agency_code, r.classification, r.eco_code,
           max(r.eco_level) AS eco_level,
           coalesce(max(r.eco_name COLLATE "C") FILTER (WHERE r.fiscal_year = $2),
                    max(r.eco_name COLLATE "C")) AS eco_name,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 0) AS y0,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 1) AS y1,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 2) AS y2,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 3) AS y3,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 4) AS y4,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 5) AS y5,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 6) AS y6,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 7) AS y7,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 8) AS y8,
           sum(r.total) FILTER (WHERE r.fiscal_year = $3 + 9) AS y9,
           sum(r.total) FILTER (WHERE r.fiscal_year = $2) AS last, bool_or(r.fiscal_year = $2) AS in_last,
           bool_or(r.fiscal_year = $3) AS in_first
      FROM rollup.expenditure_by_economic AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year BETWEEN $3::integer AND $2::integer
     GROUP BY r.bgt_stage, r.entity_level, r.dept_code, r.agency_code, r.classification, r.eco_code
), compared AS (
    SELECT m.*,
           CASE WHEN bool_or(m.in_last) OVER entity AND bool_or(m.in_first) OVER entity
                THEN coalesce(m.last, 0) - coalesce(m.y0, 0) END AS change,
           max(m.y0) FILTER (WHERE m.eco_code IS NULL)
               OVER (PARTITION BY m.bgt_stage, m.entity_level, m.dept_code, m.agency_code, m.classification) AS total_first
      FROM measured AS m
    WINDOW entity AS (PARTITION BY m.bgt_stage, m.entity_level, m.dept_code, m.agency_code)
)
SELECT $2::integer AS fiscal_year, $3::integer AS first_year, c.bgt_stage,
       $1::text COLLATE "C" AS mof_div_code, c.entity_level, c.dept_code, c.agency_code, c.classification,
       c.eco_code, c.eco_level, c.eco_name, c.y0::numeric(20,2) AS y0, c.y1::numeric(20,2) AS y1,
       c.y2::numeric(20,2) AS y2, c.y3::numeric(20,2) AS y3, c.y4::numeric(20,2) AS y4,
       c.y5::numeric(20,2) AS y5, c.y6::numeric(20,2) AS y6, c.y7::numeric(20,2) AS y7,
       c.y8::numeric(20,2) AS y8, c.y9::numeric(20,2) AS y9, c.change::numeric(20,2) AS change,
       round(c.change * 100 / nullif(abs(c.y0), 0), 2) AS change_pct,
       round(c.change * 100 / nullif(abs(c.total_first), 0), 2) AS contribution_pp
  FROM compared AS c
 ORDER BY c.bgt_stage, c.entity_level, coalesce(c.dept_code, ''), coalesce(c.agency_code, ''),
          c.classification, coalesce(c.eco_code, '')
