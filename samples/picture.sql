-- A short picture of what is rolled up, for a person: each city's expenditure by 类, and the findings.
\pset footer off
\pset null ''
\pset title '各市（区）支出，按功能分类的类（万元）'
SELECT d.mof_div_name AS "区划", f.fiscal_year AS "年度",
       CASE WHEN f.exp_func_level = 0 THEN '支出总计'
            ELSE f.exp_func_code || ' ' || COALESCE(f.exp_func_name, '') END AS "科目",
       to_char(f.total / 10000, '999,999,990.00') AS "支出",
       to_char(100 * f.total / NULLIF(t.total, 0), '990.0') || '%' AS "占比",
       repeat('█', round(20 * f.total / NULLIF(t.total, 0))::int) AS " "
FROM rollup.expenditure_by_function f
JOIN rollup.expenditure_by_function t
  ON t.mof_div_code = f.mof_div_code AND t.fiscal_year = f.fiscal_year AND t.bgt_stage = f.bgt_stage
 AND t.entity_level = 'division' AND t.exp_func_level = 0
LEFT JOIN ref.mof_div d ON d.mof_div_code = f.mof_div_code
WHERE f.entity_level = 'division' AND f.exp_func_level <= 1 AND f.total IS NOT NULL
ORDER BY f.mof_div_code, f.fiscal_year, f.exp_func_level, f.total DESC;

\pset title '勾稽结果（有效文件）'
SELECT CASE severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '提示' ELSE '四舍五入' END AS "程度",
       count(*) AS "处数", count(DISTINCT document) AS "涉及文件"
FROM rollup.findings
GROUP BY severity
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END;
