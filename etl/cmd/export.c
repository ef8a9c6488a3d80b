#include "export/export.h"

#include <inttypes.h>
#include <string.h>

#include "cmd/cmd.h"

static bool add_format(const char *name, size_t length, unsigned *formats)
{
    static const struct {
        const char *name;
        enum export_format format;
    } known[] = {{"csv", EXPORT_CSV}, {"jsonl", EXPORT_JSONL}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) == length && strncmp(known[i].name, name, length) == 0) {
            *formats |= known[i].format;
            return true;
        }
    }
    return false;
}

static bool read_formats(const char *list, unsigned *formats, struct err *err)
{
    *formats = 0;
    for (const char *name = list;; name++) {
        size_t length = strcspn(name, ",");
        if (!add_format(name, length, formats)) {
            return err_set(err, ERR_USAGE, "--format is csv, jsonl, or both: csv,jsonl; not \"%s\"",
                           list);
        }
        name += length;
        if (*name == '\0') {
            return true;
        }
    }
}

static bool read_options(struct export_options *options, int argc, char **argv, struct err *err)
{
    const char *year = NULL;
    const char *formats = "csv,jsonl";
    const struct cmd_option known[] = {{"out", NULL, &options->out},
                                       {"year", NULL, &year},
                                       {"division", NULL, &options->division},
                                       {"format", NULL, &formats},
                                       {0}};
    struct cmd_reader reader = {.options = known};
    if (!cmd_options(&reader, argc, argv, err)) {
        return false;
    }
    if (argv[1] != NULL) {
        return err_set(err, ERR_USAGE, "export takes no argument, but was given \"%s\"", argv[1]);
    }
    if (options->out == NULL || options->out[0] == '\0') {
        return err_set(err, ERR_USAGE, "export needs --out DIR");
    }
    if (year != NULL && !cmd_year(year, &options->year, err)) {
        return false;
    }
    return read_formats(formats, &options->formats, err);
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void say(const struct cmd *cmd, const struct export_options *options,
                const struct export_summary *summary)
{
    if (summary->directories == 0) {
        cmd_say(cmd, "export: nothing to export: no rollup of such a division and year.");
        return;
    }
    cmd_say(cmd,
            "export: %" PRId64 " row%s of %" PRId64 " division-year%s in %" PRId64
            " files (%" PRId64 " bytes) below %s.",
            summary->rows, plural(summary->rows), summary->directories,
            plural(summary->directories), summary->files, summary->bytes, options->out);
}

bool cmd_export(struct cmd *cmd, int argc, char **argv, struct err *err)
{
    struct export_options options = {0};
    struct export_summary summary;
    struct pg *pg = NULL;
    if (!read_options(&options, argc, argv, err) || !cmd_connect_ready(cmd, &pg, err)) {
        return false;
    }
    bool fine = export_run(pg, &options, &summary, err);
    pg_close(pg);
    if (fine) {
        say(cmd, &options, &summary);
    }
    return fine;
}
