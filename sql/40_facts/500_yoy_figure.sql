-- One row is the figure that is compared between years, of one subject of one agency or department: the main measure of
-- each relation that is compared, in yuan. The total of a relation has the subject ''.

DROP VIEW IF EXISTS facts.yoy_figure CASCADE;
CREATE VIEW facts.yoy_figure AS
SELECT 'expenditure_by_function' AS relation, r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
       r.agency_code, 'function' AS classification, coalesce(r.exp_func_code, '') AS subject, r.total AS amount
  FROM rollup.expenditure_by_function AS r
 WHERE r.entity_level <> 'division'
UNION ALL
SELECT 'expenditure_by_economic', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
       r.agency_code, r.classification, coalesce(r.eco_code, ''), r.total
  FROM rollup.expenditure_by_economic AS r
 WHERE r.entity_level <> 'division'
UNION ALL
SELECT 'revenue_by_source', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code,
       r.agency_code, NULL, r.source, r.amount
  FROM rollup.revenue_by_source AS r
 WHERE r.entity_level <> 'division'
UNION ALL
SELECT 'three_public', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code, NULL,
       r.item, r.total
  FROM rollup.three_public AS r
 WHERE r.entity_level <> 'division'
UNION ALL
SELECT 'operating_expenses', r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, r.agency_code,
       NULL, '', r.total
  FROM rollup.operating_expenses AS r
 WHERE r.entity_level <> 'division';

-- The subject above a functional or economic one: 款 above 项, 类 above 款, '' (the total) above 类; NULL above the total.
CREATE OR REPLACE FUNCTION facts.subject_above(code text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN code = '' THEN NULL
                  WHEN code = 'unresolved' OR length(code) <= 3 + starts_with(code, 'U')::integer THEN ''
                  ELSE left(code, length(code) - 2) END $$;
COMMENT ON FUNCTION facts.subject_above(text) IS '上一级科目';

-- What belongs under code once from_code has become to_code: the ending goes along where it still fits.
CREATE OR REPLACE FUNCTION facts.subject_after(code text, from_code text, to_code text, longest integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN length(to_code) + length(code) - length(from_code) <= longest
                  THEN to_code || substr(code, length(from_code) + 1) ELSE to_code END $$;
COMMENT ON FUNCTION facts.subject_after(text, text, text, integer) IS '科目变更后的编码';

-- One row is a prior year's figure that a document states itself, in prose (amount − change) or beside the current one
-- in table 10, with the current one it belongs to; in fen. A statement of something else than the relation's figure is told
-- by its current amount, see the rollup.
DROP VIEW IF EXISTS facts.stated_prior CASCADE;
CREATE VIEW facts.stated_prior AS
WITH stated AS (
    SELECT n.mof_div_code, n.doc_id, 1 AS place, n.row_no, n.amount, n.amount - n.change AS prior,
           CASE n.figure WHEN 'expenditure_total' THEN 'expenditure_by_function'
                         WHEN 'revenue_total' THEN 'revenue_by_source'
                         WHEN 'appropriation_total' THEN 'revenue_by_source'
                         WHEN 'operating_expenses' THEN 'operating_expenses'
                         ELSE 'three_public' END AS relation,
           CASE n.figure WHEN 'revenue_total' THEN 'total'
                         WHEN 'appropriation_total' THEN 'fiscal_appropriation'
                         WHEN 'expenditure_total' THEN ''
                         WHEN 'operating_expenses' THEN ''
                         ELSE substr(n.figure, length('three_public.') + 1) END AS subject
      FROM staging.narrative_changes AS n
     WHERE n.amount IS NOT NULL AND n.change IS NOT NULL
       AND (n.figure IN ('expenditure_total', 'revenue_total', 'appropriation_total', 'operating_expenses')
            OR starts_with(n.figure, 'three_public.'))
    UNION ALL
    SELECT n.mof_div_code, n.doc_id, 2, n.row_no, n.amount, n.prior_amount, 'expenditure_by_function', n.exp_func_code
      FROM staging.narrative_items AS n
     WHERE n.prior_kind = 'budget' AND n.amount IS NOT NULL AND n.prior_amount IS NOT NULL
       AND n.exp_func_code IS NOT NULL
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, 3, t.row_no, t.total, t.prior_total, 'three_public', t.item_key
      FROM staging.three_public AS t
     WHERE t.item_key IS NOT NULL AND t.prior_total IS NOT NULL
)
SELECT DISTINCT ON (s.mof_div_code, s.doc_id, s.relation, s.subject)
       s.mof_div_code, s.doc_id, s.relation, s.subject, s.amount, s.prior
  FROM stated AS s
 ORDER BY s.mof_div_code, s.doc_id, s.relation, s.subject, s.place, s.row_no;
