#include "transform/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "transform/rule_book.h"
#include "transform/rule_run.h"
#include "transform/rule_session.h"

enum { NUMBER_SIZE = 24 }; /* any int64 as text */

/* A check under way. */
struct check {
    struct run *run;
    const struct check_options *options;
    struct rule_book book;
    struct rule_run rules;
    char run_id[NUMBER_SIZE];
    char rules_hash[DIGEST_HEX_SIZE];
};

static void roll_back(struct pg *pg)
{
    struct err undo;
    if (!pg_lost(pg) && pg_in_transaction(pg) && !pg_exec(pg, "ROLLBACK", &undo)) {
        log_warning("can't roll the check back: %s", undo.message);
    }
}

/* Documents of complete runs and of this one, not withdrawn; without `all` only those not yet
 * checked so, and whose findings may have changed through others. */
static bool fill_scope(struct check *check, bool retry, int64_t *documents, struct err *err)
{
    static const char fill[] =
        "SELECT etl.fill_check_scope($1::bigint, $2, $3::boolean, $4::boolean)";
    const char *const params[] = {check->run_id, check->rules_hash,
                                  check->options->all ? "true" : "false", retry ? "true" : "false"};
    struct pg_result *result;
    if (!pg_exec(check->run->pg, "SELECT etl.clear_check()", err) ||
        !pg_query(check->run->pg, fill, 4, params, &result, err)) {
        return false;
    }
    *documents = strtoll(pg_value(result, 0, 0), NULL, 10);
    pg_free(result);
    /* The planner must know whether it is one document or all of them. */
    return pg_exec(check->run->pg, "SELECT etl.analyze_check('scope')", err);
}

/* Puts down, for all connections to see, which documents are checked. */
static bool prepare(struct check *check, bool retry, int64_t *documents, struct err *err)
{
    if (!pg_exec(check->run->pg, "BEGIN", err)) {
        return false;
    }
    if (fill_scope(check, retry, documents, err) && pg_exec(check->run->pg, "COMMIT", err)) {
        return true;
    }
    roll_back(check->run->pg);
    return false;
}

/* Files that failed before and still can't run are noted as faults, the others in `again`; *gone
 * where there is one that can't be tried. */
static bool prepare_owed(struct check *check, const struct pg_result *owed, bool *again, bool *gone,
                         struct err *err)
{
    const struct rule_set *set = &check->book.set;
    const struct rule_session session = {.pg = check->run->pg, .run_id = check->run->id};
    for (int row = 0; row < pg_rows(owed); row++) {
        size_t file = 0;
        while (file < set->file_count &&
               strcmp(set->files[file].path, pg_value(owed, row, 0)) != 0) {
            file++;
        }
        struct err why = {0};
        if (file == set->file_count) {
            *gone = true;
            continue;
        }
        if (!rule_session_try(&session, &set->files[file], &again[file], &why, err)) {
            return false;
        }
        if (!again[file]) {
            log_error("rule file %s still fails: %s", set->files[file].path, why.message);
            rule_run_fault(&check->rules, file, why.message);
        }
    }
    return true;
}

/* Runs the files of `again` alone over the documents that owe their findings: what fails on these
 * figures would fail every night, and all other rules would have run for nothing. */
static bool run_owed(struct check *check, const bool *again, bool *retry, struct err *err)
{
    struct rule_run *rules = &check->rules;
    if (!prepare(check, true, &rules->documents, err)) {
        return false;
    }
    rules->only = again;
    bool fine = rules->documents == 0 || rule_run(rules, err);
    rules->only = NULL;
    for (size_t i = 0; i < check->book.set.file_count; i++) {
        *retry = *retry || (again[i] && rules->faults[i] == NULL);
    }
    return fine;
}

static bool try_owed(struct check *check, const struct pg_result *owed, bool *retry,
                     struct err *err)
{
    size_t count = check->book.set.file_count;
    bool *again = mem_zalloc((count + 1) * sizeof *again);
    bool fine = prepare_owed(check, owed, again, retry, err);
    if (fine && !*retry && memchr(again, true, count) != NULL) {
        fine = run_owed(check, again, retry, err);
    }
    free(again);
    return fine;
}

/* Whether documents that owe findings of a rule that failed are to be checked again. */
static bool find_retry(struct check *check, bool *retry, struct err *err)
{
    static const char owed[] = "SELECT o.file FROM etl.owed_rule_files($1) AS o ORDER BY 1";
    const char *const params[] = {check->rules_hash};
    struct pg_result *result;
    if (!pg_query(check->run->pg, owed, 1, params, &result, err)) {
        return false;
    }
    bool fine = try_owed(check, result, retry, err);
    pg_free(result);
    return fine;
}

static bool note_faults(const struct check *check, struct buf *rules, struct err *err)
{
    static const char insert[] =
        "INSERT INTO etl.rule_fault (run_id, file, message) VALUES ($1::bigint, $2, $3)";
    for (size_t i = 0; i < check->book.set.file_count; i++) {
        const struct rule_file *file = &check->book.set.files[i];
        const char *const params[] = {check->run_id, file->path, check->rules.faults[i]};
        if (params[2] == NULL) {
            continue;
        }
        if (!pg_query(check->run->pg, insert, 3, params, NULL, err)) {
            return false;
        }
        for (size_t j = 0; j < file->rule_count; j++) {
            buf_printf(rules, " %s", file->rules[j].id);
        }
    }
    return true;
}

static bool publish_findings(const struct check *check, struct check_summary *summary,
                             struct err *err)
{
    static const char publish[] = "SELECT p.errors, p.warnings, p.roundings"
                                  " FROM etl.publish_check($1::bigint, $2,"
                                  " string_to_array(ltrim($3), ' ')) AS p";
    struct pg_result *result = NULL;
    struct buf failed = {0};
    bool fine =
        rule_book_store(&check->book, check->run->pg, err) && note_faults(check, &failed, err);
    const char *const params[] = {check->run_id, check->rules_hash, buf_cstr(&failed)};
    fine = fine && pg_query(check->run->pg, publish, 3, params, &result, err) &&
           pg_exec(check->run->pg, "SELECT etl.clear_check()", err);
    buf_clear(&failed);
    if (fine) {
        summary->errors = strtoll(pg_value(result, 0, 0), NULL, 10);
        summary->warnings = strtoll(pg_value(result, 0, 1), NULL, 10);
        summary->roundings = strtoll(pg_value(result, 0, 2), NULL, 10);
    }
    pg_free(result);
    return fine;
}

static int64_t count_failed(const struct check *check)
{
    int64_t failed = 0;
    for (size_t i = 0; i < check->book.set.file_count; i++) {
        failed += check->rules.faults[i] != NULL;
    }
    return failed;
}

static bool publish(const struct check *check, struct check_summary *summary, struct err *err)
{
    struct pg *pg = check->run->pg;
    double start = clock_seconds();
    if (!pg_exec(pg, "BEGIN", err)) {
        return false;
    }
    summary->failed = count_failed(check);
    if (publish_findings(check, summary, err) &&
        (check->options->keep_open || pg_exec(pg, "COMMIT", err))) {
        log_debug("hints, and the findings recorded: %.2f s", clock_seconds() - start);
        return true;
    }
    roll_back(pg);
    return false;
}

static bool check_documents(struct check *check, struct check_summary *summary, struct err *err)
{
    check->rules = (struct rule_run){.pg = check->run->pg,
                                     .conninfo = check->options->conninfo,
                                     .jobs = check->options->jobs,
                                     .book = &check->book,
                                     .run_id = check->run->id};
    rule_run_init(&check->rules);
    bool retry = false;
    bool fine = rule_book_hash(&check->book, check->run->pg, check->rules_hash, err) &&
                (check->options->all || find_retry(check, &retry, err)) &&
                prepare(check, retry, &check->rules.documents, err) &&
                (check->rules.documents == 0 || rule_run(&check->rules, err)) &&
                publish(check, summary, err);
    summary->documents = check->rules.documents;
    rule_run_clear(&check->rules);
    return fine;
}

bool check_run(struct run *run, const struct check_options *options, struct check_summary *summary,
               struct err *err)
{
    *summary = (struct check_summary){0};
    struct check check = {.run = run, .options = options};
    snprintf(check.run_id, sizeof check.run_id, "%" PRId64, run->id);
    if (!rule_book_open(&check.book, options->rules_dir, err)) {
        return false;
    }
    bool fine = check_documents(&check, summary, err);
    rule_book_close(&check.book);
    if (!fine) {
        return err_context(err, "can't check the documents");
    }
    run->checked += summary->documents;
    run->findings += summary->errors + summary->warnings + summary->roundings;
    return true;
}

bool check_store_rules(struct pg *pg, const char *rules_dir, struct err *err)
{
    struct rule_book book;
    if (!rule_book_open(&book, rules_dir, err)) {
        return false;
    }
    bool fine =
        pg_exec(pg, "BEGIN", err) && rule_book_store(&book, pg, err) && pg_exec(pg, "COMMIT", err);
    if (!fine) {
        roll_back(pg);
    }
    rule_book_close(&book);
    return fine;
}
