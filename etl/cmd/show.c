#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "export/show.h"

/* The documents that fit the selection: of each agency, year, stage and scope the highest revision,
 * or the one asked for. */
static const char query[] =
    "SELECT DISTINCT ON (d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code)"
    " d.mof_div_code, d.doc_id, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, d.agency_name,"
    " d.revision FROM etl.document d WHERE NOT d.orphan"
    " AND ($1::integer IS NULL OR d.fiscal_year = $1::integer)"
    " AND ($2::text IS NULL OR d.mof_div_code = $2::text)"
    " AND ($3::text IS NULL OR d.dept_code = $3::text)"
    " AND ($4::text IS NULL OR d.agency_code = $4::text)"
    " AND ($5::text IS NULL OR d.scope = $5::text)"
    " AND ($6::text IS NULL OR d.bgt_stage = $6::text)"
    " AND CASE WHEN $7::integer IS NULL THEN d.withdrawn_at IS NULL"
    "          ELSE d.revision = $7::integer END"
    " ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, d.revision DESC,"
    " d.doc_id DESC";

/* A line each, as a message is one line. */
static bool say_several(const struct pg_result *found, struct err *err)
{
    enum { LISTED = 10 };
    for (int r = 0; r < pg_rows(found) && r < LISTED; r++) {
        log_warning("fits: --division %s --year %s --stage %s --scope %s --agency %s  (%s)",
                    pg_value(found, r, 0), pg_value(found, r, 2), pg_value(found, r, 3),
                    pg_value(found, r, 4), pg_value(found, r, 5), pg_value(found, r, 6));
    }
    return err_set(err, ERR_USAGE,
                   "%d documents fit; narrow it down by --year, --division, --agency, --scope or "
                   "--stage",
                   pg_rows(found));
}

static bool show_one(struct pg *pg, const struct pg_result *found, struct err *err)
{
    if (pg_rows(found) == 0) {
        return err_set(err, ERR_USAGE, "no loaded document fits");
    }
    if (pg_rows(found) > 1) {
        return say_several(found, err);
    }
    struct buf out = {0};
    bool fine = show_document(pg, pg_value(found, 0, 0), pg_value(found, 0, 1), &out, err);
    if (fine && fwrite(out.data, 1, out.length, stdout) != out.length) {
        fine = err_errno(err, ERR_IO, "standard output");
    }
    buf_clear(&out);
    return fine;
}

bool cmd_show(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    const char *scope = NULL;
    const char *stage = NULL;
    const char *revision = NULL;
    const struct cmd_option options[] = {
        {"scope", NULL, &scope}, {"stage", NULL, &stage}, {"revision", NULL, &revision}, {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (!cmd_number(revision, "--revision", err)) {
        return false;
    }
    const char *const params[] = {
        selection.year, selection.division, selection.dept, selection.agency, scope, stage,
        revision};
    struct pg *pg = NULL;
    struct pg_result *found = NULL;
    bool fine = cmd_connect_ready(cmd, &pg, err) && pg_query(pg, query, 7, params, &found, err) &&
                show_one(pg, found, err);
    pg_free(found);
    pg_close(pg);
    return fine;
}
