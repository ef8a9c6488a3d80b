#include "transform/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/log.h"
#include "transform/logic.h"
#include "transform/planner.h"
#include "transform/rule.h"

enum { NUMBER_SIZE = 24 }; /* any int64 as text */

/* A check under way. */
struct check {
    struct run *run;
    struct rule_set rules;
    char run_id[NUMBER_SIZE];
    char rules_hash[DIGEST_HEX_SIZE];
};

/* The rule's rows become findings. Whether a difference is rounding is decided here, the same for
 * all rules. */
static const char insert_before[] =
    "INSERT INTO etl.finding (mof_div_code, doc_id, run_id, rule_id, severity, table_name, row_no,"
    " row_label, column_name, expected, actual, difference, tolerance, unit, message, hint)\n"
    "SELECT f.mof_div_code, f.doc_id, $1::bigint, f.rule_id,"
    " CASE WHEN abs(f.actual - f.expected) <= f.tolerance THEN 'rounding' ELSE r.severity END,"
    " f.table_name, f.row_no, f.row_label, f.column_name, f.expected, f.actual,"
    " f.actual - f.expected, f.tolerance, f.unit, f.message, f.hint\n"
    "FROM (\n";
static const char insert_after[] =
    "\n) AS f\nLEFT JOIN ref.rule AS r ON r.rule_id = f.rule_id AND r.file = $2";

/* Any change of a rule or of what rules share makes the documents be checked anew. */
static void hash_rules(char hex[DIGEST_HEX_SIZE])
{
    static const char *const folders[] = {"20_staging", "30_rules"};
    logic_hash(folders, sizeof folders / sizeof folders[0], hex);
}

/* Documents of complete runs and of this one, not withdrawn; without `all` only those not yet
 * checked so, and whose findings may have changed through others. */
static bool fill_scope(struct check *check, bool all, int64_t *documents, struct err *err)
{
    static const char fill[] = "SELECT etl.fill_check_scope($1::bigint, $2, $3::boolean)";
    const char *const params[] = {check->run_id, check->rules_hash, all ? "true" : "false"};
    struct pg_result *result;
    if (!pg_exec(check->run->pg, "TRUNCATE etl.check_scope", err) ||
        !pg_query(check->run->pg, fill, 3, params, &result, err)) {
        return false;
    }
    *documents = strtoll(pg_value(result, 0, 0), NULL, 10);
    pg_free(result);
    /* The planner must know whether it is one document or all of them. */
    return pg_exec(check->run->pg, "ANALYZE etl.check_scope", err);
}

/*
 * For a few documents the planner does well by itself. For many it takes the joins by division,
 * document and table, whose keys depend on one another, for thousands of times smaller than they
 * are, and loops over them.
 */
static bool set_planner(const struct check *check, int64_t documents, struct err *err)
{
    enum { FEW = 10 };
    static const char any[] = "SET LOCAL jit = off; SET LOCAL work_mem = '256MB'";
    static const char many[] = "SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off";
    return pg_exec(check->run->pg, any, err) &&
           (documents <= FEW || pg_exec(check->run->pg, many, err));
}

/* What many rules look at is put down once: the totals and the subjects of each document. */
static bool fill_relations(const struct check *check, struct err *err)
{
    return pg_exec(check->run->pg, "SELECT etl.fill_check_relations()", err) &&
           pg_exec(check->run->pg, "ANALYZE etl.check_totals, etl.check_codes", err);
}

static bool store_rules(const struct check *check, struct err *err)
{
    static const char insert[] =
        "INSERT INTO ref.rule (rule_id, severity, title, file) VALUES ($1, $2, $3, $4)";
    if (!pg_exec(check->run->pg, "DELETE FROM ref.rule", err)) {
        return false;
    }
    for (size_t i = 0; i < check->rules.file_count; i++) {
        const struct rule_file *file = &check->rules.files[i];
        for (size_t j = 0; j < file->rule_count; j++) {
            const struct rule *rule = &file->rules[j];
            const char *const params[] = {rule->id, rule->severity, rule->title, file->path};
            if (!pg_query(check->run->pg, insert, 4, params, NULL, err)) {
                return err_context(err, "can't note rule %s", rule->id);
            }
        }
    }
    return true;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static bool run_rule_file(const struct check *check, const struct rule_file *file, struct err *err)
{
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct buf sql = {0};
    buf_puts(&sql, insert_before);
    buf_puts(&sql, file->select);
    buf_puts(&sql, insert_after);
    const char *const params[] = {check->run_id, file->path};
    struct pg_result *result;
    bool fine = pg_query(check->run->pg, buf_cstr(&sql), 2, params, &result, err);
    buf_clear(&sql);
    if (!fine) {
        return err_context(err, "rule file %s", file->path);
    }
    log_debug("%s: %" PRId64 " findings in %.2f s", file->path, pg_affected(result),
              seconds_since(&start));
    pg_free(result);
    return true;
}

static bool run_rules(const struct check *check, struct err *err)
{
    for (size_t i = 0; i < check->rules.file_count; i++) {
        if (!run_rule_file(check, &check->rules.files[i], err)) {
            return false;
        }
    }
    return true;
}

static bool note_checked(const struct check *check, struct err *err)
{
    static const char insert[] =
        "INSERT INTO etl.document_check (mof_div_code, doc_id, run_id, rules_hash)"
        " SELECT s.mof_div_code, s.doc_id, $1::bigint, $2 FROM etl.check_scope AS s";
    const char *const params[] = {check->run_id, check->rules_hash};
    return pg_query(check->run->pg, insert, 2, params, NULL, err) &&
           pg_exec(check->run->pg, "TRUNCATE etl.check_scope, etl.check_totals, etl.check_codes",
                   err);
}

static bool count_findings(const struct check *check, struct check_summary *summary,
                           struct err *err)
{
    static const char count[] = "SELECT count(*) FILTER (WHERE f.severity = 'error'),"
                                " count(*) FILTER (WHERE f.severity = 'warning'),"
                                " count(*) FILTER (WHERE f.severity = 'rounding')"
                                " FROM etl.finding AS f WHERE f.run_id = $1::bigint";
    const char *const params[] = {check->run_id};
    struct pg_result *result;
    if (!pg_query(check->run->pg, count, 1, params, &result, err)) {
        return false;
    }
    summary->errors = strtoll(pg_value(result, 0, 0), NULL, 10);
    summary->warnings = strtoll(pg_value(result, 0, 1), NULL, 10);
    summary->roundings = strtoll(pg_value(result, 0, 2), NULL, 10);
    pg_free(result);
    return true;
}

static bool check_documents(struct check *check, bool all, struct check_summary *summary,
                            struct err *err)
{
    static const char set[] = "SELECT set_config('huizong.run_id', $1, true)";
    const char *const params[] = {check->run_id};
    if (!pg_query(check->run->pg, set, 1, params, NULL, err) || !store_rules(check, err) ||
        !fill_scope(check, all, &summary->documents, err) ||
        !set_planner(check, summary->documents, err) || !fill_relations(check, err)) {
        return false;
    }
    if (summary->documents > 0 && !run_rules(check, err)) {
        return false;
    }
    return note_checked(check, err) && count_findings(check, summary, err) &&
           planner_reset(check->run->pg, err);
}

static bool in_own_transaction(struct check *check, bool all, struct check_summary *summary,
                               struct err *err)
{
    struct pg *pg = check->run->pg;
    if (!pg_exec(pg, "BEGIN", err)) {
        return false;
    }
    if (check_documents(check, all, summary, err) && pg_exec(pg, "COMMIT", err)) {
        return true;
    }
    struct err undo;
    if (!pg_lost(pg) && !pg_exec(pg, "ROLLBACK", &undo)) {
        log_warning("can't roll the check back: %s", undo.message);
    }
    return false;
}

bool check_run(struct run *run, bool all, struct check_summary *summary, struct err *err)
{
    *summary = (struct check_summary){0};
    struct check check = {.run = run};
    snprintf(check.run_id, sizeof check.run_id, "%" PRId64, run->id);
    hash_rules(check.rules_hash);
    const struct sqlfile *files;
    size_t count = sqlfile_list("30_rules", &files);
    if (!rule_set_read(&check.rules, files, count, err)) {
        return false;
    }
    bool fine = pg_in_transaction(run->pg) ? check_documents(&check, all, summary, err)
                                           : in_own_transaction(&check, all, summary, err);
    rule_set_clear(&check.rules);
    if (!fine) {
        return err_context(err, "can't check the documents");
    }
    run->checked += summary->documents;
    run->findings += summary->errors + summary->warnings + summary->roundings;
    return true;
}
