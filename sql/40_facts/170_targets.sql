-- One row is one target form (项目支出绩效目标表) of one document that belongs to the document's own department. Some
-- disclosures hold forms that name another department: those are no targets of this one.

DROP VIEW IF EXISTS facts.targets CASCADE;
CREATE VIEW facts.targets AS
SELECT t.mof_div_code, t.doc_id, t.row_no, t.pro_name, t.attribute, t.period, t.annual_total
  FROM staging.performance_targets AS t
 WHERE coalesce(t.target_dept_code, t.dept_code) = t.dept_code;
