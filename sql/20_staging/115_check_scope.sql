-- Which documents a check looks at. (What tells documents apart best comes first where they are sorted: nearly all
-- comparisons end there.)

-- One row is one document that is or will be in force once its run is complete: the highest revision.
CREATE VIEW etl.check_current_documents AS
    SELECT DISTINCT ON (d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code)
           d.mof_div_code, d.doc_id, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, d.agency_name
    FROM etl.document AS d
    JOIN etl.run AS r ON r.run_id = d.run_id
    WHERE d.withdrawn_at IS NULL AND NOT d.orphan
      AND (r.state = 'complete' OR r.run_id = nullif(current_setting('huizong.run_id', true), '')::bigint)
    ORDER BY d.agency_code, d.fiscal_year, d.mof_div_code, d.bgt_stage, d.scope, d.revision DESC, d.doc_id DESC;

-- One row is the last check of one document: its findings are those that stand.
CREATE VIEW etl.check_last AS
    SELECT DISTINCT ON (k.doc_id, k.mof_div_code) k.mof_div_code, k.doc_id, k.run_id, k.rules_hash, k.complete
    FROM etl.document_check AS k
    ORDER BY k.doc_id, k.mof_div_code, k.run_id DESC;

-- Whether a note says that rows are withheld for secrecy. What denies that (不涉及涉密事项，无涉密项目) is cut out before its words
-- are looked for, as far as the denial goes; 仅公开非涉密项目 is none. Beside a denial the mere mention of the law withholds
-- nothing.
CREATE OR REPLACE FUNCTION etl.says_withheld(note text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN note !~ '剔除|不予以?公开|涉密|保密' THEN false
        ELSE (
            SELECT r.rest ~ '剔除|不予以?公开|涉密' OR (r.rest = note AND note ~ '保密(法|规定|要求|事项|原因)')
            FROM (
                SELECT regexp_replace(note,
                    '(不涉及?|未涉及?|不存在|不属于|不是|没有|[无不未]|(?<![仅只][^，。；,;]{0,8})非)'
                    || '(任何|相关|有关|属于|需要|应当|国家|规定|要求|[因按需须应的])*(涉密|保密|剔除|不予以?公开)'
                    || '(涉密|保密|剔除|不予以?公开|予以|规定|要求|原因|项目|事项|内容|信息|情况|单位|部门|[因按需须应的或及和、])*'
                    || '|(涉密|保密|剔除|不予以?公开)(的?(项目|事项|内容|信息|情况))?[：:]?为?(无|没有|不涉及)(?=[，。；,;）)]|$)',
                    '', 'g') AS rest
            ) AS r
        ) END
$$;

-- Fills etl.check_scope and says how many documents that are: with `everything` all of complete runs and of this
-- one; else those not yet checked with these rules (with `retry` also those where one of these rules failed), and of those that
-- are in force, or would be if a higher revision is held back, the ones whose findings may be others now: a department's, where
-- one of a unit came or went (E03), an agency's, where that of the year before did (N06), those that print a subject that the
-- catalogue hasn't, where others that print it came or went (C01, C02), and, where an agency came or went, its own and the first
-- document of its department and of its division, which carry what is missing (E02).
DROP FUNCTION IF EXISTS etl.fill_check_scope(bigint, text, boolean);
-- (Without statistics of what was loaded just now the planner would loop over documents and tables.)
CREATE OR REPLACE FUNCTION etl.fill_check_scope(this_run bigint, present_hash text, everything boolean, retry boolean)
RETURNS bigint
LANGUAGE sql SET enable_nestloop = off SET enable_mergejoin = off SET work_mem = '256MB' SET jit = off AS $$
    WITH documents AS (
        SELECT d.mof_div_code, d.doc_id, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code,
               d.revision, c.doc_id IS NULL AS changed,
               row_number() OVER agency = 1 AS is_current,
               count(*) FILTER (WHERE c.doc_id IS NULL) OVER agency > 0 AS has_changed,
               -- New, or in another department than before.
               count(*) FILTER (WHERE c.doc_id IS NOT NULL) OVER agency = 0
                   OR min(d.dept_code) OVER agency <> max(d.dept_code) OVER agency AS came_or_went
        FROM etl.document AS d
        JOIN etl.run AS r ON r.run_id = d.run_id
        LEFT JOIN (
            SELECT k.mof_div_code, k.doc_id
            FROM etl.check_last AS k
            WHERE k.rules_hash = present_hash AND (k.complete OR NOT retry)
        ) AS c ON c.mof_div_code = d.mof_div_code AND c.doc_id = d.doc_id
        WHERE d.withdrawn_at IS NULL AND NOT d.orphan AND (r.state = 'complete' OR d.run_id = this_run)
        WINDOW agency AS (PARTITION BY d.agency_code, d.fiscal_year, d.mof_div_code, d.bgt_stage, d.scope
                          ORDER BY d.revision DESC, d.doc_id DESC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ), moved AS (
        SELECT l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.dept_code, l.agency_code, l.came_or_went
        FROM documents AS l
        WHERE l.has_changed
        UNION
        SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.dept_code, d.agency_code, true
        FROM etl.document AS d
        WHERE d.withdrawn_run > (SELECT max(k.run_id) FROM etl.document_check AS k)
    ), moved_departments AS (
        -- By the documents' own words, and by the roster's.
        SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.scope, m.dept_code, m.came_or_went
        FROM moved AS m
        UNION
        SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.scope, a.dept_code, m.came_or_went
        FROM moved AS m
        JOIN ref.agency AS a ON a.mof_div_code = m.mof_div_code AND a.fiscal_year = m.fiscal_year
            AND a.agency_code = m.agency_code
    ), firsts AS (
        -- Of a department and of a division where one came or went: as it is, and as it was before.
        SELECT l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.dept_code, l.agency_code,
               row_number() OVER (PARTITION BY l.mof_div_code, l.fiscal_year, l.bgt_stage, l.dept_code, l.changed
                                  ORDER BY l.agency_code, l.scope, l.doc_id) = 1 AS of_department,
               row_number() OVER (PARTITION BY l.mof_div_code, l.fiscal_year, l.bgt_stage, l.changed
                                  ORDER BY l.agency_code, l.scope, l.doc_id) = 1 AS of_division
        FROM documents AS l
        WHERE l.is_current AND (l.mof_div_code, l.fiscal_year, l.bgt_stage) IN (
                  SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage FROM moved AS m WHERE m.came_or_went)
    ), carriers AS (
        SELECT f.mof_div_code, f.fiscal_year, f.bgt_stage, f.scope, f.agency_code
        FROM firsts AS f
        WHERE f.of_division
           OR f.of_department AND (f.mof_div_code, f.fiscal_year, f.bgt_stage, f.dept_code) IN (
                  SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.dept_code FROM moved_departments AS m
                  WHERE m.came_or_went)
    ), went AS (
        -- What stood in the last check for those that moved.
        SELECT DISTINCT ON (o.agency_code, o.fiscal_year, o.mof_div_code, o.bgt_stage, o.scope) o.doc_id
        FROM (
            SELECT l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.agency_code, l.revision, l.doc_id
            FROM documents AS l
            WHERE l.has_changed AND NOT l.changed
            UNION ALL
            SELECT d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, d.revision, d.doc_id
            FROM etl.document AS d
            JOIN etl.check_last AS k ON k.mof_div_code = d.mof_div_code AND k.doc_id = d.doc_id
            WHERE d.withdrawn_run > (SELECT max(c.run_id) FROM etl.document_check AS c)
        ) AS o
        ORDER BY o.agency_code, o.fiscal_year, o.mof_div_code, o.bgt_stage, o.scope, o.revision DESC, o.doc_id DESC
    ), neighbours AS (
        SELECT n.doc_id
        FROM etl.check_subject_neighbours(
            (SELECT array_agg(l.doc_id)
             FROM documents AS l
             WHERE NOT everything AND l.is_current
               AND (l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.agency_code) IN (
                   SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.scope, m.agency_code FROM moved AS m)),
            (SELECT array_agg(w.doc_id) FROM went AS w WHERE NOT everything),
            (SELECT array_agg(l.doc_id)
             FROM documents AS l
             WHERE NOT everything AND l.is_current AND NOT l.has_changed),
            (SELECT array_agg(l.doc_id)
             FROM documents AS l
             WHERE NOT everything AND NOT l.is_current AND NOT l.has_changed),
            (SELECT min(l.doc_id) FROM documents AS l WHERE l.changed)) AS n (doc_id)
    ), picked AS MATERIALIZED (
        SELECT l.mof_div_code, l.doc_id, l.fiscal_year, l.bgt_stage, l.scope, l.dept_code, l.agency_code
        FROM documents AS l
        WHERE everything OR l.changed OR l.doc_id IN (SELECT n.doc_id FROM neighbours AS n)
           OR l.is_current AND (l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.agency_code) IN (
                  SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.scope, m.agency_code FROM moved AS m)
           -- Of these all revisions: where the highest is held back, one before it is in force.
           OR (l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.agency_code) IN (
                  SELECT c.mof_div_code, c.fiscal_year, c.bgt_stage, c.scope, c.agency_code FROM carriers AS c
                  UNION ALL
                  SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.scope, m.agency_code FROM moved AS m
                  WHERE m.came_or_went)
           OR l.scope = 'department' AND (l.mof_div_code, l.fiscal_year, l.bgt_stage, l.dept_code) IN (
                  SELECT m.mof_div_code, m.fiscal_year, m.bgt_stage, m.dept_code FROM moved_departments AS m
                  WHERE m.scope = 'unit')
           OR (l.mof_div_code, l.fiscal_year, l.bgt_stage, l.scope, l.agency_code) IN (
                  SELECT m.mof_div_code, m.fiscal_year + 1, m.bgt_stage, m.scope, m.agency_code FROM moved AS m)
    ), layout AS (
        SELECT t.mof_div_code, t.doc_id, bool_or(t.note IS NOT NULL AND etl.says_withheld(t.note)) AS withheld,
               ARRAY[max(t.unit_fen) FILTER (WHERE t.table_no = 1),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 2),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 3),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 4),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 5),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 6),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 7),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 8),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 9),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 10),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 11),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 12),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 13),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 14),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 15),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 16),
                     max(t.unit_fen) FILTER (WHERE t.table_no = 17)] AS units,
               ARRAY[max(t.last_place_fen) FILTER (WHERE t.table_no = 1),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 2),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 3),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 4),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 5),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 6),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 7),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 8),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 9),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 10),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 11),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 12),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 13),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 14),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 15),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 16),
                     max(t.last_place_fen) FILTER (WHERE t.table_no = 17)] AS places
        FROM (
            SELECT y.mof_div_code, y.doc_id, y.note, y.unit_fen, y.last_place_fen,
                   etl.table_no(y.table_name) AS table_no
            FROM staging.published_tables AS y
            JOIN picked AS p ON p.mof_div_code = y.mof_div_code AND p.doc_id = y.doc_id
            WHERE y.doc_id >= (SELECT min(l.doc_id) FROM picked AS l)
            OFFSET 0 -- or the number would be looked up for each of the 34
        ) AS t
        GROUP BY t.mof_div_code, t.doc_id
    ), filled AS (
        INSERT INTO etl.check_scope (mof_div_code, doc_id, fiscal_year, bgt_stage, scope, dept_code, agency_code,
                                     withheld, units, places, doc_no)
        SELECT p.mof_div_code, p.doc_id, p.fiscal_year, p.bgt_stage, p.scope, p.dept_code, p.agency_code,
               coalesce(l.withheld, false), l.units, l.places, row_number() OVER (ORDER BY p.doc_id)
        FROM picked AS p
        LEFT JOIN layout AS l ON l.mof_div_code = p.mof_div_code AND l.doc_id = p.doc_id
        RETURNING 1
    )
    SELECT count(*) FROM filled
$$;

-- One row is one rule file that failed in the last check of a document by these rules, so that it owes findings.
CREATE OR REPLACE FUNCTION etl.owed_rule_files(present_hash text) RETURNS TABLE (file text)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT coalesce(f.file, '')
    FROM etl.document_check AS k
    LEFT JOIN etl.rule_fault AS f ON f.run_id = k.run_id
    WHERE k.rules_hash = present_hash AND NOT k.complete
      AND NOT EXISTS (SELECT FROM etl.document_check AS l
                      WHERE l.mof_div_code = k.mof_div_code AND l.doc_id = k.doc_id AND l.run_id > k.run_id)
$$;
