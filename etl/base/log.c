#include "base/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"

static struct log_options settings = {.level = LOG_INFO, .json = false};
static bool to_journal;

/* systemd says which stream it reads: as device:inode. */
static bool is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat status;
    uintmax_t device = 0;
    uintmax_t inode = 0;
    return stream != NULL && fstat(STDERR_FILENO, &status) == 0 &&
           // NOLINTNEXTLINE(cert-err34-c): what is out of range matches no file
           sscanf(stream, "%ju:%ju", &device, &inode) == 2 && device == (uintmax_t)status.st_dev &&
           inode == (uintmax_t)status.st_ino;
}

void log_configure(struct log_options options)
{
    settings = options;
    to_journal = is_journal();
}

static bool log_enabled(enum log_level level)
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

static void write_text(enum log_level level, const char *name, const char *message)
{
    /* sd-daemon(3): <3> is an error, <4> a warning, <6> a matter of information, <7> for
     * debugging. */
    static const char *const priorities[] = {"<3>", "<4>", "<6>", "<7>"};
    struct buf line = {0};
    buf_printf(&line, "%shuizong: %s%s", to_journal ? priorities[level] : "",
               level <= LOG_WARNING ? name : "", level <= LOG_WARNING ? ": " : "");
    text_visible(&line, message);
    buf_putc(&line, '\n');
    fwrite(line.data, 1, line.length, stderr);
    buf_clear(&line);
}

__attribute__((format(printf, 2, 0))) static void write_line(enum log_level level,
                                                             const char *format, va_list args)
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
        write_text(level, names[level], buf_cstr(&message));
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
