#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/cmd.h"
#include "cmd/figure.h"

/* What one of the options that name a figure asks for. */
struct figure {
    const char *relation;
    const char *subject; /* NULL: the relation's total, or its only row */
    const char *measure;
};

static const char query[] =
    "SELECT t.dept, t.agency, t.agency_name, t.document, t.table_name, t.row_no, t.row_label,"
    " t.column_name, t.printed, t.amount"
    " FROM rollup.trace($1, $2::integer, $3, $4, $5, $6, $7, $8, coalesce($9, 'budget'),"
    " $10::boolean) AS t";

enum { PARAMS = 10 };

/* Columns of it. */
enum { COLUMN_DEPT, COLUMN_AGENCY, COLUMN_DOCUMENT = 3, COLUMN_AMOUNT = 9 };

/* The figure itself, and what its cells, whose amounts are $11, add up to. */
static const char check[] = "SELECT pg_catalog.to_char(f.figure, 'FM999,999,999,999,999,990.00'),"
                            " pg_catalog.to_char(s.amount, 'FM999,999,999,999,999,990.00')"
                            " FROM (SELECT rollup.figure($1, $2::integer, $3, $4, $5, $6, $7, $8,"
                            " coalesce($9, 'budget'), $10::boolean) AS figure) AS f,"
                            " (SELECT pg_catalog.sum(a.amount) AS amount"
                            " FROM pg_catalog.unnest($11::numeric[]) AS a (amount)) AS s";

static bool pick(struct figure *figure, const char *relation, const char *subject, bool named,
                 struct err *err)
{
    if (!named) {
        return true;
    }
    if (figure->relation != NULL) {
        return err_set(err, ERR_USAGE, "only one figure can be traced at a time");
    }
    figure->relation = relation;
    figure->subject = subject != NULL && strcmp(subject, "total") != 0 ? subject : NULL;
    return true;
}

struct wanted {
    const char *function, *economic, *source, *three_public, *appropriation, *measure,
        *classification, *stage;
    bool operating, projects, procurement, assets, below;
};

static bool read_figure(const struct wanted *w, struct figure *figure, struct err *err)
{
    *figure = (struct figure){.measure = w->measure};
    bool fine = pick(figure, "expenditure_by_function", w->function, w->function != NULL, err) &&
                pick(figure, "expenditure_by_economic", w->economic, w->economic != NULL, err) &&
                pick(figure, "revenue_by_source", w->source, w->source != NULL, err) &&
                pick(figure, "three_public", w->three_public, w->three_public != NULL, err) &&
                pick(figure, "appropriation_by_function", w->appropriation,
                     w->appropriation != NULL, err) &&
                pick(figure, "operating_expenses", NULL, w->operating, err) &&
                pick(figure, "project_totals", NULL, w->projects, err) &&
                pick(figure, "procurement", NULL, w->procurement, err) &&
                pick(figure, "state_assets", NULL, w->assets, err);
    if (!fine) {
        return false;
    }
    /* These two have a row named total. */
    if (w->source != NULL) {
        figure->subject = w->source;
    } else if (w->three_public != NULL) {
        figure->subject = w->three_public;
    }
    return figure->relation != NULL ||
           err_set(err, ERR_USAGE,
                   "which figure: --function, --economic, --source, --three-public,"
                   " --appropriation, --operating, --projects, --procurement or"
                   " --assets");
}

/* What there isn't has no cells: better to say so than to find nothing. */
static bool check_names(const struct wanted *w, const struct figure *figure, struct err *err)
{
    return figure_check_subject("expenditure_by_function", "--function", w->function, err) &&
           figure_check_subject("expenditure_by_economic", "--economic", w->economic, err) &&
           figure_check_subject("revenue_by_source", "--source", w->source, err) &&
           figure_check_subject("three_public", "--three-public", w->three_public, err) &&
           figure_check_subject("appropriation_by_function", "--appropriation", w->appropriation,
                                err) &&
           figure_check_measure(figure->relation, figure->measure, err) &&
           figure_check_classification(w->classification, err) && figure_check_stage(w->stage, err);
}

/* The cells come document by document. */
static int count_documents(const struct pg_result *cells)
{
    static const int columns[] = {COLUMN_DEPT, COLUMN_AGENCY, COLUMN_DOCUMENT};
    int documents = 0;
    for (int r = 0; r < pg_rows(cells); r++) {
        bool same = r > 0;
        for (size_t i = 0; same && i < sizeof columns / sizeof columns[0]; i++) {
            same = strcmp(pg_value(cells, r, columns[i]), pg_value(cells, r - 1, columns[i])) == 0;
        }
        documents += !same;
    }
    return documents;
}

static bool say_sum(struct cmd *cmd, struct pg *pg, const struct pg_result *cells,
                    const char *const params[PARAMS], struct err *err)
{
    struct buf amounts = {0};
    buf_putc(&amounts, '{');
    for (int r = 0; r < pg_rows(cells); r++) {
        buf_puts(&amounts, r > 0 ? "," : "");
        buf_puts(&amounts, pg_value(cells, r, COLUMN_AMOUNT));
    }
    buf_puts(&amounts, "}");
    const char *with_amounts[PARAMS + 1];
    memcpy(with_amounts, params, PARAMS * sizeof *params);
    with_amounts[PARAMS] = buf_cstr(&amounts);
    struct pg_result *sum = NULL;
    bool fine = pg_query(pg, check, PARAMS + 1, with_amounts, &sum, err);
    buf_clear(&amounts);
    if (!fine) {
        return false;
    }
    const char *figure = pg_value(sum, 0, 0);
    const char *added = pg_value(sum, 0, 1);
    if (figure == NULL && added == NULL) {
        cmd_say(cmd, "no document in force prints anything of this figure");
    } else if (figure != NULL && added != NULL && strcmp(figure, added) == 0) {
        cmd_say(cmd, "%s: the sum of %d cells of %d documents", figure, pg_rows(cells),
                count_documents(cells));
    } else {
        fine = err_set(err, ERR_INTERNAL, "the rollup says %s, but the cells add up to %s",
                       figure != NULL ? figure : "nothing", added != NULL ? added : "nothing");
    }
    pg_free(sum);
    return fine;
}

static bool trace(struct cmd *cmd, const struct wanted *w, const struct cmd_selection *selection,
                  enum cmd_format format, struct err *err)
{
    struct figure figure;
    if (!read_figure(w, &figure, err) || !check_names(w, &figure, err)) {
        return false;
    }
    const char *const params[] = {figure.relation,
                                  selection->year,
                                  selection->division,
                                  figure.subject,
                                  figure.measure,
                                  selection->dept,
                                  selection->agency,
                                  w->classification,
                                  w->stage,
                                  w->below ? "true" : "false"};
    struct pg *pg = NULL;
    struct pg_result *cells = NULL;
    bool fine =
        cmd_connect_ready(cmd, &pg, err) && pg_query(pg, query, PARAMS, params, &cells, err);
    if (fine) {
        cmd_print_rows(format, cells);
        fine = say_sum(cmd, pg, cells, params, err);
    }
    pg_free(cells);
    pg_close(pg);
    return fine;
}

bool cmd_trace(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct cmd_selection selection = {0};
    enum cmd_format format = CMD_TABLE;
    struct wanted w = {0};
    const struct cmd_option options[] = {{"function", NULL, &w.function},
                                         {"economic", NULL, &w.economic},
                                         {"source", NULL, &w.source},
                                         {"three-public", NULL, &w.three_public},
                                         {"appropriation", NULL, &w.appropriation},
                                         {"measure", NULL, &w.measure},
                                         {"classification", NULL, &w.classification},
                                         {"stage", NULL, &w.stage},
                                         {"operating", &w.operating, NULL},
                                         {"projects", &w.projects, NULL},
                                         {"procurement", &w.procurement, NULL},
                                         {"assets", &w.assets, NULL},
                                         {"below", &w.below, NULL},
                                         {0}};
    struct cmd_reader reader = {.options = options, .selection = &selection, .format = &format};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (selection.year == NULL || selection.division == NULL) {
        return err_set(err, ERR_USAGE, "trace needs --year and --division");
    }
    if (w.below && (selection.dept != NULL || selection.agency != NULL)) {
        return err_set(err, ERR_USAGE, "--below takes no --dept and no --agency");
    }
    return trace(cmd, &w, &selection, format, err);
}
