-- What the findings of a document say together about what probably happened: a step after the rules. (What a finding's own
-- two figures say, etl.sum_hint says: a decimal point, a unit, a sign, two digits.)

-- Whether a rule adds up the rows below a row (rows), or the columns beside a column (columns); NULL: neither.
CREATE OR REPLACE FUNCTION etl.rule_adds_up(rule_id text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN rule_id ~ '^[HS][0-9]|^T(01\.1|01\.2|01\.4|01\.5|01\.7|04\.2|04\.3|04\.4|04\.5|06\.2|10\.1|10\.2|11\.2|12\.2|13\.2|14\.2)$' THEN 'rows'
        WHEN rule_id ~ '^T(01\.3|02\.1|03\.1|04\.1|05\.1|06\.1|08\.1|10\.3|11\.1|12\.1|13\.1|14\.1|15\.1)$' THEN 'columns'
        END
$$;

-- One row is one error in an amount; `place` is its row of etl.check_finding. Put down first, so that the planner knows how
-- few there are.
CREATE VIEW etl.check_hint_errors_now AS
    SELECT f.place, f.mof_div_code, f.doc_id, f.rule_id, f.table_name, k.table_key, f.row_no, f.column_name, f.row_label,
           etl.rule_adds_up(f.rule_id) AS adds_up, round(f.actual * 100)::bigint AS actual,
           round(f.expected * 100)::bigint AS expected, f.tolerance * 100 AS tolerance
    FROM etl.check_finding_in_force AS f
    LEFT JOIN etl.check_table AS k ON k.doc_id = f.doc_id AND k.table_name = f.table_name
    WHERE f.severity = 'error' AND f.unit = '元' AND f.actual IS NOT NULL AND f.expected IS NOT NULL
      AND (abs(f.actual - f.expected) <= f.tolerance) IS NOT TRUE; -- or it is a rounding, and nearly all are: left out first
CREATE UNLOGGED TABLE etl.check_hint_errors AS SELECT e.* FROM etl.check_hint_errors_now AS e WITH NO DATA;

-- One row is one table where a sum is wrong.
CREATE UNLOGGED TABLE etl.check_hint_tables AS
    SELECT e.table_key, e.mof_div_code, e.doc_id, e.table_name FROM etl.check_hint_errors AS e WITH NO DATA;

-- Whether a sum is wrong in any table of these numbers: rows of others needn't be read. (Once a statement: it is the same for
-- all rows.)
CREATE OR REPLACE FUNCTION etl.has_hint_table(numbers integer[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM etl.check_hint_tables AS t WHERE etl.table_no(t.table_key) = ANY (numbers))
$$;

-- One row is one printed row of a table where a sum is wrong, as an addend: `node` is the sum that it prints, `above` the one
-- that it is a part of, both numbers within the table (0: its total); `cells` its columns. (Of a table itself r would be made a
-- value for each of its rows, of a subquery it is for those that are joined.)
CREATE VIEW etl.check_hint_rows AS
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no,
           etl.row_label(r.exp_func_code, r.exp_func_name, r.row_no) AS label, r.subject_no AS node,
           etl.subject_above(r.subject_no) AS above,
           to_jsonb(r) AS cells
    FROM (SELECT x.* FROM etl.check_expenditure_rows AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[3, 5, 8, 9])
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no,
           etl.row_label(r.exp_func_code, r.exp_func_name, r.row_no), r.subject_no,
           etl.subject_above(r.subject_no), to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_source_rows AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[2, 15])
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no,
           etl.economic_label(r.dep_bgt_eco_code, r.dep_bgt_eco_name, r.gov_bgt_eco_code, r.gov_bgt_eco_name, r.row_no),
           CASE r.row_kind WHEN 'total' THEN 0 WHEN 'group' THEN r.row_no END,
           CASE r.row_kind WHEN 'total' THEN NULL WHEN 'group' THEN 0 ELSE coalesce(h.head_no, 0) END, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_economic_rows AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[6, 14])
    LEFT JOIN etl.check_economic_groups AS h ON h.table_key = r.table_key AND r.row_no > h.head_no AND (r.row_no < h.next_no OR h.next_no IS NULL)
    UNION ALL
    -- 支出总计 and 收入总计 (-1) are the sum of 本年…合计 and the other lines; where that isn't printed, of all lines.
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.item, r.row_no),
           CASE WHEN r.row_kind = k.total THEN 0 WHEN r.row_kind = 'grand_total' THEN -1 END,
           CASE WHEN r.row_kind = 'item' OR r.row_kind = 'extra' AND k.total = 'grand_total' THEN 0
               WHEN r.row_kind IN ('current_total', 'extra') THEN -1 END, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_summary_expenditure AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[1, 4])
    JOIN (
        SELECT e.table_key,
               CASE WHEN bool_or(e.row_kind = 'current_total') THEN 'current_total' ELSE 'grand_total' END AS total
        FROM etl.check_summary_expenditure AS e
        GROUP BY e.table_key
    ) AS k ON k.table_key = r.table_key
    UNION ALL
    -- (In tables 7 and 9 a line is none of these.)
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.item, r.row_no),
           CASE WHEN r.row_kind = k.total THEN 0 WHEN r.row_kind = 'grand_total' THEN -1
               WHEN r.row_kind IN ('item', 'extra') THEN r.line_no END,
           CASE WHEN r.row_kind = 'item' OR r.row_kind = 'extra' AND k.total = 'grand_total' THEN 0
               WHEN r.row_kind IN ('current_total', 'extra') THEN -1
               WHEN r.row_kind IN ('part', 'extra_part') THEN r.line_no END, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_revenue_lines AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[1, 4])
    JOIN (
        SELECT l.table_key,
               CASE WHEN bool_or(l.row_kind = 'current_total') THEN 'current_total' ELSE 'grand_total' END AS total
        FROM etl.check_revenue_lines AS l
        WHERE l.table_no IN (1, 4)
        GROUP BY l.table_key
    ) AS k ON k.table_key = r.table_key
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.pro_name, r.row_no), r.sum_of,
           b.above, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_project_rows AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[12, 13])
    -- A project is a part of its block, and of the total of all.
    CROSS JOIN LATERAL (
        SELECT 0 AS above WHERE r.row_kind = 'leaf'
        UNION ALL SELECT r.block_no WHERE r.row_kind = 'leaf' AND r.block_no > 0
        UNION ALL SELECT NULL WHERE r.row_kind <> 'leaf'
    ) AS b
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.row_agency_name, r.row_no),
           CASE r.row_kind WHEN 'total' THEN 0 END, CASE r.row_kind WHEN 'leaf' THEN 0 END, to_jsonb(r)
    FROM (SELECT x.* FROM staging.operating_expenses AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.mof_div_code = r.mof_div_code AND t.doc_id = r.doc_id AND t.table_name = 'operating_expenses'
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.item, r.row_no),
           CASE r.item_key WHEN 'total' THEN 0 WHEN 'vehicles' THEN 1 END,
           CASE r.item_key WHEN 'overseas_travel' THEN 0 WHEN 'reception' THEN 0 WHEN 'vehicles' THEN 0
               WHEN 'vehicle_purchase' THEN 1 WHEN 'vehicle_operation' THEN 1 END, to_jsonb(r)
    FROM (SELECT x.* FROM staging.three_public AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.mof_div_code = r.mof_div_code AND t.doc_id = r.doc_id AND t.table_name = 'three_public';

-- One row is one cell that an error's comparison is made of: the cell under test (sign 1), or one of what it ought to be
-- (sign -1): of those that are added up, the rows below it or the cells beside it in its row; or, where it is compared with
-- another figure (`compared`), that one. Only where the addends add up to what the rule expected is it known that they are what it
-- added; and a cell of a wrong sum that prints just what a comparison with another table (T01.6, T04.3: with the other side)
-- expected is taken for what it was compared with. Blank cells are addends, too, where another sum is wrong that they would be
-- part of.
CREATE VIEW etl.check_hint_terms_now AS
    WITH rows AS MATERIALIZED (SELECT r.* FROM etl.check_hint_rows AS r),
    printed AS MATERIALIZED (
        SELECT DISTINCT b.*, r.node, r.cells
        FROM etl.check_hint_errors AS b
        JOIN rows AS r ON r.doc_id = b.doc_id AND r.table_name = b.table_name
            AND r.row_no = b.row_no AND r.cells ? b.column_name
    ),
    addends AS (
        SELECT p.place, p.expected, p.doc_id, p.table_name, c.row_no, c.label, p.column_name, true AS is_row,
               (c.cells ->> p.column_name)::bigint AS amount
        FROM printed AS p
        JOIN rows AS c ON c.doc_id = p.doc_id AND c.table_name = p.table_name
            AND c.above = p.node AND c.cells ? p.column_name
        WHERE p.adds_up = 'rows'
        UNION ALL
        SELECT p.place, p.expected, p.doc_id, p.table_name, p.row_no, p.row_label, a.part, false, (p.cells ->> a.part)::bigint
        FROM printed AS p
        JOIN (VALUES
            ('basic', 'personnel', NULL), ('basic', 'public', NULL),
            ('fiscal_appropriation', 'general_public_budget', NULL), ('fiscal_appropriation', 'government_fund', NULL),
            ('fiscal_appropriation', 'state_capital', NULL),
            ('total', 'basic', NULL), ('total', 'project', NULL), ('total', 'carry_forward', NULL),
            ('total', 'personnel', 'basic'), ('total', 'public', 'basic'),
            ('total', 'current', NULL), ('total', 'carryover', NULL), ('total', 'fiscal_appropriation', NULL),
            ('total', 'general_public_budget', 'fiscal_appropriation'),
            ('total', 'government_fund', 'fiscal_appropriation'), ('total', 'state_capital', 'fiscal_appropriation'),
            ('total', 'fiscal_special_account', NULL), ('total', 'agency_funds', NULL),
            ('total', 'institution_income', 'agency_funds'), ('total', 'superior_subsidy', 'agency_funds'),
            ('total', 'subordinate_remittance', 'agency_funds'),
            ('total', 'institution_business_income', 'agency_funds'), ('total', 'other_income', 'agency_funds')
        ) AS a (whole, part, unless) ON a.whole = p.column_name
        WHERE p.adds_up = 'columns'
          AND (a.unless IS NULL OR p.cells ->> a.unless IS NULL)
    ),
    known AS (
        SELECT a.place FROM addends AS a GROUP BY a.place, a.expected HAVING coalesce(sum(a.amount), 0) = a.expected
    ),
    -- The columns in which a sum of rows is wrong.
    wrong AS MATERIALIZED (
        SELECT DISTINCT b.doc_id, b.table_name, b.column_name FROM etl.check_hint_errors AS b WHERE b.adds_up = 'rows'
    ),
    added AS MATERIALIZED (
        SELECT a.place, a.doc_id, a.table_name, a.row_no, a.label, a.column_name, coalesce(a.amount, 0) AS amount, a.is_row,
               a.amount IS NULL AS is_blank
        FROM addends AS a
        WHERE a.place IN (SELECT k.place FROM known AS k)
          AND (a.amount IS NOT NULL OR a.is_row
               OR (a.doc_id, a.table_name, a.column_name) IN (SELECT w.doc_id, w.table_name, w.column_name FROM wrong AS w))
    ),
    tested AS MATERIALIZED (
        SELECT b.place, b.doc_id, b.table_name, b.row_no, b.row_label AS label, b.column_name, b.actual AS amount,
               b.adds_up, b.rule_id, b.expected,
               b.actual = 0 AND b.place IN (SELECT p.place FROM printed AS p WHERE p.cells ->> p.column_name IS NULL) AS is_blank
        FROM etl.check_hint_errors AS b
    ),
    -- Cells of wrong sums by what they print.
    compared AS (
        SELECT DISTINCT ON (t.place, c.table_name, c.row_no, c.column_name)
               t.place, t.doc_id, c.table_name, c.row_no, c.label, c.column_name, c.amount, c.is_blank
        FROM tested AS t
        JOIN (
            SELECT a.doc_id, a.table_name, a.row_no, a.label, a.column_name, a.amount, a.is_blank FROM added AS a
            UNION ALL
            SELECT b.doc_id, b.table_name, b.row_no, b.label, b.column_name, b.amount, b.is_blank FROM tested AS b
            WHERE b.adds_up IS NOT NULL
        ) AS c ON c.doc_id = t.doc_id AND c.amount = t.expected
            AND (c.table_name, c.row_no, c.column_name) IS DISTINCT FROM (t.table_name, t.row_no, t.column_name)
        WHERE (t.adds_up IS NULL OR t.rule_id = 'T04.3' AND t.place NOT IN (SELECT k.place FROM known AS k))
          AND (c.table_name <> t.table_name OR t.rule_id IN ('T01.6', 'T04.3') AND c.column_name <> t.column_name)
        ORDER BY t.place, c.table_name, c.row_no, c.column_name, c.label COLLATE "C"
    ),
    terms AS (
        SELECT t.place, t.table_name, t.row_no, t.label, t.column_name, t.amount, 1 AS sign, false AS is_row, t.is_blank,
               false AS compared
        FROM tested AS t
        UNION ALL
        SELECT a.place, a.table_name, a.row_no, a.label, a.column_name, a.amount, -1, a.is_row, a.is_blank, false
        FROM added AS a
        UNION ALL
        SELECT c.place, c.table_name, c.row_no, c.label, c.column_name, c.amount, -1, false, c.is_blank, true
        FROM compared AS c
    )
    SELECT t.place, b.mof_div_code, b.doc_id, t.table_name, t.row_no, t.label, t.column_name, t.amount, t.sign, t.is_row, t.is_blank,
           t.compared, b.actual - b.expected AS difference, b.tolerance
    FROM terms AS t
    JOIN etl.check_hint_errors AS b ON b.place = t.place;

-- The same, put down for the two kinds of hints that look at it.
CREATE UNLOGGED TABLE etl.check_hint_terms AS SELECT t.* FROM etl.check_hint_terms_now AS t WITH NO DATA;

-- One row is one hint: the difference is as large as one addend, which was probably counted twice or left out; or printed
-- twice, where two addends are the same row. As large but for rounding, where the difference is beyond all doubt larger than that
-- and no addend is exactly as large: the nearest.
CREATE VIEW etl.check_addend_hints AS
    WITH near AS (
        SELECT t.place, t.difference, t.is_row, abs(t.amount - abs(t.difference)) AS off,
               CASE WHEN t.is_row THEN t.label ELSE etl.zh_column(t.table_name, t.column_name) END COLLATE "C" AS label,
               min(abs(t.amount - abs(t.difference))) OVER (PARTITION BY t.place) AS least
        FROM etl.check_hint_terms AS t
        WHERE t.sign = -1 AND t.amount > 0 AND NOT t.compared
          AND abs(t.amount - abs(t.difference)) <= CASE WHEN abs(t.difference) > 10 * t.tolerance THEN t.tolerance ELSE 0 END
    ),
    labels AS (
        SELECT n.place, n.label, n.is_row, n.off, n.difference, count(*) AS times
        FROM near AS n
        WHERE n.off = n.least
        GROUP BY n.place, n.label, n.is_row, n.off, n.difference
    )
    SELECT l.place,
           CASE WHEN max(l.off) = 0 THEN '差额恰等于' ELSE '差额约等于' END
               || etl.zh_quoted(coalesce(min(l.label) FILTER (WHERE l.times > 1 AND l.is_row), min(l.label)))
               || CASE WHEN bool_or(l.is_row) THEN '行' ELSE '列' END
               || CASE WHEN max(l.difference) < 0 AND max(l.times) FILTER (WHERE l.is_row) > 1
                       THEN '的数，该行印了' || max(l.times) FILTER (WHERE l.is_row) || '次，可能重复列示、多计了一次'
                   ELSE CASE WHEN sum(l.times) > 1 THEN '等' || sum(l.times) || '处' ELSE '' END || '的数，可能'
                       || CASE WHEN max(l.difference) > 0 THEN '多计了一次' ELSE '漏计了' END
                   END AS hint
    FROM labels AS l
    GROUP BY l.place;

-- One row is one hint: two digits swapped in an addend explain the difference (in the sum itself: etl.sum_hint).
CREATE VIEW etl.check_swap_hints AS
    SELECT t.place, '差额是9的倍数，可能有相邻两位数字印颠倒'::text AS hint
    FROM etl.check_hint_terms AS t
    WHERE abs(t.difference) > t.tolerance AND NOT t.compared
      AND t.difference % 9 = 0 -- or they are not, and to see that here is much cheaper
    GROUP BY t.place
    HAVING bool_or(t.sign = -1 AND etl.digits_swapped(t.amount, t.amount + t.difference))
       AND NOT bool_or(t.sign = 1 AND etl.digits_swapped(t.amount, t.amount - t.difference));

-- One row is one hint to one of several errors of a document: the only cell that, changed by one amount, would make all those
-- right that it has a part in. Of cells that share an error the one with most errors; of as many, none.
CREATE VIEW etl.check_cell_hints AS
    WITH terms AS MATERIALIZED (
        SELECT t.*, dense_rank() OVER (ORDER BY t.doc_id, t.table_name COLLATE "C", t.row_no, t.column_name COLLATE "C") AS cell
        FROM etl.check_hint_terms AS t
    ),
    cells AS MATERIALIZED (
        SELECT t.cell, count(*) AS errors,
               mode() WITHIN GROUP (ORDER BY -t.sign * t.difference) AS change,
               max(-t.sign * t.difference - t.tolerance) AS low, min(-t.sign * t.difference + t.tolerance) AS high
        FROM terms AS t
        GROUP BY t.cell
        HAVING count(*) > 1 AND count(DISTINCT t.place) = count(*)
           AND max(-t.sign * t.difference - t.tolerance) <= min(-t.sign * t.difference + t.tolerance)
    ),
    candidates AS MATERIALIZED (
        SELECT t.cell, t.place, c.errors
        FROM terms AS t
        JOIN cells AS c ON c.cell = t.cell
    ),
    found AS (
        SELECT c.cell, c.errors, c.low, c.high, least(greatest(c.change, ceil(c.low)), floor(c.high))::bigint AS change
        FROM cells AS c
        WHERE c.cell NOT IN (
            SELECT o.cell
            FROM candidates AS o
            JOIN candidates AS r ON r.place = o.place AND r.cell <> o.cell AND r.errors >= o.errors)
    ),
    named AS (
        SELECT f.cell, f.errors, f.low, f.high, t.mof_div_code, t.doc_id, t.table_name, t.row_no, t.column_name,
               min(t.label COLLATE "C") AS label, min(t.amount) AS amount, bool_or(t.is_blank) AS is_blank,
               min(t.amount) + f.change AS better
        FROM found AS f
        JOIN terms AS t ON t.cell = f.cell
        GROUP BY f.cell, f.errors, f.low, f.high, f.change, t.mof_div_code, t.doc_id, t.table_name, t.row_no, t.column_name
    )
    SELECT t.place,
           '若' || etl.zh_place(n.table_name, n.label, n.column_name) || '由'
               || CASE WHEN n.is_blank THEN '空白' ELSE etl.zh_amount(n.amount, p.unit_fen, p.last_place_fen) END || '改为'
               || etl.zh_amount(CASE WHEN r.rounded - n.amount BETWEEN n.low AND n.high THEN r.rounded ELSE n.better END,
                                p.unit_fen, p.last_place_fen)
               || '，本文件金额上的' || CASE WHEN e.errors = n.errors THEN n.errors || '处错误就都消除'
                                             ELSE e.errors || '处错误中有' || n.errors || '处就都消除' END || '，请先核对此数' AS hint
    FROM named AS n
    JOIN (
        SELECT t.doc_id, count(*) AS errors FROM etl.check_hint_terms AS t WHERE t.sign = 1 GROUP BY t.doc_id
    ) AS e ON e.doc_id = n.doc_id
    LEFT JOIN etl.check_table AS k ON k.doc_id = n.doc_id AND k.table_name = n.table_name
    LEFT JOIN staging.performance_targets AS g
        ON n.table_name = 'performance_targets' AND g.mof_div_code = n.mof_div_code AND g.doc_id = n.doc_id AND g.row_no = n.row_no
    CROSS JOIN LATERAL (
        SELECT CASE WHEN g.doc_id IS NULL THEN coalesce(k.unit_fen, 100) ELSE etl.unit_fen(g.amount_unit) END AS unit_fen,
               CASE WHEN g.doc_id IS NULL THEN coalesce(k.last_place_fen, 1) ELSE etl.unit_place_fen(g.amount_unit) END AS last_place_fen
    ) AS p
    CROSS JOIN LATERAL (
        SELECT (round(n.better::numeric / p.last_place_fen) * p.last_place_fen)::bigint AS rounded
    ) AS r
    JOIN terms AS t ON t.cell = n.cell;

CREATE OR REPLACE FUNCTION etl.find_check_errors() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO etl.check_hint_errors SELECT e.* FROM etl.check_hint_errors_now AS e;
    INSERT INTO etl.check_hint_tables
    SELECT DISTINCT e.table_key, e.mof_div_code, e.doc_id, e.table_name
    FROM etl.check_hint_errors AS e
    WHERE e.adds_up IS NOT NULL AND e.table_key IS NOT NULL;
    SELECT etl.analyze_check('errors');
$$;

-- Adds them to the findings of the check under way. A rule that failed may have had more errors to make right.
CREATE OR REPLACE FUNCTION etl.add_check_hints(all_ran boolean) RETURNS void
LANGUAGE sql SET enable_nestloop = off SET enable_mergejoin = off SET work_mem = '256MB' SET jit = off AS $$
    INSERT INTO etl.check_hint_terms SELECT t.* FROM etl.check_hint_terms_now AS t;
    UPDATE etl.check_finding AS f
    SET hint = concat_ws('；', f.hint, h.hint)
    FROM (
        SELECT u.place, string_agg(u.hint, '；' ORDER BY u.part) AS hint
        FROM (
            SELECT s.place, 0 AS part, s.hint FROM etl.check_swap_hints AS s
            UNION ALL
            SELECT a.place, 1, a.hint FROM etl.check_addend_hints AS a
            UNION ALL
            SELECT c.place, 2, c.hint FROM etl.check_cell_hints AS c WHERE all_ran
        ) AS u
        GROUP BY u.place
    ) AS h
    WHERE f.ctid = h.place
$$;
