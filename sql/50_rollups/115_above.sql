-- The departments and divisions that a document came to or left, of a slice that isn't done whole, from the level below. A
-- department is the sum of its agencies. A division is what it was, less what the departments that changed were, plus what
-- they are; where that leaves open whether anything is printed at all (an amount that they had and have no more), and for the
-- assets, whose decimals vary, it is the sum of its departments.

-- One row is one agency whose document counts, of such a department.
CREATE TEMPORARY TABLE rollup_below ON COMMIT DROP AS
SELECT i.mof_div_code, i.fiscal_year, i.bgt_stage, i.dept_code, i.agency_code
  FROM pg_temp.rollup_in_force AS i
  JOIN pg_temp.rollup_touched AS t
    ON t.mof_div_code = i.mof_div_code AND t.fiscal_year = i.fiscal_year AND t.bgt_stage = i.bgt_stage
   AND t.entity_level = 'department' AND t.dept_code = i.dept_code
 WHERE i.scope = 'unit' AND i.counts;

DO $$
DECLARE
    r record;
    keys text;    -- the columns that tell the rows of one division from one another
    same_key text;
    texts text;   -- what follows from them
    amounts text;
    sums text;    -- of the rows x
    parts text;   -- of the rows x of a division before, and of its departments that changed before and after
    result text;
    doubtful text;
    below constant text := 'x.mof_div_code = t.mof_div_code AND x.fiscal_year = t.fiscal_year AND x.bgt_stage = t.bgt_stage';
BEGIN
    IF NOT EXISTS (SELECT FROM pg_temp.rollup_touched) THEN
        RETURN;
    END IF;
    FOR r IN
        SELECT v.relation, v.key_columns, v.text_columns, v.amount_columns, v.anew, v.condition
          FROM (VALUES
               ('expenditure_by_function', ARRAY['exp_func_code'], ARRAY['exp_func_level', 'exp_func_name'],
                ARRAY['total', 'basic', 'project', 'current_year', 'carryover', 'general_public_budget', 'government_fund',
                      'state_capital', 'fiscal_special_account', 'agency_funds', 'agencies'], false, 'true'),
               ('expenditure_by_economic', ARRAY['classification', 'eco_code'], ARRAY['eco_level', 'eco_name'],
                ARRAY['total', 'personnel', 'public', 'agencies'], false, 'true'),
               ('revenue_by_source', ARRAY['source'], ARRAY[]::text[], ARRAY['amount', 'agencies'], false,
                $condition$x.source <> 'total_without_internal_transfers'$condition$),
               ('appropriation_by_function', ARRAY['exp_func_code'], ARRAY['exp_func_name'],
                ARRAY['total', 'general_public_budget', 'government_fund', 'state_capital', 'agencies'], false, 'true'),
               ('three_public', ARRAY['item'], ARRAY[]::text[],
                ARRAY['total', 'general_public_budget', 'government_fund', 'state_capital', 'agencies'], false, 'true'),
               ('operating_expenses', ARRAY[]::text[], ARRAY[]::text[],
                ARRAY['total', 'general_public_budget', 'government_fund', 'state_capital', 'agencies'], false, 'true'),
               ('project_totals', ARRAY[]::text[], ARRAY[]::text[],
                ARRAY['projects', 'total', 'general_public_budget', 'government_fund', 'state_capital',
                      'fiscal_special_account', 'agency_funds', 'carryover_projects', 'carryover_total', 'targets',
                      'targets_total'], false, 'true'),
               ('procurement', ARRAY[]::text[], ARRAY[]::text[], ARRAY['total', 'goods', 'works', 'services'], false, 'true'),
               ('state_assets', ARRAY[]::text[], ARRAY[]::text[],
                ARRAY['vehicles_quota', 'vehicles_actual', 'vehicles_leadership',
                      'vehicles_confidential_communications', 'vehicles_emergency', 'vehicles_law_enforcement',
                      'vehicles_special_technical', 'vehicles_general', 'vehicles_retired_cadres',
                      'vehicles_institution_business', 'vehicles_other', 'office_floor_area_m2',
                      'equipment_over_500k_yuan', 'equipment_over_1m_yuan'], true, 'true'))
               AS v (relation, key_columns, text_columns, amount_columns, anew, condition)
    LOOP
        SELECT coalesce(string_agg(format(', x.%I', c.name), '' ORDER BY c.place), ''),
               coalesce(string_agg(format(' AND coalesce(x.%1$I, '''') = coalesce(s.%1$I, '''')', c.name), ''), '')
          INTO keys, same_key
          FROM unnest(r.key_columns) WITH ORDINALITY AS c (name, place);
        SELECT coalesce(string_agg(format(', max(x.%1$I) AS %1$I', c.name), '' ORDER BY c.place), '')
          INTO texts
          FROM unnest(r.text_columns) WITH ORDINALITY AS c (name, place);
        SELECT string_agg(format(', sum(x.%1$I)', c.name), '' ORDER BY c.place),
               string_agg(format(', sum(x.%1$I) FILTER (WHERE x.side = ''was'') AS %2$I'
                                 ', sum(x.%1$I) FILTER (WHERE x.side = ''left'') AS %3$I'
                                 ', sum(x.%1$I) FILTER (WHERE x.side = ''came'') AS %4$I',
                                 c.name, 'was_' || c.name, 'left_' || c.name, 'came_' || c.name), '' ORDER BY c.place),
               string_agg(format(', CASE WHEN num_nonnulls(x.%1$I, x.%2$I) > 0'
                                 ' THEN coalesce(x.%1$I, 0) - coalesce(x.%3$I, 0) + coalesce(x.%2$I, 0) END',
                                 'was_' || c.name, 'came_' || c.name, 'left_' || c.name), '' ORDER BY c.place),
               string_agg(format(' OR x.%1$I IS NOT NULL AND x.%2$I IS NULL', 'left_' || c.name, 'came_' || c.name), '')
          INTO sums, parts, result, doubtful
          FROM unnest(r.amount_columns) WITH ORDINALITY AS c (name, place);
        SELECT string_agg(format(', %I', c.name), '' ORDER BY c.place)
          INTO amounts
          FROM unnest(r.key_columns || r.text_columns || r.amount_columns) WITH ORDINALITY AS c (name, place);

        EXECUTE format($department$
            INSERT INTO rollup.%1$I (mof_div_code, fiscal_year, bgt_stage, entity_level, dept_code %2$s)
            SELECT t.mof_div_code, t.fiscal_year, t.bgt_stage, 'department', t.dept_code %3$s %4$s %5$s
              FROM pg_temp.rollup_below AS t
             CROSS JOIN LATERAL (SELECT x.* FROM rollup.%1$I AS x
                                  WHERE %6$s AND x.entity_level = 'agency' AND coalesce(x.dept_code, '') = t.dept_code
                                    AND coalesce(x.agency_code, '') = t.agency_code AND %7$s
                                 OFFSET 0) AS x
             GROUP BY t.mof_div_code, t.fiscal_year, t.bgt_stage, t.dept_code %3$s
            $department$, r.relation, amounts, keys, texts, sums, below, r.condition);

        -- `doubtful`: it is left open whether anything is printed at all.
        EXECUTE format($change$
            CREATE TEMPORARY TABLE rollup_change AS
            SELECT x.*, $1 OR x.left_rows > 0 AND x.came_rows = 0 %8$s AS doubtful
              FROM (SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage %2$s %3$s,
                           count(*) FILTER (WHERE x.side = 'left') AS left_rows,
                           count(*) FILTER (WHERE x.side = 'came') AS came_rows
                           %4$s
                      FROM (SELECT CASE x.entity_level WHEN 'division' THEN 'was' ELSE 'left' END AS side, x.*
                              FROM pg_temp.%5$I AS x
                             WHERE %7$s
                            UNION ALL
                            SELECT 'came', x.*
                              FROM pg_temp.rollup_touched AS t
                             CROSS JOIN LATERAL (SELECT x.* FROM rollup.%1$I AS x
                                                  WHERE %6$s AND x.entity_level = 'department'
                                                    AND coalesce(x.dept_code, '') = t.dept_code AND %7$s
                                                 OFFSET 0) AS x
                             WHERE t.entity_level = 'department') AS x
                     GROUP BY x.mof_div_code, x.fiscal_year, x.bgt_stage %2$s) AS x
            $change$, r.relation, keys, texts, parts, 'rollup_was_' || r.relation, below, r.condition, doubtful) USING r.anew;

        EXECUTE format($division$
            INSERT INTO rollup.%1$I (mof_div_code, fiscal_year, bgt_stage, entity_level %2$s)
            SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage, 'division' %3$s %4$s %5$s
              FROM pg_temp.rollup_change AS x
             WHERE NOT x.doubtful
            $division$, r.relation, amounts, keys,
            (SELECT coalesce(string_agg(format(', x.%I', c.name), '' ORDER BY c.place), '')
               FROM unnest(r.text_columns) WITH ORDINALITY AS c (name, place)), result);
        EXECUTE format($anew$
            INSERT INTO rollup.%1$I (mof_div_code, fiscal_year, bgt_stage, entity_level %2$s)
            SELECT x.mof_div_code, x.fiscal_year, x.bgt_stage, 'division' %3$s %4$s %5$s
              FROM (SELECT DISTINCT s.mof_div_code, s.fiscal_year, s.bgt_stage FROM pg_temp.rollup_change AS s
                     WHERE s.doubtful) AS t
             CROSS JOIN LATERAL (SELECT x.* FROM rollup.%1$I AS x
                                  WHERE %6$s AND x.entity_level = 'department' AND %7$s
                                 OFFSET 0) AS x
              JOIN pg_temp.rollup_change AS s
                ON s.mof_div_code = x.mof_div_code AND s.fiscal_year = x.fiscal_year AND s.bgt_stage = x.bgt_stage %8$s
             WHERE s.doubtful
             GROUP BY x.mof_div_code, x.fiscal_year, x.bgt_stage %3$s
            $anew$, r.relation, amounts, keys, texts, sums, below, r.condition, same_key);
        DROP TABLE pg_temp.rollup_change;
    END LOOP;
END
$$;

-- What 040 adds to the revenue of each: see there.
INSERT INTO rollup.revenue_by_source
       (fiscal_year, bgt_stage, mof_div_code, entity_level, dept_code, source, amount, agencies)
SELECT r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code, 'total_without_internal_transfers',
       sum(CASE r.source WHEN 'total' THEN r.amount ELSE -r.amount END), max(r.agencies) FILTER (WHERE r.source = 'total')
  FROM (SELECT t.mof_div_code, t.fiscal_year, t.bgt_stage, t.entity_level, t.dept_code
          FROM pg_temp.rollup_touched AS t
         WHERE t.entity_level = 'division'
        UNION
        SELECT b.mof_div_code, b.fiscal_year, b.bgt_stage, 'department', b.dept_code
          FROM pg_temp.rollup_below AS b) AS t
 CROSS JOIN LATERAL (SELECT x.*
                       FROM rollup.revenue_by_source AS x
                      WHERE x.mof_div_code = t.mof_div_code AND x.fiscal_year = t.fiscal_year
                        AND x.bgt_stage = t.bgt_stage AND x.entity_level = t.entity_level
                        AND coalesce(x.dept_code, '') = t.dept_code
                        AND x.source IN ('total', 'superior_subsidy', 'subordinate_remittance')
                     OFFSET 0) AS r
 GROUP BY r.fiscal_year, r.bgt_stage, r.mof_div_code, r.entity_level, r.dept_code
HAVING count(r.amount) FILTER (WHERE r.source <> 'total') > 0;
