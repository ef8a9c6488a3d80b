/*
 * Errors are values: the caller owns a struct err and passes it last; a function that fails sets it
 * and returns false (or NULL). Each layer on the way up may put where it happened in front of the
 * message.
 */
#ifndef HUIZONG_BASE_ERR_H
#define HUIZONG_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

/* The codes are the program's exit codes (sysexits.h), so that main never has to translate. */
enum err_code {
    ERR_NONE = 0,
    ERR_USAGE = 64,      /* wrong command line */
    ERR_DATA = 65,       /* documents rejected or held, or rules failed; the run itself finished */
    ERR_NOINPUT = 66,    /* an input path is missing or can't be read */
    ERR_DB = 69,         /* the database can't be reached, or refused a statement */
    ERR_INTERNAL = 70,   /* a defect of this program, or memory exhausted */
    ERR_CANTCREATE = 73, /* an output can't be created */
    ERR_IO = 74,         /* reading or writing failed, disk full included */
    ERR_LOCKED = 75,     /* another run holds the lock: try later */
    ERR_CONFIG = 78,     /* configuration or reference data is wrong */
    /* As a shell tells of who died of the signal: a nightly run was told to stop. */
    ERR_HANGUP = 129,
    ERR_INTERRUPTED = 130,
    ERR_TERMINATED = 143
};

enum { ERR_MESSAGE_MAX = 2048 };

struct err {
    enum err_code code;
    char message[ERR_MESSAGE_MAX];
};

/* Sets code and message. Always returns false, so that `return err_set(…)` reads well. */
bool err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " in front of the message that is there. Always returns false. */
bool err_context(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As err_set, with ": " and strerror(errno) at the end. */
bool err_errno(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void err_clear(struct err *err);

#endif
