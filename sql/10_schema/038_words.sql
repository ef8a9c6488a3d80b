-- One thing, one word, in what clerks and analysts read: a warning is called 提示, as findings call it; a unit without a document
-- 未公开; the economic classifications and the “三公” items go by their full names, differences and tolerances by those that the
-- workbook heads them with.
COMMENT ON COLUMN ref.rule.severity IS '程度：error 错误，warning 提示';
COMMENT ON COLUMN ref.rule_setting.severity IS 'error 错误，warning 提示，off 停用';
COMMENT ON COLUMN etl.finding.severity IS '程度：error 错误，warning 提示，rounding 四舍五入所致';
COMMENT ON COLUMN etl.rollup_slice.arrival_hash IS '公开情况（有效、暂缓、退回、未公开）与勾稽的散列值，不同即须重列 rollup.coverage';
COMMENT ON TABLE ref.eco_crossmap IS '部门预算支出经济分类与政府预算支出经济分类科目对照';
COMMENT ON COLUMN ref.subject_change.classification IS
    '分类：function 支出功能分类，department 部门预算支出经济分类，government 政府预算支出经济分类';
COMMENT ON COLUMN rollup.expenditure_by_economic.classification IS
    '分类：department 部门预算支出经济分类，government 政府预算支出经济分类';
COMMENT ON COLUMN rollup.expenditure_by_economic.eco_code IS
    '经济分类科目编码：3位类，5位款；合计行为空；unresolved 为未能识别的科目；U 加部门预算支出经济分类科目编码为没有唯一对应的政府预算支出经济分类科目';
COMMENT ON COLUMN rollup.projects.has_target IS
    '是否公开了绩效目标表（名称相同，不计全角半角、括号、空格之别；且为本部门的表）';
COMMENT ON COLUMN rollup.three_public.item IS
    '项目：overseas_travel 因公出国（境）费，reception 公务接待费，vehicles 公务用车购置及运行费，vehicle_purchase 公务用车购置费，vehicle_operation 公务用车运行维护费，total 合计';
COMMENT ON COLUMN etl.finding.difference IS '差额：所印减应为，单位见 unit';
COMMENT ON COLUMN etl.finding.tolerance IS '容差：四舍五入可致的最大差额，单位见 unit';
