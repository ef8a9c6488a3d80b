-- The last step of a check: hints, and what the rules found becomes visible.

-- Makes the findings of the check under way, and that its documents were checked, visible with the transaction that
-- calls. `failed`: the rules whose files failed. Says how many findings there are.
DROP FUNCTION IF EXISTS etl.publish_check(bigint, text, text[]);
CREATE FUNCTION etl.publish_check(this_run bigint, present_hash text, failed text[])
RETURNS TABLE (errors bigint, warnings bigint, roundings bigint)
LANGUAGE sql AS $$
    SELECT etl.find_check_errors();
    SELECT etl.add_check_hints(cardinality(failed) = 0);
    SELECT etl.keep_check_findings(this_run, failed) WHERE cardinality(failed) > 0;
    INSERT INTO etl.document_check (mof_div_code, doc_id, run_id, rules_hash, complete)
    SELECT s.mof_div_code, s.doc_id, this_run, present_hash, cardinality(failed) = 0
    FROM etl.check_scope AS s;
    WITH published AS (
        INSERT INTO etl.finding (mof_div_code, doc_id, run_id, rule_id, severity, table_name, row_no, row_label,
                                 column_name, expected, actual, difference, tolerance, unit, message, hint)
        SELECT f.mof_div_code, f.doc_id, f.run_id, f.rule_id, f.severity, f.table_name, f.row_no, f.row_label,
               f.column_name, f.expected, f.actual, f.actual - f.expected, f.tolerance, f.unit, f.message, f.hint
        FROM etl.check_finding_in_force AS f
        WHERE f.run_id = this_run AND f.severity <> 'off'
        RETURNING severity
    )
    SELECT count(*) FILTER (WHERE p.severity = 'error'), count(*) FILTER (WHERE p.severity = 'warning'),
           count(*) FILTER (WHERE p.severity = 'rounding')
    FROM published AS p
$$;

-- Empties what a check puts down, all unlogged tables that there are; the first thing in a check, and the last. (Only those that
-- aren't empty: each takes a new file.)
CREATE OR REPLACE FUNCTION etl.clear_check() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    filled text;
BEGIN
    SELECT string_agg(c.oid::regclass::text, ', ')
    INTO filled
    FROM pg_class AS c
    WHERE c.relnamespace = 'etl'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'u' AND pg_relation_size(c.oid) > 0;
    IF filled IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || filled;
    END IF;
END
$$;
