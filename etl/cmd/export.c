#include "export/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "export/verify.h"

static bool add_format(const char *name, size_t length, unsigned *formats)
{
    static const struct {
        const char *name;
        enum export_format format;
    } known[] = {
        {"csv", EXPORT_CSV}, {"jsonl", EXPORT_JSONL}, {"xlsx", EXPORT_XLSX}, {"html", EXPORT_HTML}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) == length && strncmp(known[i].name, name, length) == 0) {
            *formats |= known[i].format;
            return true;
        }
    }
    return false;
}

bool cmd_export_formats(const char *list, unsigned *formats, struct err *err)
{
    *formats = 0;
    for (const char *name = list;; name++) {
        size_t length = strcspn(name, ",");
        if (!add_format(name, length, formats)) {
            return err_set(err, ERR_USAGE,
                           "formats are one or several of csv,jsonl,xlsx,html; not \"%s\"", list);
        }
        name += length;
        if (*name == '\0') {
            return true;
        }
    }
}

/* One of two words. */
static bool read_choice(const char *option, const char *value, const char *no, const char *yes,
                        bool *chosen, struct err *err)
{
    *chosen = strcmp(value, yes) == 0;
    return *chosen || strcmp(value, no) == 0 ||
           err_set(err, ERR_USAGE, "--%s is %s or %s, not \"%s\"", option, no, yes, value);
}

/* "2024:2025" */
static bool read_compare(const char *text, struct export_shape *shape, struct err *err)
{
    char years[2][8];
    size_t length = strcspn(text, ":");
    const char *last = text[length] == ':' ? text + length + 1 : "";
    snprintf(years[0], sizeof years[0], "%.*s", (int)(length < 7 ? length : 7), text);
    snprintf(years[1], sizeof years[1], "%s", last);
    if (!cmd_year(years[0], &shape->first, err) || !cmd_year(years[1], &shape->last, err)) {
        return err_context(err, "--compare");
    }
    if (shape->first >= shape->last || shape->last - shape->first >= EXPORT_YEARS_MAX) {
        return err_set(err, ERR_USAGE,
                       "--compare takes two years, the earlier first, at most %d apart: 2024:2025",
                       EXPORT_YEARS_MAX - 1);
    }
    return true;
}

static bool read_options(struct export_options *options, const char **verify, int argc, char **argv,
                         struct err *err)
{
    const char *year = NULL, *compare = NULL;
    const char *formats = "csv,jsonl,xlsx,html", *unit = "元", *headers = "en";
    const struct cmd_option known[] = {{"out", NULL, &options->out},
                                       {"year", NULL, &year},
                                       {"division", NULL, &options->division},
                                       {"format", NULL, &formats},
                                       {"compare", NULL, &compare},
                                       {"amount-unit", NULL, &unit},
                                       {"headers", NULL, &headers},
                                       {"verify", NULL, verify},
                                       {0}};
    struct cmd_reader reader = {.options = known};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (*verify != NULL) {
        return options->out == NULL || err_set(err, ERR_USAGE, "--verify goes without --out");
    }
    if (options->out == NULL || options->out[0] == '\0') {
        return err_set(err, ERR_USAGE, "export needs --out DIR");
    }
    static char division[CMD_DIVISION_SIZE];
    if (options->division != NULL) {
        if (!cmd_division(options->division, division, err)) {
            return false;
        }
        options->division = division;
    }
    return (year == NULL || cmd_year(year, &options->year, err)) &&
           (compare == NULL || read_compare(compare, &options->shape, err)) &&
           read_choice("amount-unit", unit, "元", "万元", &options->shape.wan, err) &&
           read_choice("headers", headers, "en", "zh", &options->shape.chinese, err) &&
           cmd_export_formats(formats, &options->formats, err);
}

static void say(const struct cmd *cmd, const struct export_options *options,
                const struct export_summary *summary)
{
    char removed[80] = "";
    if (summary->removed > 0) {
        snprintf(removed, sizeof removed,
                 "; %" PRId64 " division-year%s taken away, as nothing is left of it",
                 summary->removed, cmd_plural(summary->removed));
    }
    if (summary->directories == 0) {
        cmd_say(cmd, "export: nothing to export: no rollup of such a division and year%s.",
                removed);
        return;
    }
    cmd_say(cmd,
            "export: %" PRId64 " row%s of %" PRId64 " division-year%s in %" PRId64
            " files (%" PRId64 " bytes) below %s%s.",
            summary->rows, cmd_plural(summary->rows), summary->directories,
            cmd_plural(summary->directories), summary->files, summary->bytes, options->out,
            removed);
}

/* Where the database can't be reached, the files are verified by themselves. */
static bool verify(struct cmd *cmd, const char *dir, struct err *err)
{
    struct pg *pg = NULL;
    struct verify_summary summary;
    struct err unreachable = {0};
    if (!cmd_connect_ready(cmd, &pg, &unreachable)) {
        log_warning("the files are verified without the database: %s", unreachable.message);
    }
    bool fine = verify_run(dir, pg, &summary, err);
    pg_close(pg);
    if (fine) {
        cmd_say(cmd,
                "export: %" PRId64 " file%s of %" PRId64 " division-year%s with %" PRId64
                " row%s verified; %" PRId64 " table%s compared with the database.",
                summary.files, cmd_plural(summary.files), summary.directories,
                cmd_plural(summary.directories), summary.rows, cmd_plural(summary.rows),
                summary.compared, cmd_plural(summary.compared));
    }
    return fine;
}

bool cmd_export(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct export_options options = {.threads = cmd->jobs > 1, .connections = cmd->jobs};
    struct export_summary summary;
    const char *verified = NULL;
    struct pg *pg = NULL;
    if (!read_options(&options, &verified, argc, argv, err)) {
        return false;
    }
    if (verified != NULL) {
        return verify(cmd, verified, err);
    }
    if (!cmd_connect_ready(cmd, &pg, err)) {
        return false;
    }
    options.conninfo = cmd_conninfo(cmd, err);
    bool fine = options.conninfo != NULL && export_run(pg, &options, &summary, err);
    pg_close(pg);
    if (fine) {
        say(cmd, &options, &summary);
    }
    return fine;
}
