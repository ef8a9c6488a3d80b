#include "conf/conf_file.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct reader {
    struct conf *conf;
    FILE *file;
    int line;      /* the one that inih is at */
    bool too_long; /* it doesn't fit into inih's buffer */
    bool indented; /* it goes on with the key before */
    bool failed;
    bool seen[CONF_KEYS];
    struct err *err;
};

/* Levenshtein's distance of two short words. */
static size_t distance(const char *a, const char *b)
{
    enum { LIMIT = 40 };
    size_t row[LIMIT + 1];
    size_t width = strnlen(b, LIMIT);
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t best = change < row[j] + 1 ? change : row[j] + 1;
            row[j] = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
        }
    }
    return row[width];
}

static const char *nearest_key(const char *word)
{
    enum conf_key best = 0;
    for (enum conf_key key = 1; key < CONF_KEYS; key++) {
        if (distance(word, conf_name(key)) < distance(word, conf_name(best))) {
            best = key;
        }
    }
    return conf_name(best);
}

/* inih leaves the comment on a line that goes on with the one before. */
static void cut_comment(char *text)
{
    for (char *c = text + 1; *c != '\0'; c++) {
        if (*c == ';' && (c[-1] == ' ' || c[-1] == '\t')) {
            *c = '\0';
            return;
        }
    }
}

/* inih would cut a long line in two and say nothing. */
static char *next_line(char *text, int size, void *context)
{
    struct reader *reader = context;
    if (reader->failed || reader->too_long || fgets(text, size, reader->file) == NULL) {
        return NULL;
    }
    reader->line++;
    size_t length = strlen(text);
    reader->too_long = length + 1 == (size_t)size && text[length - 1] != '\n';
    reader->indented = text[0] == ' ' || text[0] == '\t';
    if (reader->indented) {
        cut_comment(text);
    }
    return reader->too_long ? NULL : text;
}

/* paths may go on over further, indented, lines; any other key stands once. */
static bool set(struct reader *reader, enum conf_key key, const char *value)
{
    struct conf *conf = reader->conf;
    if (reader->seen[key] && key != CONF_PATHS && reader->indented) {
        return err_set(reader->err, ERR_CONFIG,
                       "a line that begins with a blank goes on with the key before, \"%s\", whose "
                       "value is one line (only that of paths may be several)",
                       conf_name(key));
    }
    if (reader->seen[key] && key != CONF_PATHS) {
        return err_set(reader->err, ERR_CONFIG, "key \"%s\" stands there twice", conf_name(key));
    }
    char *from = mem_printf("%s:%d", conf->file, reader->line);
    char *all = reader->seen[key] ? mem_printf("%s %s", conf->paths, value) : mem_strdup(value);
    reader->seen[key] = true;
    bool fine = conf_set(conf, key, all, from, reader->err);
    free(all);
    free(from);
    return fine;
}

static bool take(struct reader *reader, const char *section, const char *name, const char *value)
{
    if (section[0] != '\0') {
        return err_set(reader->err, ERR_CONFIG, "section [%s] is not known", section);
    }
    for (enum conf_key key = 0; key < CONF_KEYS; key++) {
        if (strcmp(conf_name(key), name) == 0) {
            return set(reader, key, value != NULL ? value : "");
        }
    }
    return err_set(reader->err, ERR_CONFIG, "key \"%s\" is not known; did you mean \"%s\"?", name,
                   nearest_key(name));
}

static int on_key(void *context, const char *section, const char *name, const char *value)
{
    struct reader *reader = context;
    reader->failed = reader->failed || !take(reader, section, name, value);
    return !reader->failed;
}

static bool parse(struct reader *reader, struct err *err)
{
    const char *file = reader->conf->file;
    int bad = ini_parse_stream(next_line, reader, on_key, reader);
    if (reader->failed) {
        return err_context(err, "%s:%d", file, reader->line);
    }
    if (reader->too_long) {
        return err_set(err, ERR_CONFIG, "%s:%d: longer than 198 bytes", file, reader->line);
    }
    if (ferror(reader->file)) {
        return err_errno(err, ERR_CONFIG, "configuration %s", file);
    }
    return bad == 0 || err_set(err, ERR_CONFIG, "%s:%d: not of the form key = value", file, bad);
}

bool conf_file_read(struct conf *conf, struct err *err)
{
    struct reader reader = {.conf = conf, .err = err};
    reader.file = fopen(conf->file, "re");
    if (reader.file == NULL) {
        return err_errno(err, ERR_CONFIG, "configuration %s", conf->file);
    }
    bool fine = parse(&reader, err);
    fclose(reader.file);
    return fine;
}
