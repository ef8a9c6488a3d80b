-- One row is one document in force of the division ($1) and year ($2), with its hash: what the figures come from.
SELECT coalesce(s.source_title, d.agency_name) AS title,
       CASE WHEN s.source_url ~ '^https?://.' AND s.source_url = translate(s.source_url, etl.spaces(), '') THEN s.source_url END AS path,
       'sha256:' || encode(d.content_hash, 'hex') AS hash, d.file, d.document_no::text, d.bgt_stage, d.scope,
       d.dept_code, d.agency_code, d.agency_name, d.revision::text, i.counts::text
  FROM etl.in_force AS i
  JOIN etl.document AS d ON d.mof_div_code = i.mof_div_code AND d.doc_id = i.doc_id
  LEFT JOIN staging.document AS s ON s.mof_div_code = i.mof_div_code AND s.doc_id = i.doc_id
 WHERE i.mof_div_code = $1 AND i.fiscal_year = $2
 ORDER BY d.bgt_stage, d.scope, d.agency_code
