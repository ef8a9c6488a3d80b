/*
 * A program of the build: prints the manual page (roff) or the completion for bash, of the very
 * texts that --help prints and of the comments in the example configuration.
 *   huizong-manual man CONFIGURATION | huizong-manual bash
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cmd.h"

/* ---- roff ---- */

static void put_roff(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\') {
            fputs("\\e", stdout);
        } else if (text[i] == '-') {
            fputs("\\-", stdout);
        } else if (i == 0 && (text[i] == '.' || text[i] == '\'')) {
            printf("\\&%c", text[i]);
        } else {
            putchar(text[i]);
        }
    }
}

static void put_line(const char *text, size_t length)
{
    put_roff(text, length);
    putchar('\n');
}

static size_t indent(const char *line)
{
    return strspn(line, " ");
}

/* An option and what it is: "  --out DIR     where to". The gap between them is two blanks or more.
 */
static void put_option(const char *line, size_t length)
{
    size_t start = indent(line);
    const char *gap = strstr(line + start, "  ");
    size_t term = gap != NULL && gap < line + length ? (size_t)(gap - line) : length;
    fputs(".TP\n.B ", stdout);
    put_line(line + start, term - start);
    size_t rest = term + (term < length ? indent(line + term) : 0);
    if (rest < length) {
        put_line(line + rest, length - rest);
    }
}

/* A text of --help: options, their further lines, plain sentences, "Example: …". */
static void put_help(const char *text)
{
    enum { FURTHER = 6 }; /* blanks before a further line of an option */
    bool in_paragraph = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t start = indent(text);
        bool option = start >= 2 && text[start] == '-';
        if (option) {
            put_option(text, length);
        } else if (strncmp(text, "Example: ", 9) == 0) {
            fputs(".PP\nExample:\n.B ", stdout);
            put_line(text + 9, length - 9);
        } else {
            fputs(in_paragraph || start >= FURTHER ? "" : ".PP\n", stdout);
            put_line(text + start, length - start);
        }
        in_paragraph = !option;
        text += length + (text[length] == '\n');
    }
}

static void put_commands(void)
{
    size_t count = 0;
    const struct cmd_entry *entries = cmd_entries(&count);
    puts(".SH COMMANDS");
    for (size_t i = 0; i < count; i++) {
        printf(".SS \"huizong %s%s%s\"\n", entries[i].name,
               entries[i].arguments[0] != '\0' ? " " : "", entries[i].arguments);
        printf("%c", toupper((unsigned char)entries[i].summary[0]));
        put_roff(entries[i].summary + 1, strlen(entries[i].summary) - 1);
        puts(".");
        put_help(entries[i].help);
    }
}

/* ---- the configuration: comments, then ";key = default" ---- */

static void put_key(const char *line, size_t length)
{
    fputs(".TP\n.B ", stdout);
    put_line(line + 1, length - 1);
}

/* Comments come before the key they belong to, and after it in a manual. */
static bool put_configuration(const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        perror(path);
        return false;
    }
    char line[512];
    struct buf comment = {0};
    puts(".SH CONFIGURATION");
    while (fgets(line, sizeof line, file) != NULL) {
        size_t length = strcspn(line, "\n");
        if (line[0] == '#') {
            buf_append(&comment, line + 1 + (line[1] == ' '), length - 1 - (line[1] == ' '));
            buf_putc(&comment, '\n');
            continue;
        }
        if (line[0] == ';') {
            put_key(line, length);
        }
        if (comment.length > 0) {
            put_help(buf_cstr(&comment));
            buf_reset(&comment);
        }
    }
    buf_clear(&comment);
    return fclose(file) == 0;
}

static void put_head(void)
{
    printf(".\\\" Made from the texts of huizong --help.\n"
           ".TH HUIZONG 1 \"\" \"huizong %s\" \"User Commands\"\n"
           ".SH NAME\n"
           "huizong \\- consolidate unit budget disclosures into a city's rollups\n"
           ".SH SYNOPSIS\n"
           ".B huizong\n"
           ".RI [ OPTIONS ]\n"
           ".I COMMAND\n"
           ".RI [ ARGS ]\n"
           ".SH DESCRIPTION\n"
           "Loads the yearly budget disclosures of a city's budget units into PostgreSQL exactly\n"
           "as published, checks the reconciliation rules, adds the figures up by subject to\n"
           "unit, department and city, and exports the result as compressed files. Every figure\n"
           "counts once and can be traced to the printed cell it came from.\n",
           HUIZONG_VERSION);
}

static void put_options(void)
{
    puts(".SH OPTIONS");
    put_help(strchr(cmd_options_help(), '\n') + 1);
}

static void put_tail(void)
{
    puts(".SH EXIT STATUS");
    put_help(cmd_exit_help());
    puts(".SH ENVIRONMENT\n"
         ".TP\n.B HUIZONG_CONFIG\nThe configuration file.\n"
         ".TP\n.BI HUIZONG_ KEY\nOverrides a key of the configuration, as HUIZONG_JOBS=4.\n"
         ".TP\n.B HUIZONG_HOME\nWhere the embedded PostgreSQL lives.\n"
         ".TP\n.B HUIZONG_PG_BINDIR\nThe PostgreSQL programs (13 or newer) it is run with.\n"
         ".TP\n.B PGHOST, PGSERVICE, PGDATABASE, ...\nThe database, where neither option nor\n"
         "configuration names one; see libpq.\n"
         ".SH FILES\n"
         ".TP\n.I " HUIZONG_SYSCONF_DIR "/huizong.conf\nThe configuration.\n"
         ".TP\n.I ~/.pgpass\nPasswords of databases; none belongs into the configuration.\n"
         ".SH SEE ALSO\n"
         ".BR psql (1),\n.BR systemd.timer (5)");
}

/* ---- bash ---- */

/* Appends the options that a text names, each once: " --out --year". */
static void add_options(struct buf *out, const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
    for (const char *at = strstr(text, "--"); at != NULL; at = strstr(at, "--")) {
        size_t length = strspn(at, letters);
        char *word = mem_printf(" %.*s ", (int)length, at);
        if (length > 3 && (at == text || at[-1] == ' ' || at[-1] == '[') &&
            strstr(buf_cstr(out), word) == NULL) {
            buf_printf(out, "%s", word + (out->length > 0));
        }
        free(word);
        at += length;
    }
}

static void put_case(const char *name, const char *words)
{
    printf("    %s) words='%s' ;;\n", name, words);
}

static void put_bash(void)
{
    size_t count = 0;
    const struct cmd_entry *entries = cmd_entries(&count);
    struct buf options = {0};
    add_options(&options, cmd_options_help());
    printf("# bash completion of huizong; made from the texts of huizong --help.\n"
           "_huizong() {\n"
           "    local command= i words= current=${COMP_WORDS[COMP_CWORD]}\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case ${COMP_WORDS[i]} in\n"
           "        --db | --config | --jobs | --sql-dir | --log-format) ((i++)) ;;\n"
           "        -*) ;;\n"
           "        *) command=${COMP_WORDS[i]} && break ;;\n"
           "        esac\n"
           "    done\n"
           "    case $command in\n    '') words='");
    for (size_t i = 0; i < count; i++) {
        printf("%s%s", i > 0 ? " " : "", entries[i].name);
    }
    puts("' ;;");
    for (size_t i = 0; i < count; i++) {
        struct buf words = {0};
        add_options(&words, entries[i].help);
        if (strchr(entries[i].arguments, '|') != NULL) {
            buf_puts(&words, entries[i].arguments);
            for (size_t c = 0; c < words.length; c++) {
                if (words.data[c] == '|') {
                    words.data[c] = ' ';
                }
            }
        }
        put_case(entries[i].name, buf_cstr(&words));
        buf_clear(&words);
    }
    printf("    esac\n"
           "    COMPREPLY=($(compgen -W \"$words %s\" -- \"$current\"))\n"
           "}\n"
           "complete -o default -F _huizong huizong\n",
           buf_cstr(&options));
    buf_clear(&options);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "man") == 0) {
        put_head();
        put_commands();
        put_options();
        bool fine = put_configuration(argv[2]);
        put_tail();
        return fine && fflush(stdout) == 0 ? 0 : ERR_IO;
    }
    if (argc == 2 && strcmp(argv[1], "bash") == 0) {
        put_bash();
        return fflush(stdout) == 0 ? 0 : ERR_IO;
    }
    fputs("usage: huizong-manual man CONFIGURATION | huizong-manual bash\n", stderr);
    return ERR_USAGE;
}
