#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    err->code = code;
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return false;
}

bool err_context(struct err *err, const char *format, ...)
{
    char inner[ERR_MESSAGE_MAX];
    memcpy(inner, err->message, sizeof inner);
    va_list args;
    va_start(args, format);
    int used = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof err->message) {
        snprintf(err->message + used, sizeof err->message - (size_t)used, ": %s", inner);
    }
    return false;
}

bool err_errno(struct err *err, enum err_code code, const char *format, ...)
{
    int saved = errno;
    va_list args;
    va_start(args, format);
    err->code = code;
    int used = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof err->message) {
        char reason[128];
        const char *text = strerror_r(saved, reason, sizeof reason);
        snprintf(err->message + used, sizeof err->message - (size_t)used, ": %s", text);
    }
    return false;
}

void err_clear(struct err *err)
{
    err->code = ERR_NONE;
    err->message[0] = '\0';
}
