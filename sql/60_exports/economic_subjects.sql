-- One row is one economic subject of one classification, or the total row, which has no code: of the catalogue, or
-- one that is printed without being in it. (The division's own rows have what its units and departments print; but not what
-- units print whose money their department's document holds.)
-- dataset: economic_subjects | 支出经济分类科目
-- key: classification eco_code?
-- column: classification | 分类
-- column: eco_code | 科目编码
-- column: eco_name | 科目名称
-- column: eco_level | 科目级次
-- column: in_catalogue | 是否在目录中
SELECT k.classification, k.eco_code, coalesce(max(k.eco_name COLLATE "C"), CASE WHEN k.eco_code IS NULL THEN '合计' END)
           AS eco_name,
       min(k.eco_level) AS eco_level, bool_or(k.in_catalogue) AS in_catalogue
  FROM (SELECT 'department' AS classification, d.dep_bgt_eco_code AS eco_code, d.dep_bgt_eco_name AS eco_name,
               d.eco_level, true AS in_catalogue
          FROM ref.dep_bgt_eco AS d
        UNION ALL
        SELECT 'government', g.gov_bgt_eco_code, g.gov_bgt_eco_name, g.eco_level, true
          FROM ref.gov_bgt_eco AS g
        UNION ALL
        SELECT c.classification, NULL, '合计', 0, true
          FROM (VALUES ('department'), ('government')) AS c (classification)
        UNION ALL
        SELECT r.classification, r.eco_code, r.eco_name, r.eco_level, false
          FROM rollup.expenditure_by_economic AS r
         WHERE r.mof_div_code = $1 AND r.fiscal_year <= $2 AND r.entity_level = 'division'
        UNION ALL
        SELECT r.classification, r.eco_code, r.eco_name, r.eco_level, false
          FROM etl.in_force AS i
         CROSS JOIN LATERAL (SELECT r.*
                               FROM rollup.expenditure_by_economic AS r
                              WHERE r.mof_div_code = i.mof_div_code AND r.fiscal_year = i.fiscal_year
                                AND r.bgt_stage = i.bgt_stage AND r.entity_level = 'agency'
                                AND coalesce(r.dept_code, '') = i.dept_code
                                AND coalesce(r.agency_code, '') = i.agency_code
                             OFFSET 0) AS r
         WHERE i.mof_div_code = $1 AND i.fiscal_year <= $2 AND i.scope = 'unit' AND NOT i.counts) AS k
 GROUP BY k.classification, k.eco_code
 ORDER BY k.classification COLLATE "C", coalesce(k.eco_code, '') COLLATE "C"
