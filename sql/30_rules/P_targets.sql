-- rule: P01 | warning | 表12 每个项目有一份绩效目标表，每份绩效目标表是表12 或表13 的项目
-- rule: P02 | error | 绩效目标表的年度资金总额等于表12 该项目的合计
-- why: 公开绩效目标表的文件，表12 的每个项目应有一份，每份应是表12 或表13 的项目。名称比较不计全角半角、括号、空格之别；
--      同名的按金额大小配对。名称不同而相近的（相邻两字重合过半、互为最近），报为一处。没有实施单位的表是部门主管
--      专项资金的，不在本部门项目表内，不比（各表都不印实施单位的除外）。
WITH forms AS (
    SELECT s.doc_no, g.row_no, g.pro_name, g.annual_total,
           etl.unit_fen(g.amount_unit) AS unit, etl.unit_place_fen(g.amount_unit) AS place,
           g.target_agency_name IS NOT NULL OR
               count(g.target_agency_name) OVER (PARTITION BY s.doc_no) = 0 AS own
    FROM staging.performance_targets AS g
    JOIN etl.check_scope AS s ON s.mof_div_code = g.mof_div_code AND s.doc_id = g.doc_id
),
named AS (
    SELECT s.doc_no, CASE p.table_no WHEN 12 THEN 'current' ELSE 'carryover' END AS kind,
           CASE p.table_no WHEN 12 THEN 'projects_current' ELSE 'projects_carryover' END AS table_name,
           p.row_no, p.pro_name, p.total AS amount, s.units[p.table_no] AS unit,
           s.places[p.table_no] AS place
    FROM etl.check_project_rows AS p
    JOIN etl.check_scope AS s ON s.doc_no = etl.doc_no(p.table_key)
    WHERE p.row_kind = 'leaf' AND s.units[12] IS NOT NULL
    UNION ALL
    SELECT f.doc_no, 'form', 'performance_targets', f.row_no, f.pro_name, f.annual_total, f.unit, f.place
    FROM forms AS f
    JOIN etl.check_scope AS s ON s.doc_no = f.doc_no
    WHERE f.own AND s.units[12] IS NOT NULL
),
folded AS (
    SELECT n.*, facts.folded_name(n.pro_name) AS name FROM named AS n
    WHERE n.doc_no IN (SELECT f.doc_no FROM forms AS f WHERE f.own)
),
placed AS MATERIALIZED (
    SELECT f.*,
           count(*) FILTER (WHERE f.kind = 'current') OVER same AS currents,
           count(*) FILTER (WHERE f.kind = 'carryover') OVER same AS carryovers,
           count(*) FILTER (WHERE f.kind = 'form') OVER same AS forms,
           row_number() OVER (PARTITION BY f.doc_no, f.name, f.kind
                              ORDER BY f.amount, f.row_no) AS rank
    FROM folded AS f
    WINDOW same AS (PARTITION BY f.doc_no, f.name)
),
-- Projects beyond the forms of their name, and forms beyond the projects of theirs.
alone AS MATERIALIZED (
    SELECT p.*, CASE p.kind WHEN 'form' THEN 'form' ELSE 'project' END AS side,
           row_number() OVER (ORDER BY p.doc_no, p.kind, p.row_no) AS id
    FROM placed AS p
    WHERE CASE p.kind WHEN 'current' THEN p.rank > p.forms WHEN 'form' THEN p.rank > p.currents + p.carryovers
              ELSE false END
),
pairs_of_letters AS (
    SELECT DISTINCT a.doc_no, a.side, a.id, substr(a.name, i, 2) AS letters
    FROM alone AS a
    CROSS JOIN LATERAL generate_series(1, greatest(char_length(a.name) - 1, 1)) AS g (i)
),
sizes AS (
    SELECT l.id, count(*) AS size FROM pairs_of_letters AS l GROUP BY l.id
),
likeness AS (
    SELECT m.project_id, m.form_id, 2.0 * m.common / (zp.size + zf.size) AS alike
    FROM (
        SELECT p.id AS project_id, f.id AS form_id, count(*) AS common
        FROM pairs_of_letters AS p
        JOIN pairs_of_letters AS f ON f.doc_no = p.doc_no
            AND f.letters = p.letters AND f.side = 'form'
        WHERE p.side = 'project'
        GROUP BY p.id, f.id
    ) AS m
    JOIN sizes AS zp ON zp.id = m.project_id
    JOIN sizes AS zf ON zf.id = m.form_id
),
nearest AS (
    SELECT n.project_id, n.form_id
    FROM (
        SELECT k.*, row_number() OVER (PARTITION BY k.project_id ORDER BY k.alike DESC, k.form_id) AS of_project,
               row_number() OVER (PARTITION BY k.form_id ORDER BY k.alike DESC, k.project_id) AS of_form
        FROM likeness AS k
        WHERE k.alike >= 0.5
    ) AS n
    WHERE n.of_project = 1 AND n.of_form = 1
),
amounts AS (
    SELECT f.doc_no, f.row_no, f.pro_name, f.amount AS actual, coalesce(p.amount, 0) AS expected,
           p.pro_name AS project, p.amount IS NULL AS blank,
           f.unit, f.place, p.unit AS other_unit, p.place AS other_place,
           (num_nonnulls(f.amount) * f.place + num_nonnulls(p.amount) * p.place) * 0.5 AS tolerance
    FROM placed AS f
    JOIN placed AS p ON p.doc_no = f.doc_no AND p.name = f.name
        AND p.rank = f.rank AND p.kind = 'current'
    WHERE f.kind = 'form' AND f.forms = f.currents AND coalesce(f.amount, 0) <> coalesce(p.amount, 0)
)
SELECT 'P01' AS rule_id, s.mof_div_code, s.doc_id, a.table_name, a.row_no, a.pro_name AS row_label,
       'pro_name' AS column_name, NULL::numeric AS expected, NULL::numeric AS actual, NULL::numeric AS tolerance,
       '个' AS unit,
       etl.zh_table(a.table_name) || '的项目' || coalesce(etl.zh_quoted(a.pro_name), '（未印名称）')
           || coalesce('（' || etl.zh_amount(a.amount, a.unit, a.place) || '）', '')
           || CASE a.side WHEN 'project' THEN '没有同名的绩效目标表' ELSE '不在表12、表13 的项目之中' END
           || coalesce('；名称相近的有绩效目标表' || etl.zh_quoted(f.pro_name)
               || coalesce('（' || etl.zh_amount(f.amount, f.unit, f.place) || '）', '') || '，如是同一项目，名称应一致'
               || CASE WHEN abs(a.amount - f.amount) > (a.place + f.place) * 0.5
                       THEN '，金额也相差' || etl.zh_amount(abs(a.amount - f.amount), f.unit, least(a.place, f.place))
                       ELSE '' END, '') || '，请核对' AS message,
       NULL::text AS hint
FROM alone AS a
JOIN etl.check_scope AS s ON s.doc_no = a.doc_no
LEFT JOIN nearest AS n ON n.project_id = a.id
LEFT JOIN alone AS f ON f.id = n.form_id
WHERE a.id NOT IN (SELECT o.form_id FROM nearest AS o)
UNION ALL
SELECT 'P02', s.mof_div_code, s.doc_id, 'performance_targets', m.row_no, m.pro_name, 'annual_total',
       m.expected * 0.01, coalesce(m.actual, 0) * 0.01, m.tolerance * 0.01, '元',
       etl.cross_message(etl.zh_place('performance_targets', m.pro_name, 'annual_total'), m.actual, m.unit, m.place,
           '=', etl.zh_place('projects_current', m.project, 'total') || CASE WHEN m.blank THEN '（未印数）' ELSE '' END, m.expected, m.other_unit, m.other_place,
           m.tolerance),
       etl.pair_hint(m.actual, m.expected, m.tolerance, m.place)
FROM amounts AS m
JOIN etl.check_scope AS s ON s.doc_no = m.doc_no
