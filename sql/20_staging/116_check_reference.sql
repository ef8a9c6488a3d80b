-- What the reference data is that rules read, the bureau's own among them: when it changes, findings of documents checked
-- before may be others.

-- One hash of all rows of the catalogues, the divisions, the roster, what changed between years, and the settings of rules.
CREATE OR REPLACE FUNCTION etl.reference_hash() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(r.line, E'\n' ORDER BY r.line COLLATE "C"), ''), 'UTF8')), 'hex')
    FROM (
        SELECT 'function ' || f::text AS line FROM ref.exp_func AS f
        UNION ALL SELECT 'department ' || d::text FROM ref.dep_bgt_eco AS d
        UNION ALL SELECT 'government ' || g::text FROM ref.gov_bgt_eco AS g
        UNION ALL SELECT 'crossmap ' || m::text FROM ref.eco_crossmap AS m
        UNION ALL SELECT 'division ' || v::text FROM ref.mof_div AS v
        UNION ALL SELECT 'agency ' || a::text FROM ref.agency AS a
        UNION ALL SELECT 'reorganization ' || o::text FROM ref.reorganization AS o
        UNION ALL SELECT 'subject ' || s::text FROM ref.subject_change AS s
        UNION ALL SELECT 'setting ' || t::text FROM ref.rule_setting AS t
    ) AS r
$$;
