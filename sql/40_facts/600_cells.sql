-- One row is one printed cell that one measure of a rollup is made of, in one document: the cells of a document add up
-- to what its rollup takes from it. subject is the leaf's own code (or source, or item); amount is in fen, or a count, with
-- the sign it is added with: the other one than it is printed with where is_subtracted. For trace, which asks for few; the
-- rollups themselves are made of the facts, and a test holds the two together. Nothing here is told by more than the document:
-- the documents that are asked for are the only ones that are read.

-- Some cells count by how their document lays out its expenditure (facts.expenditure_layout): where expenditure is taken from
-- when_source; where the total of table 2 holds the carryover, or doesn't (when_within); where the funds aren't printed
-- (when_no_funds). The layout is joined last, to those that are asked for.
DROP VIEW IF EXISTS facts.expenditure_cell CASCADE;
CREATE VIEW facts.expenditure_cell AS
SELECT e.mof_div_code, e.doc_id, 'expenditure' AS table_name, e.row_no, e.exp_func_code, e.exp_func_name, v.measure,
       v.measure AS column_name, v.amount, NULL::text AS when_source, NULL::boolean AS when_within, false AS when_no_funds
  FROM staging.expenditure AS e
 CROSS JOIN LATERAL (VALUES ('total', e.total), ('basic', e.basic), ('project', e.project)) AS v (measure, amount)
 WHERE e.row_kind = 'leaf'
UNION ALL
SELECT r.mof_div_code, r.doc_id, 'revenue', r.row_no, r.exp_func_code, r.exp_func_name, v.measure, v.column_name,
       v.amount, v.when_source, v.when_within, false
  FROM staging.revenue AS r
 CROSS JOIN LATERAL (VALUES
       ('total', 'total', r.total, 'table 2', NULL::boolean),
       ('total', 'carryover', r.carryover, 'table 2', false),
       ('current_year', 'total', r.total, NULL, NULL),
       ('current_year', 'carryover', -r.carryover, NULL, true),
       ('carryover', 'carryover', r.carryover, NULL, NULL),
       ('general_public_budget', 'general_public_budget', r.general_public_budget, NULL, NULL),
       ('government_fund', 'government_fund', r.government_fund, NULL, NULL),
       ('state_capital', 'state_capital', r.state_capital, NULL, NULL),
       ('fiscal_special_account', 'fiscal_special_account', r.fiscal_special_account, NULL, NULL),
       ('agency_funds', 'agency_funds', r.agency_funds, NULL, NULL),
       ('agency_funds', 'institution_income', CASE WHEN r.agency_funds IS NULL THEN r.institution_income END, NULL, NULL),
       ('agency_funds', 'superior_subsidy', CASE WHEN r.agency_funds IS NULL THEN r.superior_subsidy END, NULL, NULL),
       ('agency_funds', 'subordinate_remittance',
        CASE WHEN r.agency_funds IS NULL THEN r.subordinate_remittance END, NULL, NULL),
       ('agency_funds', 'institution_business_income',
        CASE WHEN r.agency_funds IS NULL THEN r.institution_business_income END, NULL, NULL),
       ('agency_funds', 'other_income', CASE WHEN r.agency_funds IS NULL THEN r.other_income END, NULL, NULL))
       AS v (measure, column_name, amount, when_source, when_within)
 WHERE r.row_kind = 'leaf'
UNION ALL
SELECT g.mof_div_code, g.doc_id, 'general_public_expenditure', g.row_no, g.exp_func_code, g.exp_func_name, v.measure,
       v.column_name, v.amount, v.when_source, NULL, v.when_no_funds
  FROM staging.general_public_expenditure AS g
 CROSS JOIN LATERAL (VALUES
       ('total', 'total', g.total, 'table 5', false), ('basic', 'basic', g.basic, 'table 5', false),
       ('project', 'project', g.project, 'table 5', false), ('general_public_budget', 'total', g.total, NULL, true))
       AS v (measure, column_name, amount, when_source, when_no_funds)
 WHERE g.row_kind = 'leaf'
UNION ALL
SELECT f.mof_div_code, f.doc_id, 'government_fund_expenditure', f.row_no, f.exp_func_code, f.exp_func_name,
       'government_fund', 'total', f.total, NULL, NULL, true
  FROM staging.government_fund_expenditure AS f
 WHERE f.row_kind = 'leaf'
UNION ALL
SELECT c.mof_div_code, c.doc_id, 'state_capital_expenditure', c.row_no, c.exp_func_code, c.exp_func_name,
       'state_capital', 'total', c.total, NULL, NULL, true
  FROM staging.state_capital_expenditure AS c
 WHERE c.row_kind = 'leaf';

DROP VIEW IF EXISTS facts.revenue_cell CASCADE;
CREATE VIEW facts.revenue_cell AS
WITH printed AS (
    SELECT r.mof_div_code, r.doc_id, r.row_no, r.item, r.row_kind, r.source, r.amount,
           count(*) FILTER (WHERE r.row_kind = 'item')
               OVER (PARTITION BY r.mof_div_code, r.doc_id ORDER BY r.row_no) AS item_no
      FROM staging.budget_summary_revenue AS r
     WHERE r.row_kind IN ('item', 'part', 'extra', 'current_total', 'grand_total')
), nested AS (
    SELECT p.mof_div_code, p.doc_id, p.row_no, p.item, p.row_kind, p.source, p.amount,
           p.row_kind = 'part'
           AND coalesce(first_value(p.source) OVER (PARTITION BY p.mof_div_code, p.doc_id, p.item_no
                                                    ORDER BY p.row_no)
                        IN ('carryover', 'non_fiscal_balance'), false) AS of_balance,
           bool_or(p.row_kind = 'current_total') OVER (PARTITION BY p.mof_div_code, p.doc_id) AS has_current_total
      FROM printed AS p
), own AS (
    SELECT n.mof_div_code, n.doc_id, n.row_no, n.item, n.row_kind, n.source, n.amount, n.has_current_total,
           n.row_kind IN ('item', 'part', 'extra') AND NOT n.of_balance AND n.source IS NOT NULL AS is_own,
           bool_or(n.row_kind IN ('item', 'extra') AND n.amount IS NOT NULL)
               OVER (PARTITION BY n.mof_div_code, n.doc_id, n.source) AS has_row
      FROM nested AS n
), by_source AS (
    -- Parts stand for a source only where it has no row of its own.
    SELECT o.mof_div_code, o.doc_id, o.row_no, o.item, o.row_kind, o.source, o.amount, o.has_current_total,
           o.is_own AND (o.row_kind <> 'part' OR NOT o.has_row) AS stands
      FROM own AS o
), of_whole AS (
    SELECT s.*,
           bool_or(s.stands AND s.source = 'fiscal_appropriation' AND s.amount IS NOT NULL) OVER document AS has_fiscal,
           bool_or(s.stands AND s.source = 'agency_funds' AND s.amount IS NOT NULL) OVER document AS has_agency_funds
      FROM by_source AS s
    WINDOW document AS (PARTITION BY s.mof_div_code, s.doc_id)
)
SELECT w.mof_div_code, w.doc_id, w.row_no, w.item, v.source, v.amount, v.is_subtracted
  FROM of_whole AS w
 CROSS JOIN LATERAL (VALUES
       (w.source, w.amount, false, w.stands AND w.source NOT IN ('fiscal_appropriation', 'agency_funds')),
       ('fiscal_appropriation', w.amount, false,
        w.stands AND (w.source = 'fiscal_appropriation'
                      OR NOT w.has_fiscal AND w.source IN ('general_public_budget', 'government_fund', 'state_capital'))),
       ('agency_funds', w.amount, false,
        w.stands AND (w.source = 'agency_funds'
                      OR NOT w.has_agency_funds
                         AND w.source IN ('institution_income', 'superior_subsidy', 'subordinate_remittance',
                                          'institution_business_income', 'other_income'))),
       ('current_year_total', w.amount, false,
        w.row_kind = 'item' AND (w.has_current_total OR w.source IS DISTINCT FROM 'carryover'
                                                        AND w.source IS DISTINCT FROM 'non_fiscal_balance')),
       ('total', w.amount, false, w.row_kind IN ('item', 'extra')),
       ('total_without_internal_transfers', w.amount, false, w.row_kind IN ('item', 'extra')),
       ('total_without_internal_transfers', -w.amount, true,
        w.stands AND w.source IN ('superior_subsidy', 'subordinate_remittance')),
       ('unresolved', w.amount, false, w.row_kind IN ('item', 'extra') AND w.source IS NULL))
       AS v (source, amount, is_subtracted, counts)
 WHERE v.counts;

DROP VIEW IF EXISTS facts.three_public_cell CASCADE;
CREATE VIEW facts.three_public_cell AS
WITH printed AS (
    SELECT t.mof_div_code, t.doc_id, t.row_no, t.item AS label, t.item_key AS item, v.measure, v.amount
      FROM staging.three_public AS t
     CROSS JOIN LATERAL (VALUES ('total', t.total), ('general_public_budget', t.general_public_budget),
                                ('government_fund', t.government_fund), ('state_capital', t.state_capital))
           AS v (measure, amount)
     WHERE t.item_key IS NOT NULL
), beside AS (
    SELECT p.mof_div_code, p.doc_id, p.row_no, p.label, p.item, p.measure, p.amount,
           bool_or(p.item IN ('vehicle_purchase', 'vehicle_operation') AND p.amount IS NOT NULL) OVER document AS has_parts,
           bool_or(p.item <> 'total' AND p.amount IS NOT NULL) OVER document AS has_items
      FROM printed AS p
    WINDOW document AS (PARTITION BY p.mof_div_code, p.doc_id, p.measure)
), part AS (
    SELECT b.*, b.item IN ('vehicles', 'vehicle_purchase', 'vehicle_operation') AND (b.item = 'vehicles') <> b.has_parts
                AS is_of_vehicles
      FROM beside AS b
)
SELECT p.mof_div_code, p.doc_id, p.row_no, p.label, v.item, p.measure, p.amount
  FROM part AS p
 CROSS JOIN LATERAL (VALUES
       (p.item, p.item NOT IN ('vehicles', 'total')),
       ('vehicles', p.is_of_vehicles),
       ('total', CASE WHEN p.item = 'total' THEN NOT p.has_items
                      ELSE p.has_items AND (p.item IN ('overseas_travel', 'reception') OR p.is_of_vehicles) END))
       AS v (item, counts)
 WHERE v.counts;

-- One row is one project, target form, procurement budget or count of assets, by measure; a count has the unit 个.
DROP VIEW IF EXISTS facts.other_cell CASCADE;
CREATE VIEW facts.other_cell AS
SELECT 'project_totals' AS relation, p.mof_div_code, p.doc_id, 'projects_current' AS table_name, p.row_no,
       p.pro_name AS label, v.measure, v.column_name, v.amount, v.measure = 'projects' AS is_count
  FROM staging.projects_current AS p
 CROSS JOIN LATERAL (VALUES ('projects', 'pro_name', 1), ('total', 'total', p.total),
       ('general_public_budget', 'general_public_budget', p.general_public_budget),
       ('government_fund', 'government_fund', p.government_fund), ('state_capital', 'state_capital', p.state_capital),
       ('fiscal_special_account', 'fiscal_special_account', p.fiscal_special_account),
       ('agency_funds', 'agency_funds', p.agency_funds)) AS v (measure, column_name, amount)
 WHERE p.row_kind = 'leaf'
UNION ALL
SELECT 'project_totals', p.mof_div_code, p.doc_id, 'projects_carryover', p.row_no, p.pro_name, v.measure,
       v.column_name, v.amount, v.measure = 'carryover_projects'
  FROM staging.projects_carryover AS p
 CROSS JOIN LATERAL (VALUES ('carryover_projects', 'pro_name', 1), ('carryover_total', 'total', p.total))
       AS v (measure, column_name, amount)
 WHERE p.row_kind = 'leaf'
UNION ALL
SELECT 'project_totals', t.mof_div_code, t.doc_id, 'performance_targets', t.row_no, t.pro_name, v.measure,
       v.column_name, v.amount, v.measure = 'targets'
  FROM facts.targets AS t
 CROSS JOIN LATERAL (VALUES ('targets', 'pro_name', 1), ('targets_total', 'annual_total', t.annual_total))
       AS v (measure, column_name, amount)
UNION ALL
SELECT 'procurement', p.mof_div_code, p.doc_id, 'procurement', p.row_no, '政府采购', v.measure, v.measure, v.amount,
       false
  FROM staging.procurement AS p
 CROSS JOIN LATERAL (VALUES ('total', p.total), ('goods', p.goods), ('works', p.works), ('services', p.services))
       AS v (measure, amount)
UNION ALL
SELECT 'state_assets', s.mof_div_code, s.doc_id, 'state_assets', s.row_no, '国有资产占有使用情况', v.measure, v.measure,
       v.amount, true
  FROM staging.state_assets AS s
 CROSS JOIN LATERAL (VALUES ('vehicles_quota', s.vehicles_quota), ('vehicles_actual', s.vehicles_actual),
       ('vehicles_leadership', s.vehicles_leadership),
       ('vehicles_confidential_communications', s.vehicles_confidential_communications),
       ('vehicles_emergency', s.vehicles_emergency), ('vehicles_law_enforcement', s.vehicles_law_enforcement),
       ('vehicles_special_technical', s.vehicles_special_technical), ('vehicles_general', s.vehicles_general),
       ('vehicles_retired_cadres', s.vehicles_retired_cadres),
       ('vehicles_institution_business', s.vehicles_institution_business), ('vehicles_other', s.vehicles_other),
       ('office_floor_area_m2', s.office_floor_area_m2), ('equipment_over_500k_yuan', s.equipment_over_500k_yuan),
       ('equipment_over_1m_yuan', s.equipment_over_1m_yuan)) AS v (measure, amount);

-- All of them, as they are printed. classification is function, department or government where subjects have others below them.
DROP VIEW IF EXISTS facts.printed_cell CASCADE;
CREATE VIEW facts.printed_cell AS
SELECT 'expenditure_by_function' AS relation, c.mof_div_code, c.doc_id, c.table_name, c.row_no,
       etl.row_label(c.exp_func_code, c.exp_func_name, c.row_no) AS label, 'function' AS classification,
       coalesce(c.exp_func_code, 'unresolved') AS subject, c.measure, c.column_name, c.amount::numeric AS amount,
       false AS is_count, c.measure = 'current_year' AND c.column_name = 'carryover' AS is_subtracted, c.when_source,
       c.when_within, c.when_no_funds
  FROM facts.expenditure_cell AS c
UNION ALL
SELECT 'expenditure_by_economic', f.mof_div_code, f.doc_id, 'basic_expenditure_by_economic', f.row_no,
       etl.row_label(coalesce(f.eco_code, f.eco_class), f.eco_label, f.row_no), f.classification,
       coalesce(f.eco_code, f.eco_class), v.measure, v.measure, v.amount, false, false, NULL, NULL, false
  FROM facts.expenditure_by_economic AS f
 CROSS JOIN LATERAL (VALUES ('total', f.total), ('personnel', f.personnel), ('public', f.public))
       AS v (measure, amount)
UNION ALL
SELECT 'revenue_by_source', c.mof_div_code, c.doc_id, 'budget_summary_revenue', c.row_no, c.item, NULL, c.source,
       'amount', 'amount', c.amount, false, c.is_subtracted, NULL, NULL, false
  FROM facts.revenue_cell AS c
UNION ALL
SELECT 'appropriation_by_function', f.mof_div_code, f.doc_id, 'appropriation_summary_expenditure', f.row_no, f.item,
       'function', f.exp_func_code, v.measure, v.measure, v.amount, false, false, NULL, NULL, false
  FROM facts.appropriation_by_function AS f
 CROSS JOIN LATERAL (VALUES ('total', f.total), ('general_public_budget', f.general_public_budget),
       ('government_fund', f.government_fund), ('state_capital', f.state_capital)) AS v (measure, amount)
UNION ALL
SELECT 'three_public', c.mof_div_code, c.doc_id, 'three_public', c.row_no, c.label, NULL, c.item, c.measure,
       c.measure, c.amount, false, false, NULL, NULL, false
  FROM facts.three_public_cell AS c
UNION ALL
SELECT 'operating_expenses', f.mof_div_code, f.doc_id, 'operating_expenses', f.row_no, f.row_agency_name, NULL, '',
       v.measure, v.measure, v.amount, false, false, NULL, NULL, false
  FROM facts.operating_expenses AS f
 CROSS JOIN LATERAL (VALUES ('total', f.total), ('general_public_budget', f.general_public_budget),
       ('government_fund', f.government_fund), ('state_capital', f.state_capital)) AS v (measure, amount)
UNION ALL
SELECT o.relation, o.mof_div_code, o.doc_id, o.table_name, o.row_no, o.label, NULL, '', o.measure, o.column_name,
       o.amount, o.is_count, false, NULL, NULL, false
  FROM facts.other_cell AS o;

-- Those that count.
DROP VIEW IF EXISTS facts.cell CASCADE;
CREATE VIEW facts.cell AS
SELECT c.relation, c.mof_div_code, c.doc_id, c.table_name, c.row_no, c.label, c.classification, c.subject, c.measure,
       c.column_name, c.amount, c.is_count, c.is_subtracted
  FROM facts.printed_cell AS c
  LEFT JOIN facts.expenditure_layout AS l
    ON l.mof_div_code = c.mof_div_code AND l.doc_id = c.doc_id AND c.relation = 'expenditure_by_function'
 WHERE (c.when_source IS NULL OR c.when_source = l.expenditure_source)
   AND (c.when_within IS NULL OR c.when_within = l.carryover_within)
   AND (NOT c.when_no_funds OR l.funds_printed IS NOT TRUE);
