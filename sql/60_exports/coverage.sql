-- One row says what has arrived of one division, department or agency, and whether it adds up.
-- dataset: coverage | 公开与汇总情况
-- key: fiscal_year bgt_stage mof_div_code entity_level dept_code? agency_code?
-- refs: divisions(mof_div_code) departments(dept_code) agencies(agency_code)
-- column: status | 公开状态
-- column: document | 文件
-- column: tables_published | 公开的表数
-- column: errors | 错误数
-- column: warnings | 提示数
-- column: printed_total | 支出总计，照印
-- column: rolled_total | 支出总计，加总
-- column: expenditure_source | 支出合计的来源
-- column: pending | 待处理的后续版本
-- column: agencies | 单位个数
-- column: agencies_loaded | 已公开的单位个数
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       r.basis, r.status, r.document, r.revision, r.tables_published, r.errors, r.warnings,
       r.printed_total, r.rolled_total, r.expenditure_source, r.pending, r.agencies,
       r.agencies_loaded
  FROM rollup.coverage AS r
 WHERE r.mof_div_code = $1 AND r.fiscal_year = $2
 ORDER BY r.bgt_stage, r.entity_level, coalesce(r.dept_code, ''), coalesce(r.agency_code, '')
