-- One row of rollup.procurement is the procurement budget of one division, department or agency.

CREATE TEMPORARY TABLE rollup_procurement ON COMMIT DROP AS
SELECT p.doc_id, sum(p.total) AS total, sum(p.goods) AS goods, sum(p.works) AS works, sum(p.services) AS services
  FROM staging.procurement AS p
  JOIN pg_temp.rollup_document AS d ON d.mof_div_code = p.mof_div_code AND d.doc_id = p.doc_id AND d.redo
 WHERE p.doc_id BETWEEN (SELECT g.first_doc FROM pg_temp.rollup_range AS g)
       AND (SELECT g.last_doc FROM pg_temp.rollup_range AS g)
 GROUP BY p.doc_id;

INSERT INTO rollup.procurement
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, agency_code, total, goods, works, services)
SELECT e.fiscal_year, e.bgt_stage, e.mof_div_code, e.entity_level, e.dept_code, e.agency_code,
       x.total * 0.01, x.goods * 0.01, x.works * 0.01, x.services * 0.01
  FROM (SELECT m.entity_no, sum(p.total) AS total, sum(p.goods) AS goods, sum(p.works) AS works,
               sum(p.services) AS services
          FROM pg_temp.rollup_procurement AS p
          JOIN pg_temp.rollup_member AS m ON m.doc_id = p.doc_id
         GROUP BY m.entity_no) AS x
  JOIN pg_temp.rollup_entity AS e ON e.entity_no = x.entity_no;
