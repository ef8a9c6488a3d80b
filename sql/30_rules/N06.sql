-- rule: N06 | warning | 文字说明的本年数减增减额等于上年公开文件的数
-- why: 文字说明比上年增减多少，减回去的上年数应等于该单位上年公开文件表中的数（上年文件已入库的才比；总额可指总计，
--      也可指本年合计，取相近者；表8、表9 没有合计行的，取各科目之和）。机构改革、口径调整会使两者不同，所以只作提示。
WITH years AS MATERIALIZED (
    SELECT s.mof_div_code, s.doc_id, s.units, s.places, d.doc_id AS prior_doc_id
    FROM etl.check_scope AS s
    JOIN etl.check_current_documents AS d ON d.mof_div_code = s.mof_div_code AND d.fiscal_year = s.fiscal_year - 1
        AND d.bgt_stage = s.bgt_stage AND d.scope = s.scope AND d.agency_code = s.agency_code
),
changes AS MATERIALIZED (
    SELECT c.mof_div_code, c.doc_id, c.row_no, c.figure, c.amount - c.change AS prior, y.units, y.places, y.prior_doc_id
    FROM years AS y
    JOIN staging.narrative_changes AS c ON c.mof_div_code = y.mof_div_code AND c.doc_id = y.doc_id
    WHERE c.amount IS NOT NULL AND c.change IS NOT NULL
),
priors AS (
    SELECT DISTINCT c.mof_div_code, c.prior_doc_id AS doc_id FROM changes AS c
),
-- Staging is read where these stand.
span AS (
    SELECT min(p.doc_id) AS low, max(p.doc_id) AS high FROM priors AS p
),
figures AS (
    SELECT r.mof_div_code, r.doc_id, 'revenue_total' AS figure, 'budget_summary' AS table_name, r.item AS label, 'amount' AS column_name,
           r.amount, num_nonnulls(r.amount)::bigint AS figures
    FROM staging.budget_summary_revenue AS r
    WHERE r.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
      AND r.row_kind IN ('grand_total', 'current_total')
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'expenditure_total', 'budget_summary', r.item, 'total', r.total, num_nonnulls(r.total)
    FROM staging.budget_summary_expenditure AS r
    WHERE r.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
      AND r.row_kind IN ('grand_total', 'current_total')
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'appropriation_total', 'appropriation_summary', r.item, 'amount', r.amount, num_nonnulls(r.amount)
    FROM staging.appropriation_summary_revenue AS r
    WHERE r.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
      AND r.row_kind IN ('grand_total', 'current_total')
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'general_public_current_expenditure', 'general_public_expenditure', '合计', 'total', r.total, num_nonnulls(r.total)
    FROM staging.general_public_expenditure AS r
    WHERE r.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
      AND r.row_kind = 'total'
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, r.table_name || CASE r.table_name WHEN 'state_capital' THEN '_expenditure' ELSE '' END,
           r.table_name, CASE WHEN r.has_total THEN '合计' ELSE '各科目合计（未印合计行）' END, 'total',
           CASE WHEN r.has_total THEN r.total ELSE r.leaves END,
           CASE WHEN r.has_total THEN num_nonnulls(r.total) ELSE r.leaf_figures END
    FROM (
        SELECT e.mof_div_code, e.doc_id, e.table_name, bool_or(e.row_kind = 'total') AS has_total,
               min(e.total) FILTER (WHERE e.row_kind = 'total') AS total,
               etl.sum_fen(e.total) FILTER (WHERE e.row_kind = 'leaf') AS leaves,
               count(e.total) FILTER (WHERE e.row_kind = 'leaf') AS leaf_figures
        FROM (
            SELECT g.mof_div_code, g.doc_id, 'government_fund_expenditure' AS table_name, g.row_kind, g.total
            FROM staging.government_fund_expenditure AS g
            UNION ALL
            SELECT c.mof_div_code, c.doc_id, 'state_capital', c.row_kind, c.total
            FROM staging.state_capital_expenditure AS c
        ) AS e
        WHERE e.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
        GROUP BY e.mof_div_code, e.doc_id, e.table_name
    ) AS r
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'three_public.' || r.item_key, 'three_public', r.item, 'total', r.total, num_nonnulls(r.total)
    FROM staging.three_public AS r
    WHERE r.doc_id BETWEEN (SELECT p.low FROM span AS p) AND (SELECT p.high FROM span AS p)
      AND r.item_key IS NOT NULL
    UNION ALL
    SELECT r.mof_div_code, r.doc_id, 'operating_expenses', 'operating_expenses', min(r.row_agency_name COLLATE "C"), 'total',
           coalesce(min(r.total) FILTER (WHERE r.row_kind = 'total'), etl.sum_fen(r.total)),
           CASE WHEN min(r.total) FILTER (WHERE r.row_kind = 'total') IS NULL THEN count(r.total) ELSE 1 END
    FROM staging.operating_expenses AS r
    WHERE (r.mof_div_code, r.doc_id) IN (SELECT p.mof_div_code, p.doc_id FROM priors AS p)
    GROUP BY r.mof_div_code, r.doc_id
),
compared AS (
    SELECT c.*, f.table_name, f.label, f.column_name, coalesce(f.amount, 0) AS expected, t.unit_fen, t.last_place_fen,
           (2 * c.places[16] + f.figures * t.last_place_fen) * 0.5 AS tolerance,
           row_number() OVER (PARTITION BY c.mof_div_code, c.doc_id, c.row_no
                              ORDER BY abs(c.prior - coalesce(f.amount, 0)), f.label COLLATE "C") AS place
    FROM changes AS c
    JOIN (SELECT g.* FROM figures AS g
          WHERE (g.mof_div_code, g.doc_id) IN (SELECT p.mof_div_code, p.doc_id FROM priors AS p)) AS f
        ON f.mof_div_code = c.mof_div_code AND f.doc_id = c.prior_doc_id AND f.figure = c.figure
    JOIN staging.published_tables AS t ON t.mof_div_code = f.mof_div_code AND t.doc_id = f.doc_id
        AND t.table_name = f.table_name
)
SELECT 'N06' AS rule_id, c.mof_div_code, c.doc_id, 'narrative' AS table_name, c.row_no,
       etl.zh_figure(c.figure) AS row_label, 'change' AS column_name, c.expected * 0.01 AS expected,
       c.prior * 0.01 AS actual, c.tolerance * 0.01 AS tolerance, '元' AS unit,
       etl.cross_message('按文字说明' || etl.zh_quoted(etl.zh_figure(c.figure)) || '的本年数与增减额，上年数应', c.prior, c.units[16], c.places[16], '=',
           '上年公开文件' || etl.zh_place(c.table_name, c.label, c.column_name), c.expected, c.unit_fen,
           c.last_place_fen, c.tolerance) AS message,
       etl.pair_hint(c.prior, c.expected, c.tolerance, c.places[16]) AS hint
FROM compared AS c
WHERE c.place = 1 AND c.prior <> c.expected
