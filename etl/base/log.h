/*
 * Log lines on standard error, as text or JSON, each one line whatever it holds. English: operators
 * read them. Thread-safe. What users asked for (listings, reports) goes to standard output and is
 * no log. Where systemd's journal reads them ($JOURNAL_STREAM), text lines carry their priority.
 */
#ifndef HUIZONG_BASE_LOG_H
#define HUIZONG_BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct log_options {
    enum log_level level; /* what is above it is not written */
    bool json;            /* one JSON object a line: {"time", "level", "message"} */
};

void log_configure(struct log_options options);
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
