-- rule: P05 | warning | 绩效目标表的主管部门是公开文件的主管部门
-- why: 绩效目标表上印的主管部门代码应是本文件的主管部门；不是的，可能是别的部门的项目，或代码印错。
SELECT 'P05' AS rule_id, g.mof_div_code, g.doc_id, 'performance_targets' AS table_name, g.row_no,
       g.pro_name AS row_label, 'dept_code' AS column_name, NULL::numeric AS expected, NULL::numeric AS actual,
       NULL::numeric AS tolerance, '个' AS unit,
       etl.zh_table('performance_targets') || etl.zh_quoted(g.pro_name) || '的主管部门印为' || concat_ws(' ', g.target_dept_code, g.target_dept_name)
           || '，本文件的主管部门为' || concat_ws(' ', d.dept_code, d.dept_name) || '，请核对' AS message,
       NULL::text AS hint
FROM staging.performance_targets AS g
JOIN etl.check_scope AS s ON s.mof_div_code = g.mof_div_code AND s.doc_id = g.doc_id
JOIN etl.document AS d ON d.mof_div_code = g.mof_div_code AND d.doc_id = g.doc_id
WHERE g.target_dept_code <> g.dept_code
