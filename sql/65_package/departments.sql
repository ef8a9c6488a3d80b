-- One row is one department of the division ($1) and year ($2) at one stage, with a hash of what its rows in the exports
-- follow from: its documents in force, and their last check.
SELECT i.bgt_stage, i.dept_code, count(*)::text AS documents,
       left(encode(sha256(convert_to(string_agg(concat_ws('|', i.scope, i.agency_code, i.doc_id, i.counts, i.check_run_id, d.file,
                                                          d.document_no),
                                                E'\n' ORDER BY i.scope, i.agency_code), 'UTF8')), 'hex'), 32) AS state
  FROM etl.in_force AS i
  JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
 WHERE i.mof_div_code = $1 AND i.fiscal_year = $2
 GROUP BY i.bgt_stage, i.dept_code
 ORDER BY i.bgt_stage, i.dept_code
