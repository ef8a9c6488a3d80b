-- One row is one functional class of the division $1 in the year $2 at the stage $3, or of the year $4 (NULL for none), in
-- yuan; the bars are percentages of the longest one.
WITH measured AS (
    SELECT r.exp_func_code, max(coalesce(r.exp_func_name, r.exp_func_code) COLLATE "C") AS exp_func_name,
           sum(r.total) FILTER (WHERE r.fiscal_year = $2::integer) AS current,
           sum(r.basic) FILTER (WHERE r.fiscal_year = $2::integer) AS basic,
           sum(r.project) FILTER (WHERE r.fiscal_year = $2::integer) AS project,
           sum(r.total) FILTER (WHERE r.fiscal_year = $4::integer) AS prior
      FROM rollup.expenditure_by_function AS r
     WHERE r.mof_div_code = $1 AND r.fiscal_year IN ($2::integer, $4::integer) AND r.bgt_stage = $3
       AND r.entity_level = 'division' AND r.exp_func_level = 1
     GROUP BY r.exp_func_code
), compared AS (
    SELECT m.*, max(greatest(m.current, m.prior, 0.01)) OVER () AS longest, sum(m.current) OVER () AS total,
           CASE WHEN bool_or(m.prior IS NOT NULL) OVER () THEN coalesce(m.current, 0) - coalesce(m.prior, 0) END AS change
      FROM measured AS m
)
SELECT c.exp_func_code, c.exp_func_name, c.current, round(c.current * 100 / nullif(c.total, 0), 2) AS share, c.basic,
       c.project, c.prior, c.change, round(c.change * 100 / nullif(abs(c.prior), 0), 2) AS change_pct,
       round(greatest(c.current, 0) * 100 / c.longest, 2) AS bar,
       round(greatest(c.prior, 0) * 100 / c.longest, 2) AS prior_bar
  FROM compared AS c
 WHERE num_nonnulls(c.current, c.prior) > 0
 ORDER BY c.current DESC NULLS LAST, c.exp_func_code COLLATE "C"
