-- One row is one disclosure table, or another part of a document that findings name: its number and what it is called.

DROP VIEW IF EXISTS facts.form_tables CASCADE;
CREATE VIEW facts.form_tables AS
SELECT t.table_name, t.label
  FROM (VALUES ('budget_summary', '表1 预算收支总表'), ('revenue', '表2 预算收入总表'),
               ('expenditure', '表3 预算支出总表'), ('appropriation_summary', '表4 财政拨款收支总表'),
               ('general_public_expenditure', '表5 一般公共预算支出预算表'),
               ('basic_expenditure_by_economic', '表6 基本支出分经济科目表'),
               ('government_fund_revenue', '表7 政府性基金预算收入表'),
               ('government_fund_expenditure', '表8 政府性基金预算支出表'),
               ('state_capital', '表9 国有资本经营预算收支预算表'), ('three_public', '表10 “三公”经费支出预算表'),
               ('operating_expenses', '表11 机关运行经费预算表'), ('projects_current', '表12 项目支出预算表（本年预算）'),
               ('projects_carryover', '表13 项目支出预算表（上年结转）'), ('basic_expenditure', '表14 基本支出预算表'),
               ('procurement_budget', '表15 政府采购预算表'), ('narrative', '情况说明'), ('procurement', '政府采购情况'),
               ('state_assets', '国有资产占有使用情况'), ('performance_targets', '绩效目标表'),
               ('document', '公开文件')) AS t (table_name, label);
