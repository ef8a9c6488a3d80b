#include "transform/rule.h"

#include <string.h>

/* A run of bytes within a file's text. */
struct span {
    const char *text;
    size_t length;
};

/* Where reading stands in one file. */
struct reader {
    const struct sqlfile *file;
    const char *next;
    int line_no; /* of the line read last, from 1 */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span span)
{
    while (span.length > 0 && is_space(span.text[0])) {
        span.text++;
        span.length--;
    }
    while (span.length > 0 && is_space(span.text[span.length - 1])) {
        span.length--;
    }
    return span;
}

/* Takes `prefix` off the front of the span; false where it begins otherwise. */
static bool take(struct span *span, const char *prefix)
{
    size_t length = strlen(prefix);
    if (span->length < length || memcmp(span->text, prefix, length) != 0) {
        return false;
    }
    span->text += length;
    span->length -= length;
    *span = trim(*span);
    return true;
}

/* The next comment line without its dashes; false, and nothing read, where the header is over. */
static bool next_comment(struct reader *reader, struct span *comment)
{
    const char *end = strchr(reader->next, '\n');
    struct span line = {reader->next,
                        end == NULL ? strlen(reader->next) : (size_t)(end - reader->next)};
    *comment = line;
    if (!take(comment, "--")) {
        return false;
    }
    reader->next += line.length + (end != NULL);
    reader->line_no++;
    return true;
}

static bool wrong(const struct reader *reader, const char *what, struct err *err)
{
    return err_set(err, ERR_CONFIG, "rule file %s, line %d: %s", reader->file->path,
                   reader->line_no, what);
}

/* The text up to the next bar, trimmed, and off the span. */
static struct span take_field(struct span *span)
{
    const char *bar = memchr(span->text, '|', span->length);
    struct span field = {span->text, bar == NULL ? span->length : (size_t)(bar - span->text)};
    size_t taken = field.length + (bar != NULL);
    span->text += taken;
    span->length -= taken;
    return trim(field);
}

/* A capital letter, then digits, which may hold a point: T01.1, H02. */
static bool is_id(struct span id)
{
    if (id.length < 2 || id.text[0] < 'A' || id.text[0] > 'Z') {
        return false;
    }
    for (size_t i = 1; i < id.length; i++) {
        bool point = id.text[i] == '.' && i > 1 && i + 1 < id.length;
        if (!point && (id.text[i] < '0' || id.text[i] > '9')) {
            return false;
        }
    }
    return true;
}

static bool equals(struct span span, const char *text)
{
    return span.length == strlen(text) && memcmp(span.text, text, span.length) == 0;
}

static const char *keep(struct rule_set *set, struct span span)
{
    return arena_strndup(&set->arena, span.text, span.length);
}

static bool read_rule(struct rule_set *set, const struct reader *reader, struct span line,
                      struct rule *rule, struct err *err)
{
    struct span id = take_field(&line);
    struct span severity = take_field(&line);
    struct span title = trim(line);
    if (!is_id(id)) {
        return wrong(reader, "no rule id such as T01.1 or H02 after \"rule:\"", err);
    }
    if (!equals(severity, "error") && !equals(severity, "warning")) {
        return wrong(reader, "the severity is neither error nor warning", err);
    }
    if (title.length == 0) {
        return wrong(reader, "the rule has no title", err);
    }
    *rule = (struct rule){keep(set, id), keep(set, severity), keep(set, title)};
    return true;
}

static size_t count_rules(struct reader reader)
{
    size_t count = 0;
    struct span comment;
    while (next_comment(&reader, &comment)) {
        count += take(&comment, "rule:");
    }
    return count;
}

/* Appends a line of why; Chinese text goes on over a line's end without a space. */
static void add_why(struct rule_set *set, struct rule_file *file, struct span line)
{
    const char *before = file->why == NULL ? "" : file->why;
    file->why = arena_printf(&set->arena, "%s%.*s", before, (int)line.length, line.text);
}

static bool read_header(struct rule_set *set, struct reader *reader, struct rule_file *file,
                        struct err *err)
{
    size_t count = count_rules(*reader);
    struct rule *rules = arena_alloc(&set->arena, (count + 1) * sizeof *rules);
    file->rules = rules;
    struct span line;
    while (next_comment(reader, &line)) {
        if (take(&line, "rule:")) {
            if (file->why != NULL) {
                return wrong(reader, "a \"rule:\" line stands after \"why:\"", err);
            }
            if (!read_rule(set, reader, line, &rules[file->rule_count], err)) {
                return false;
            }
            file->rule_count++;
        } else if (take(&line, "why:") || file->why != NULL) {
            add_why(set, file, line);
        } else {
            return wrong(reader, "neither \"rule:\" nor \"why:\"", err);
        }
    }
    reader->line_no++;
    if (file->rule_count == 0) {
        return wrong(reader, "no \"rule:\" line stands above the SELECT", err);
    }
    if (file->why == NULL || file->why[0] == '\0') {
        return wrong(reader, "no \"why:\" stands above the SELECT", err);
    }
    return true;
}

static bool read_select(struct rule_set *set, const struct reader *reader, struct rule_file *file,
                        struct err *err)
{
    struct span select = trim((struct span){reader->next, strlen(reader->next)});
    if (select.length > 0 && select.text[select.length - 1] == ';') {
        select.length--;
        select = trim(select);
    }
    if (select.length == 0) {
        return wrong(reader, "no SELECT follows the header", err);
    }
    file->select = keep(set, select);
    return true;
}

/* Whether the file's name is the rule's id. */
static bool named_by(const char *path, const char *id)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(id);
    return strncmp(name, id, length) == 0 && strcmp(name + length, ".sql") == 0;
}

static bool read_file(struct rule_set *set, const struct sqlfile *source, struct rule_file *file,
                      struct err *err)
{
    struct reader reader = {.file = source, .next = source->text};
    *file = (struct rule_file){.path = source->path};
    if (!read_header(set, &reader, file, err) || !read_select(set, &reader, file, err)) {
        return false;
    }
    if (file->rule_count == 1 && !named_by(file->path, file->rules[0].id)) {
        return err_set(err, ERR_CONFIG, "rule file %s: its only rule is %s, so it must be %s.sql",
                       file->path, file->rules[0].id, file->rules[0].id);
    }
    return true;
}

/* The file among the first `count` that declares the rule, or NULL. */
static const struct rule_file *declared_in(const struct rule_set *set, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < set->files[i].rule_count; j++) {
            if (strcmp(set->files[i].rules[j].id, id) == 0) {
                return &set->files[i];
            }
        }
    }
    return NULL;
}

/* Whether no rule of the last file read was declared before, in another file or in the same. */
static bool check_twice(const struct rule_set *set, struct err *err)
{
    struct rule_file *last = &set->files[set->file_count];
    for (size_t i = 0; i < last->rule_count; i++) {
        const char *id = last->rules[i].id;
        const struct rule_file *first = declared_in(set, set->file_count, id);
        for (size_t j = 0; first == NULL && j < i; j++) {
            first = strcmp(last->rules[j].id, id) == 0 ? last : NULL;
        }
        if (first != NULL) {
            return err_set(err, ERR_CONFIG, "rule %s stands in %s and again in %s", id, first->path,
                           last->path);
        }
    }
    return true;
}

bool rule_set_read(struct rule_set *set, const struct sqlfile *files, size_t count, struct err *err)
{
    *set = (struct rule_set){0};
    set->files = arena_alloc(&set->arena, (count + 1) * sizeof *set->files);
    for (; set->file_count < count; set->file_count++) {
        if (!read_file(set, &files[set->file_count], &set->files[set->file_count], err) ||
            !check_twice(set, err)) {
            rule_set_clear(set);
            return false;
        }
    }
    return true;
}

void rule_set_clear(struct rule_set *set)
{
    arena_clear(&set->arena);
    *set = (struct rule_set){0};
}
