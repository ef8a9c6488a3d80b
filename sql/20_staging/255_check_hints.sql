-- What the findings of a document say together about what probably happened: a step after the rules. (What a finding's own
-- two figures say, etl.sum_hint says: a decimal point, a unit, a sign, two digits.)

-- Whether a rule adds up the rows below a row (rows), or the columns beside a column (columns); NULL: neither.
CREATE OR REPLACE FUNCTION etl.rule_adds_up(rule_id text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN rule_id ~ '^[HS][0-9]|^T(01\.1|01\.4|04\.2|06\.2|10\.1|10\.2|11\.2|12\.2|13\.2|14\.2)$' THEN 'rows'
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
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.item, r.row_no),
           CASE r.row_kind WHEN 'current_total' THEN 0 END, CASE r.row_kind WHEN 'item' THEN 0 END, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_summary_expenditure AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[1, 4])
    UNION ALL
    SELECT t.mof_div_code, t.doc_id, t.table_name, r.row_no, etl.row_label(NULL, r.item, r.row_no),
           CASE r.row_kind WHEN 'current_total' THEN 0 END, CASE r.row_kind WHEN 'item' THEN 0 END, to_jsonb(r)
    FROM (SELECT x.* FROM etl.check_revenue_lines AS x) AS r
    JOIN etl.check_hint_tables AS t ON t.table_key = r.table_key AND etl.has_hint_table(ARRAY[1, 4, 7, 9])
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

-- One row is one cell that an error's comparison is made of: the cell under test (sign 1), or one that is added up to what
-- it ought to be (sign -1): those of the rows below it, or those beside it in its row. Only where these add up to what the
-- rule expected is it known that they are what it added.
CREATE VIEW etl.check_hint_terms_now AS
    WITH rows AS MATERIALIZED (SELECT r.* FROM etl.check_hint_rows AS r),
    printed AS MATERIALIZED (
        SELECT DISTINCT b.*, r.node, r.cells
        FROM etl.check_hint_errors AS b
        JOIN rows AS r ON r.doc_id = b.doc_id AND r.table_name = b.table_name
            AND r.row_no = b.row_no AND r.cells ? b.column_name
    ),
    addends AS (
        SELECT p.place, p.expected, c.row_no, c.label, p.column_name, true AS is_row,
               (c.cells ->> p.column_name)::bigint AS amount
        FROM printed AS p
        JOIN rows AS c ON c.doc_id = p.doc_id AND c.table_name = p.table_name
            AND c.above = p.node AND c.cells ? p.column_name
        WHERE p.adds_up = 'rows'
        UNION ALL
        SELECT p.place, p.expected, p.row_no, p.row_label, a.part, false, (p.cells ->> a.part)::bigint
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
        SELECT a.place FROM addends AS a GROUP BY a.place, a.expected HAVING sum(a.amount) = a.expected
    )
    SELECT b.place, b.mof_div_code, b.doc_id, b.table_name, b.row_no, b.row_label AS label, b.column_name,
           b.actual AS amount, 1 AS sign, false AS is_row, b.actual - b.expected AS difference, b.tolerance
    FROM etl.check_hint_errors AS b
    UNION ALL
    SELECT b.place, b.mof_div_code, b.doc_id, b.table_name, a.row_no, a.label, a.column_name, a.amount, -1, a.is_row,
           b.actual - b.expected, b.tolerance
    FROM etl.check_hint_errors AS b
    JOIN addends AS a ON a.place = b.place
    WHERE a.amount IS NOT NULL AND a.place IN (SELECT k.place FROM known AS k);

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
        WHERE t.sign = -1 AND t.amount > 0
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
    WHERE abs(t.difference) > t.tolerance AND t.difference % 9 = 0 -- or they are not, and to see that here is much cheaper
    GROUP BY t.place
    HAVING bool_or(t.sign = -1 AND etl.digits_swapped(t.amount, t.amount + t.difference))
       AND NOT bool_or(t.sign = 1 AND etl.digits_swapped(t.amount, t.amount - t.difference));

-- One row is one hint to one of several errors of a document: the only cell that, changed by one amount, would make all
-- of them right.
CREATE VIEW etl.check_cell_hints AS
    WITH errors AS (
        SELECT t.mof_div_code, t.doc_id, count(*) AS errors FROM etl.check_hint_terms AS t WHERE t.sign = 1
        GROUP BY t.mof_div_code, t.doc_id
    ),
    cells AS (
        SELECT t.mof_div_code, t.doc_id, t.table_name, t.row_no, t.column_name, min(t.label COLLATE "C") AS label,
               min(t.amount) AS amount, count(*) AS errors,
               min(-t.sign * t.difference) AS change, max(-t.sign * t.difference - t.tolerance) AS low,
               min(-t.sign * t.difference + t.tolerance) AS high
        FROM etl.check_hint_terms AS t
        GROUP BY t.mof_div_code, t.doc_id, t.table_name, t.row_no, t.column_name
        HAVING count(DISTINCT t.place) = count(*)
    ),
    found AS (
        SELECT c.*, count(*) OVER (PARTITION BY c.mof_div_code, c.doc_id) AS cells,
               c.amount + least(greatest(c.change, ceil(c.low)), floor(c.high))::bigint AS better
        FROM cells AS c
        JOIN errors AS e ON e.doc_id = c.doc_id AND e.errors = c.errors
        WHERE e.errors > 1 AND c.low <= c.high
    )
    SELECT t.place,
           '若' || etl.zh_place(f.table_name, f.label, f.column_name) || '由'
               || etl.zh_amount(f.amount, p.unit_fen, p.last_place_fen) || '改为'
               || etl.zh_amount(f.better, p.unit_fen, p.last_place_fen) || '，本文件金额上的' || f.errors
               || '处错误就都消除，请先核对此数' AS hint
    FROM found AS f
    JOIN etl.check_table AS p ON p.doc_id = f.doc_id AND p.table_name = f.table_name
    JOIN etl.check_hint_terms AS t ON t.doc_id = f.doc_id AND t.sign = 1
    WHERE f.cells = 1;

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
