/* Scripts of several statements, and in which line of them PostgreSQL found an error. */
#include "pg/pg_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_line_comment(const char *s)
{
    return s + strcspn(s, "\n");
}

/* Comments nest in SQL. */
static const char *skip_block_comment(const char *s)
{
    int depth = 1;
    for (s += 2; *s != '\0' && depth > 0;) {
        if (strncmp(s, "/*", 2) == 0) {
            depth++;
            s += 2;
        } else if (strncmp(s, "*/", 2) == 0) {
            depth--;
            s += 2;
        } else {
            s++;
        }
    }
    return s;
}

/* 'it''s' or "a ""name""": the doubled quote reads as an end and a new beginning. */
static const char *skip_quoted(const char *s, bool backslash)
{
    char quote = *s++;
    while (*s != '\0' && *s != quote) {
        s += backslash && *s == '\\' && s[1] != '\0' ? 2 : 1;
    }
    return *s == '\0' ? s : s + 1;
}

/* $tag$ … $tag$; a parameter like $1 is none. */
static const char *skip_dollar(const char *s)
{
    size_t tag = 1;
    while (isalnum((unsigned char)s[tag]) || s[tag] == '_' || (s[tag] & 0x80) != 0) {
        tag++;
    }
    if (s[tag] != '$' || isdigit((unsigned char)s[1])) {
        return s + 1;
    }
    tag++;
    for (const char *end = s + tag; *end != '\0'; end++) {
        if (strncmp(end, s, tag) == 0) {
            return end + tag;
        }
    }
    return s + strlen(s);
}

static const char *skip_token(const char *start, const char *s)
{
    if (strncmp(s, "--", 2) == 0) {
        return skip_line_comment(s);
    }
    if (strncmp(s, "/*", 2) == 0) {
        return skip_block_comment(s);
    }
    if (*s == '\'' || *s == '"') {
        bool escapes = *s == '\'' && s > start && tolower((unsigned char)s[-1]) == 'e' &&
                       (s - 1 == start || !isalnum((unsigned char)s[-2]));
        return skip_quoted(s, escapes);
    }
    if (*s == '$' && (s == start || !isalnum((unsigned char)s[-1]))) {
        return skip_dollar(s);
    }
    return s + 1;
}

static bool is_filler(const char *s)
{
    return isspace((unsigned char)*s) || strncmp(s, "--", 2) == 0 || strncmp(s, "/*", 2) == 0;
}

/*
 * Where the statement begins that follows `done` others. PostgreSQL sends a result for each
 * statement, none for what is empty, so those are not counted here. (A body of BEGIN ATOMIC would
 * count as several statements.)
 */
static const char *statement_start(const char *sql, size_t done)
{
    const char *first = NULL; /* of the present statement */
    for (const char *s = sql; *s != '\0';) {
        if (*s == ';') {
            if (first != NULL && done-- == 0) {
                return first;
            }
            first = NULL;
        } else if (first == NULL && !is_filler(s)) {
            first = s;
        }
        s = skip_token(sql, s);
    }
    return first != NULL && done == 0 ? first : NULL;
}

/* `position` counts characters from 1, not bytes. */
static const char *at_character(const char *sql, long position)
{
    const char *s = sql;
    while (*s != '\0' && position > 1) {
        s++;
        if ((*s & 0xc0) != 0x80) {
            position--;
        }
    }
    return s;
}

static int line_of(const char *sql, const char *place)
{
    int line = 1;
    for (const char *s = sql; s < place; s++) {
        line += *s == '\n';
    }
    return line;
}

bool pg_script(struct pg *pg, const char *name, const char *sql, struct err *err)
{
    struct pg_script_failure failure;
    if (pg_run(pg, sql, &failure)) {
        return true;
    }
    pg_failed(pg, failure.result, err);
    const char *position = failure.result != NULL
                               ? PQresultErrorField(failure.result, PG_DIAG_STATEMENT_POSITION)
                               : NULL;
    const char *place = position != NULL ? at_character(sql, strtol(position, NULL, 10))
                                         : statement_start(sql, failure.done);
    PQclear(failure.result);
    if (place == NULL) {
        return err_context(err, "%s", name);
    }
    return err_context(err, "%s:%d", name, line_of(sql, place));
}
