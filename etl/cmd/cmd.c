#include "cmd/cmd.h"

#include <getopt.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/secrets.h"
#include "pg/sqlfile.h"

static const struct cmd_entry entries[] = {
    {"init", "", "create or upgrade the schemas, load reference data",
     "  Reads the CSV files of the configuration's reference_dir. Can be run again at any time.\n"
     "Example: huizong init\n",
     cmd_init},
    {"load", "PATH…", "ingest disclosures into staging",
     "  PATH is a file (.json, .jsonl, .ndjson, each also .gz), a directory, or - for JSON Lines "
     "on\n"
     "  standard input; names that begin with a dash go after --. Documents that are already there "
     "are\n"
     "  recognised; a higher revision replaces a lower one. Exit code 65: documents were rejected, "
     "the\n"
     "  others are loaded.\n"
     "  --rehash    read all files, also those that look (size, time, inode) as a run took them\n"
     "Example: huizong load /data/disclosures/2025\n",
     cmd_load},
    {"check", "", "run the reconciliation rules over what is loaded",
     "  --all    check all documents again, not only those that are new\n"
     "  The rules run over --jobs connections. One that fails is named, stops no other, and is "
     "tried "
     "again\n"
     "  by the next run; exit code 65.\n"
     "Example: huizong check\n",
     cmd_check},
    {"rollup", "", "bring the city-level rollups up to date",
     "  --all    recompute all divisions and years, not only those that changed\n"
     "Example: huizong rollup\n",
     cmd_rollup},
    {"export", "", "write the compressed summaries",
     "  --out DIR            where to (required): DIR/<division>/<year>/ gets <relation>.csv.gz "
     "and\n"
     "                       .jsonl.gz, forms-<year>.xlsx, report-<year>.html, datapackage.json. "
     "Of a\n"
     "                       division and year whose documents were all withdrawn they are taken "
     "away\n"
     "  --year Y             only this year\n"
     "  --division CODE      only this division\n"
     "  --format LIST        of csv,jsonl,xlsx,html (default: all)\n"
     "  --compare Y0:Y1      also yoy_<relation>: each year after Y0 with the one before; and, for "
     "more\n"
     "                       than two years, years_<relation>: all of them side by side\n"
     "  --amount-unit UNIT   元 (default) or 万元\n"
     "  --headers LANGUAGE   of CSV files: en (default) or zh, which Excel opens without asking\n"
     "  --verify DIR         write nothing: prove that the export in DIR is whole, and still what "
     "the\n"
     "                       database says where it can be reached. Exit code 65: it isn't\n"
     "  A directory is replaced whole; what others put there stays, but names of a-z, 0-9 and _ "
     "before\n"
     "  .csv.gz or .jsonl.gz are the export's own.\n"
     "Example: huizong export --out /srv/exports --year 2025 --compare 2024:2025\n",
     cmd_export},
    {"nightly", "[PATH…]", "load, check, rollup, export as one run",
     "  Everything becomes visible together, at the end; a run that ends in anything but 0 or 65\n"
     "  leaves rollups and exports as they were. Without PATH: paths of the configuration.\n"
     "  (Where only summary or metrics can't be written, 73 or 74, the run is complete all the "
     "same.)\n"
     "  A PATH without any file is told of (log, summary, metrics: folders_empty), and so is how\n"
     "  many files of earlier runs are gone (files_gone); it is no failure.\n"
     "  --out DIR         where the exports go; without it nothing is exported\n"
     "  --rehash          read all files, also those that look as a run took them\n"
     "  --summary FILE    write a summary of the run: JSON where FILE ends in .json, else a text\n"
     "  --metrics FILE    write metrics for the textfile collector of Prometheus\n"
     "Example: huizong nightly --out /srv/exports /data/disclosures\n",
     cmd_nightly},
    {"status", "", "last runs, coverage, who is missing, what was rejected",
     "  Sections, one or several; without any, all but those marked *:\n"
     "  --runs             the last ten runs\n"
     "  --database         documents in force, and the size of the database\n"
     "  --divisions        agencies expected and covered, of each division, year and stage\n"
     "  --departments      * the same of each department, with errors and totals\n"
     "  --missing          agencies that have published nothing\n"
     "  --held             documents held back, with their errors, and the revision that is in "
     "force\n"
     "  --rejected         documents that the last load rejected, with all faults\n"
     "  --coverage         * every agency with its status\n"
     "  --year Y, --division CODE, --dept CODE, --agency CODE\n"
     "  --format table|csv|json\n"
     "  For monitoring, exit code 65 and one line on standard error where\n"
     "  --max-age AGE      the last complete run of nightly or rollup is older (26h, 90m, 2d)\n"
     "  --min-coverage N   less than N percent of a division's agencies are covered, or nothing "
     "is\n"
     "                     known of that --division or --year\n"
     "Example: huizong status --max-age 26h --min-coverage 95 --year 2025\n",
     cmd_status},
    {"findings", "", "list findings of the last check",
     "  --rule ID, --severity error|warning|rounding\n"
     "  --explain ID|all   what a rule checks and why, its file, and what rules.csv makes of it\n"
     "  --year Y, --division CODE, --dept CODE, --agency CODE\n"
     "  --since-last       with what became of them since the check before the last one: new,\n"
     "                     resolved, persists\n"
     "  --since RUN        the same since that run (run numbers are those of huizong status)\n"
     "  --format table|csv|json   table: to be read, errors first; csv, json: with every column\n"
     "Example: huizong findings --severity error --year 2025\n",
     cmd_findings},
    {"trace", "", "which documents and printed cells a rollup figure is made of",
     "  --year Y, --division CODE (required); --dept CODE, --agency CODE, --stage budget|final\n"
     "  one of --function CODE, --economic CODE, --source S, --three-public ITEM,\n"
     "    --appropriation CODE, --operating, --projects, --procurement, --assets; CODE may be "
     "total\n"
     "  --measure COLUMN   another column of the rollup than its total\n"
     "  --classification department|government   of --economic total\n"
     "  --below            of a prefecture or a province: with all divisions below it\n"
     "  --format table|csv|json\n"
     "Example: huizong trace --year 2025 --division 141182000 --function 208\n",
     cmd_trace},
    {"changes", "", "why a total changed between two rollups",
     "  --from RUN, --to RUN   (default: the last rollup that changed something of what is\n"
     "                         asked for, and the one before)\n"
     "  --relation NAME        whose total (default: expenditure_by_function)\n"
     "  --subject S            of a class, source or item: 208, carryover, department/301\n"
     "  --year Y, --division CODE, --dept CODE, --agency CODE, --stage budget|final\n"
     "  --format table|csv|json\n"
     "Example: huizong changes --division 141182000 --year 2025 --subject 208\n",
     cmd_changes},
    {"show", "", "give a document back as it was handed in, as JSON",
     "  --year Y, --division CODE, --dept CODE, --agency CODE, --scope unit|department,\n"
     "  --stage budget|final (default: whichever there is; one document must fit),\n"
     "  --revision N (default: the highest)\n"
     "Example: huizong show --year 2025 --agency 407001\n",
     cmd_show},
    {"withdraw", "", "take a document back, with the reason",
     "  --agency CODE, --year Y, --why TEXT (required); --division CODE,\n"
     "  --scope unit|department (default: unit), --stage budget|final (default: budget),\n"
     "  --revision N (default: all revisions). The document stays in the\n"
     "  database with the reason, but counts no more; the same content handed in again stays\n"
     "  withdrawn, another is accepted.\n"
     "Example: huizong withdraw --agency 407001 --year 2025 --why '公开有误，待更正'\n",
     cmd_withdraw},
    {"prune", "", "remove what old runs left behind",
     "  --keep-runs N    keep the last N complete runs of load and nightly, and all since; of "
     "those\n"
     "                   before, rejections, notices and findings are removed, and the runs "
     "nothing\n"
     "                   refers to. A document's last check stays, whatever its age, and what\n"
     "                   findings --since-last compares with. What is known of input files goes\n"
     "                   with the last run that saw them. The record of documents, and what\n"
     "                   the rollups said (changes, rollup.as_of), stays.\n"
     "  --superseded     remove the rows of revisions too that a higher one in force has\n"
     "                   superseded; the ledger keeps them as withdrawn\n"
     "  Documents in force are never touched.\n"
     "Example: huizong prune --keep-runs 400\n",
     cmd_prune},
    {"config", "", "the configuration in force, and where each value comes from",
     "  The command line overrides the environment (HUIZONG_<KEY>, as HUIZONG_DB), that overrides\n"
     "  the file. A password in db is not shown.\n"
     "  --format table|json\n"
     "Example: huizong config\n",
     cmd_config},
    {"db", "start|stop|status|url|psql", "the embedded PostgreSQL",
     "  psql takes the options of PostgreSQL's own psql. Neither it nor url is there where --db, "
     "the\n"
     "  configuration or libpq's environment names another database.\n"
     "  A cluster is of the PostgreSQL that made it, and needs its programs, of whatever else is\n"
     "  installed. To bring it to another version, as whose it is, by a pg_dump of at least the\n"
     "  old one:\n"
     "    huizong db start && pg_dump -Fc -f old.dump \"$(huizong db url)\" && huizong db stop\n"
     "    mv \"$HUIZONG_HOME/pgdata\" \"$HUIZONG_HOME/pgdata.old\"\n"
     "    unset HUIZONG_PG_BINDIR   (the newest that is installed is taken)\n"
     "    huizong db start\n"
     "    pg_restore --no-owner --no-privileges -d \"$(huizong db url)\" old.dump\n"
     "    huizong init\n"
     "Example: huizong db psql -c 'SELECT * FROM rollup.three_public'\n",
     cmd_db},
};
enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

static const char options_help[] =
    "Options of all commands:\n"
    "  --db CONNINFO       database, as a libpq conninfo or URI (default: the configuration's db, "
    "else\n"
    "                      libpq's environment, else the embedded PostgreSQL)\n"
    "  --config FILE       configuration (default: $HUIZONG_CONFIG, else "
    "" HUIZONG_SYSCONF_DIR "/huizong.conf)\n"
    "  --jobs N            workers (default: one a processor)\n"
    "  --sql-dir DIR       read the SQL from a folder instead of the program (for who is changing "
    "it)\n"
    "  -q, -v              less and more log\n"
    "  --log-format text|json\n"
    "  --no-progress       no progress line\n"
    "  --version, --help\n";

static const char exit_help[] =
    "Exit codes: 0 all went well; 64 usage; 65 finished, but documents were rejected or held, or a "
    "rule failed;\n"
    "66 an input path is missing; 69 database; 70 internal; 73 an output can't be created; 74 I/O "
    "error;\n"
    "75 another run holds the lock; 78 configuration; 129, 130, 143 nightly was stopped by SIGHUP, "
    "SIGINT, SIGTERM.\n";

const struct cmd_entry *cmd_entries(size_t *count)
{
    *count = ENTRY_COUNT;
    return entries;
}

const char *cmd_options_help(void)
{
    return options_help;
}

const char *cmd_exit_help(void)
{
    return exit_help;
}

static void print_usage(void)
{
    printf("huizong %s: consolidates unit budget disclosures into a city's rollups\n\n"
           "Usage: huizong [OPTIONS] COMMAND [ARGS]\n\nCommands:\n",
           HUIZONG_VERSION);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        printf("  %-9s %s\n", entries[i].name, entries[i].summary);
    }
    printf("\n%s\n%s\nEach command has its own --help.\n", options_help, exit_help);
}

static void print_command_help(const struct cmd_entry *entry)
{
    printf("huizong %s: %s\n\nUsage: huizong [OPTIONS] %s %s\n%s\n%s", entry->name, entry->summary,
           entry->name, entry->arguments, entry->help, options_help);
}

static const struct cmd_entry *find_entry(const char *name)
{
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (strcmp(entries[i].name, name) == 0) {
            return &entries[i];
        }
    }
    return NULL;
}

struct globals {
    char *db; /* overwritten once it was taken over */
    const char *config, *sql_dir, *jobs, *log_format;
    bool quiet, verbose, no_progress, help, version;
};

enum {
    OPT_DB = 256,
    OPT_CONFIG,
    OPT_JOBS,
    OPT_SQL_DIR,
    OPT_LOG_FORMAT,
    OPT_NO_PROGRESS,
    OPT_HELP,
    OPT_VERSION
};

static const struct option global_options[] = {
    {"db", required_argument, NULL, OPT_DB},
    {"config", required_argument, NULL, OPT_CONFIG},
    {"jobs", required_argument, NULL, OPT_JOBS},
    {"sql-dir", required_argument, NULL, OPT_SQL_DIR},
    {"log-format", required_argument, NULL, OPT_LOG_FORMAT},
    {"no-progress", no_argument, NULL, OPT_NO_PROGRESS},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

static bool read_global(struct globals *g, int option)
{
    switch (option) {
    case OPT_DB:
        g->db = optarg;
        return true;
    case OPT_CONFIG:
        g->config = optarg;
        return true;
    case OPT_JOBS:
        g->jobs = optarg;
        return true;
    case OPT_SQL_DIR:
        g->sql_dir = optarg;
        return true;
    case OPT_LOG_FORMAT:
        g->log_format = optarg;
        return true;
    case OPT_NO_PROGRESS:
        g->no_progress = true;
        return true;
    case OPT_HELP:
        g->help = true;
        return true;
    case OPT_VERSION:
        g->version = true;
        return true;
    case 'q':
        g->quiet = true;
        return true;
    case 'v':
        g->verbose = true;
        return true;
    default:
        return false;
    }
}

/*
 * Takes the options of all commands out of argv, wherever they stand (but after "--", and after `db
 * psql`, whose options are psql's), and leaves the rest, in order, in argv[0 … *left).
 */
static bool take_globals(struct globals *g, int argc, char **argv, int *left, struct err *err)
{
    int kept = 0;
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        bool passes_on = kept >= 2 && strcmp(argv[0], "db") == 0 && strcmp(argv[1], "psql") == 0;
        const char *word = argv[i];
        ended = ended || strcmp(word, "--") == 0;
        if (ended || passes_on || word[0] != '-' || strcmp(word, "-") == 0) {
            argv[kept++] = argv[i];
            continue;
        }
        if (strcmp(word, "-q") == 0 || strcmp(word, "-v") == 0) {
            read_global(g, word[1]);
            continue;
        }
        const char *equals = strchr(word, '=');
        size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
        const struct option *found = NULL;
        for (const struct option *o = global_options; o->name != NULL; o++) {
            if (length == strlen(o->name) + 2 && strncmp(word, "--", 2) == 0 &&
                strncmp(word + 2, o->name, length - 2) == 0) {
                found = o;
            }
        }
        if (found == NULL) {
            argv[kept++] = argv[i];
            continue;
        }
        optarg = (char *)(equals != NULL ? equals + 1 : NULL);
        if (found->has_arg == required_argument && optarg == NULL) {
            if (i + 1 == argc) {
                return err_set(err, ERR_USAGE, "option --%s needs a value", found->name);
            }
            optarg = argv[++i];
        } else if (found->has_arg == no_argument && equals != NULL) {
            return err_set(err, ERR_USAGE, "option --%s takes no value", found->name);
        }
        read_global(g, found->val);
    }
    argv[kept] = NULL;
    *left = kept;
    return true;
}

/* What the command line says of a key of the configuration. A wrong value is a matter of usage. */
static bool override(struct conf *conf, enum conf_key key, const char *value, const char *option,
                     struct err *err)
{
    if (value == NULL || conf_set(conf, key, value, option, err)) {
        return true;
    }
    err->code = ERR_USAGE;
    return err_context(err, "%s", option);
}

static int workers(const struct conf *conf)
{
    enum { DEFAULT_MAX = 8 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (conf->jobs > 0) {
        return conf->jobs;
    }
    return processors < 1 ? 1 : processors > DEFAULT_MAX ? DEFAULT_MAX : (int)processors;
}

static bool apply_globals(struct cmd *cmd, const struct globals *g, struct err *err)
{
    struct log_options log = {.level = g->verbose ? LOG_DEBUG : g->quiet ? LOG_WARNING : LOG_INFO};
    log.json = g->log_format != NULL && strcmp(g->log_format, "json") == 0;
    log_configure(log);
    cmd->quiet = g->quiet;
    cmd->show_progress = !g->no_progress && !g->quiet;
    const char *sql_dir = g->sql_dir != NULL ? g->sql_dir : getenv("HUIZONG_SQL_DIR");
    if (sql_dir != NULL && sql_dir[0] != '\0' && !sqlfile_use_dir(sql_dir, err)) {
        return false;
    }
    if (!conf_load(&cmd->conf, g->config, err) ||
        !override(&cmd->conf, CONF_DB, g->db, "--db", err) ||
        !override(&cmd->conf, CONF_JOBS, g->jobs, "--jobs", err) ||
        !override(&cmd->conf, CONF_LOG_FORMAT, g->log_format, "--log-format", err)) {
        return false;
    }
    secrets_keep_from_lists(g->db);
    log.json = cmd->conf.log_json;
    log_configure(log);
    cmd->jobs = workers(&cmd->conf);
    return true;
}

static bool dispatch(struct cmd *cmd, struct globals *g, int argc, char **argv, struct err *err)
{
    int left = 0;
    if (!take_globals(g, argc, argv, &left, err)) {
        return false;
    }
    if (g->version) {
        printf("huizong %s\n", HUIZONG_VERSION);
        return true;
    }
    if (left == 0) {
        if (g->help) {
            print_usage();
            return true;
        }
        return err_set(err, ERR_USAGE, "no command given; see huizong --help");
    }
    cmd->entry = find_entry(argv[0]);
    if (cmd->entry == NULL) {
        return err_set(err, ERR_USAGE, "no command \"%s\"; see huizong --help", argv[0]);
    }
    if (g->help) {
        print_command_help(cmd->entry);
        return true;
    }
    return apply_globals(cmd, g, err) && cmd->entry->run(cmd, left, argv, err);
}

int cmd_main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    struct cmd cmd = {0};
    struct globals globals = {0};
    struct err err = {0};
    secrets_keep_from_cores();
    bool fine = dispatch(&cmd, &globals, argc, argv, &err);
    if (!fine) {
        log_error("%s", err.message);
        if (err.code == ERR_USAGE && cmd.entry != NULL) {
            log_error("see huizong %s --help", cmd.entry->name);
        }
    }
    conf_clear(&cmd.conf);
    free(cmd.conninfo);
    /* (What couldn't be written before is no longer in the buffer: fflush says nothing of it.) */
    if ((fflush(stdout) != 0 || ferror(stdout) != 0) && fine) {
        log_error("can't write to standard output");
        return ERR_IO;
    }
    return (int)err.code;
}

const char *cmd_plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

void cmd_say(const struct cmd *cmd, const char *format, ...)
{
    if (cmd->quiet) {
        return;
    }
    va_list args;
    va_start(args, format);
    char line[1024];
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    log_info("%s", line);
}
