-- One row is the total expenditure of one document as printed, in fen: 支出总计 of table 1, else its 本年支出合计, else
-- 合计 of table 3.

DROP VIEW IF EXISTS facts.printed_total CASCADE;
CREATE VIEW facts.printed_total AS
SELECT p.mof_div_code, p.doc_id,
       coalesce(max(p.total) FILTER (WHERE p.row_kind = 'grand_total'),
                max(p.total) FILTER (WHERE p.row_kind = 'current_total'),
                max(p.total) FILTER (WHERE p.row_kind = 'total')) AS total
  FROM (SELECT s.mof_div_code, s.doc_id, s.row_kind, s.total
          FROM staging.budget_summary_expenditure AS s
         WHERE s.row_kind IN ('grand_total', 'current_total')
        UNION ALL
        SELECT e.mof_div_code, e.doc_id, e.row_kind, e.total
          FROM staging.expenditure AS e
         WHERE e.row_kind = 'total') AS p
 GROUP BY p.mof_div_code, p.doc_id;
