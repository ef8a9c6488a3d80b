#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "base/text.h"

static struct log_options settings = {.level = LOG_INFO, .json = false};

void log_configure(struct log_options options)
{
    settings = options;
}

bool log_enabled(enum log_level level)
{
    return level <= settings.level;
}

static void write_json(const char *level, const char *message)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm utc;
    gmtime_r(&now.tv_sec, &utc);
    char time_text[40];
    strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%S", &utc);
    struct buf line = {0};
    buf_printf(&line, "{\"time\":\"%s.%03ldZ\",\"level\":\"%s\",\"message\":", time_text,
               now.tv_nsec / 1000000, level);
    text_json_quote(&line, message);
    buf_puts(&line, "}\n");
    fwrite(line.data, 1, line.length, stderr);
    buf_clear(&line);
}

static void write_line(enum log_level level, const char *format, va_list args)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if (!log_enabled(level)) {
        return;
    }
    struct buf message = {0};
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        vsnprintf(buf_reserve(&message, (size_t)length + 1), (size_t)length + 1, format, again);
        message.length = (size_t)length;
    }
    va_end(again);
    flockfile(stderr);
    if (settings.json) {
        write_json(names[level], buf_cstr(&message));
    } else {
        fprintf(stderr, level <= LOG_WARNING ? "huizong: %s: %s\n" : "huizong: %.0s%s\n",
                names[level], buf_cstr(&message));
    }
    funlockfile(stderr);
    buf_clear(&message);
}

#define LOG_FUNCTION(name, level)                                                                  \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        write_line(level, format, args);                                                           \
        va_end(args);                                                                              \
    }

LOG_FUNCTION(log_error, LOG_ERROR)
LOG_FUNCTION(log_warning, LOG_WARNING)
LOG_FUNCTION(log_info, LOG_INFO)
LOG_FUNCTION(log_debug, LOG_DEBUG)
