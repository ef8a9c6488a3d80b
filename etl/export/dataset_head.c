#include "export/dataset_head.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/dataset.h"

static char *trimmed(const char *start, const char *end)
{
    while (start < end && *start == ' ') {
        start++;
    }
    while (end > start && strchr(" \r", end[-1]) != NULL) {
        end--;
    }
    return mem_strndup(start, (size_t)(end - start));
}

/* The next line of the opening comment from *sql on that says "-- <word>:"; what stands behind it
 * goes from the return value to *end. NULL where there is none. */
static const char *next_line(const char **sql, const char *word, const char **end)
{
    size_t length = strlen(word);
    while (strncmp(*sql, "--", 2) == 0) {
        const char *line = *sql + 2;
        *end = line + strcspn(line, "\n");
        *sql = **end == '\n' ? *end + 1 : *end;
        line += strspn(line, " ");
        if (strncmp(line, word, length) == 0 && line[length] == ':') {
            return line + length + 1;
        }
    }
    return NULL;
}

/* "name | title" */
static bool split(const char *line, const char *end, char **name, char **title)
{
    const char *bar = memchr(line, '|', (size_t)(end - line));
    if (bar == NULL) {
        return false;
    }
    *name = trimmed(line, bar);
    *title = trimmed(bar + 1, end);
    size_t length = strlen(*name);
    if (length > 0 && strspn(*name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length) {
        return true;
    }
    free(*name);
    free(*title);
    return false;
}

bool dataset_parse_header(const char *sql, char **name, char **title)
{
    const char *end;
    const char *line = next_line(&sql, "dataset", &end);
    return line != NULL && split(line, end, name, title);
}

char *dataset_head_value(const char *sql, const char *word)
{
    const char *end;
    const char *line = next_line(&sql, word, &end);
    return line != NULL ? trimmed(line, end) : mem_strdup("");
}

static char *declared_title(const char *sql, const char *column)
{
    const char *end;
    const char *line;
    while ((line = next_line(&sql, "column", &end)) != NULL) {
        char *name, *title;
        if (!split(line, end, &name, &title)) {
            continue;
        }
        bool is_it = strcmp(name, column) == 0;
        free(name);
        if (is_it) {
            return title;
        }
        free(title);
    }
    return NULL;
}

char *dataset_head_title(const char *sql, const char *name, const char *comment)
{
    static const char *const ends[] = {"：", "（", "，", "；"};
    char *title = declared_title(sql, name);
    if (title != NULL || comment == NULL) {
        return title != NULL ? title : mem_strdup(name);
    }
    size_t length = strlen(comment);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *end = strstr(comment, ends[i]);
        if (end != NULL && (size_t)(end - comment) < length) {
            length = (size_t)(end - comment);
        }
    }
    return mem_strndup(comment, length);
}
