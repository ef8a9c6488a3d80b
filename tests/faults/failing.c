/*
 * Linked into huizong_failing (the program for the tests of faults) with ld's --wrap: every call
 * that the project makes of a function listed here comes by, and one of them can be made to fail.
 *
 *   HUIZONG_FAIL=FUNCTION:N:HOW  the Nth call of FUNCTION fails. HOW is the name of an errno (EIO,
 *                                ENOSPC, …); "short" (read and write do a part of the work); for
 *                                libpq "cut" (the connection breaks just before the call) or "null"
 *                                (the call itself fails)
 *   HUIZONG_FAIL_COUNTS=FILE     how often each function was called, written at the end
 *
 * Only calls of the project's own objects are wrapped: what libraries call among themselves isn't.
 */
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zlib.h>

/* What is to fail: read once, as the program may change its environment. */
static struct {
    const char *function, *how;
    long call;
    int error;
} fault;
static char fault_text[128];
static atomic_bool fired;

static int error_of(const char *name)
{
    static const struct {
        const char *name;
        int error;
    } errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EMFILE", EMFILE},
                  {"ENOMEM", ENOMEM}, {"EINTR", EINTR},   {"EROFS", EROFS},   {"EAGAIN", EAGAIN},
                  {"EDQUOT", EDQUOT}, {"ENOENT", ENOENT}};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(errors[i].name, name) == 0) {
            return errors[i].error;
        }
    }
    return 0;
}

__attribute__((constructor)) static void read_fault(void)
{
    const char *text = getenv("HUIZONG_FAIL");
    if (text == NULL || strlen(text) >= sizeof fault_text) {
        return;
    }
    strcpy(fault_text, text); // NOLINT(clang-analyzer-security.insecureAPI.strcpy)
    char *rest = fault_text;
    fault.function = strtok_r(NULL, ":", &rest);
    const char *call = strtok_r(NULL, ":", &rest);
    fault.how = strtok_r(NULL, ":", &rest);
    fault.call = call != NULL ? strtol(call, NULL, 10) : 0;
    fault.error = fault.how != NULL ? error_of(fault.how) : 0;
}

struct counter {
    const char *function;
    atomic_long calls;
};

enum { COUNTERS_MAX = 100 };
static struct counter *counters[COUNTERS_MAX];
static atomic_size_t counter_count;

static bool how_is(const char *how)
{
    return strcmp(fault.how, how) == 0;
}

/* Counts a call. Whether it is the one that is to fail. */
static bool fails(struct counter *counter)
{
    long call = atomic_fetch_add(&counter->calls, 1) + 1;
    if (call == 1) {
        counters[atomic_fetch_add(&counter_count, 1)] = counter;
    }
    if (fault.function == NULL || fault.how == NULL || call != fault.call ||
        strcmp(fault.function, counter->function) != 0) {
        return false;
    }
    atomic_store(&fired, true);
    errno = fault.error;
    return true;
}

__attribute__((destructor)) static void write_counts(void)
{
    const char *path = getenv("HUIZONG_FAIL_COUNTS");
    FILE *file = path != NULL ? fopen(path, "we") : NULL;
    if (file != NULL) {
        for (size_t i = 0; i < counter_count; i++) {
            (void)fprintf(file, "%s %ld\n", counters[i]->function, counters[i]->calls);
        }
        (void)fprintf(file, "fired %d\n", (int)atomic_load(&fired));
        (void)fclose(file);
    }
}

#define COUNTER(name) static struct counter counter_##name = {.function = #name}

/* RETURN __wrap_NAME(PARAMETERS), which gives back FAILURE where it is to fail. */
#define WRAP(type, name, parameters, arguments, failure)                                           \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    COUNTER(name);                                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        return fails(&counter_##name) ? (failure) : __real_##name arguments;                       \
    }

WRAP(void *, calloc, (size_t count, size_t size), (count, size), NULL)
WRAP(void *, realloc, (void *block, size_t size), (block, size), NULL)

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
COUNTER(open);
int __wrap_open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list args;
        va_start(args, flags);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    return fails(&counter_open) ? -1 : __real_open(path, flags, mode);
}

ssize_t __real_read(int fd, void *data, size_t size);
ssize_t __wrap_read(int fd, void *data, size_t size);
COUNTER(read);
ssize_t __wrap_read(int fd, void *data, size_t size)
{
    if (!fails(&counter_read)) {
        return __real_read(fd, data, size);
    }
    return how_is("short") ? __real_read(fd, data, size > 0 ? 1 : 0) : -1;
}

ssize_t __real_pread(int fd, void *data, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *data, size_t size, off_t offset);
COUNTER(pread);
ssize_t __wrap_pread(int fd, void *data, size_t size, off_t offset)
{
    if (!fails(&counter_pread)) {
        return __real_pread(fd, data, size, offset);
    }
    return how_is("short") ? __real_pread(fd, data, size > 0 ? 1 : 0, offset) : -1;
}

ssize_t __real_write(int fd, const void *data, size_t size);
ssize_t __wrap_write(int fd, const void *data, size_t size);
COUNTER(write);
ssize_t __wrap_write(int fd, const void *data, size_t size)
{
    if (!fails(&counter_write)) {
        return __real_write(fd, data, size);
    }
    return how_is("short") ? __real_write(fd, data, size > 0 ? 1 : 0) : -1;
}

/* What fails when it is closed is closed all the same. */
int __real_close(int fd);
int __wrap_close(int fd);
COUNTER(close);
int __wrap_close(int fd)
{
    bool wrong = fails(&counter_close);
    int error = errno;
    int result = __real_close(fd);
    errno = wrong ? error : errno;
    return wrong ? -1 : result;
}

WRAP(int, fsync, (int fd), (fd), -1)
WRAP(int, fstat, (int fd, struct stat *status), (fd, status), -1)
WRAP(int, stat, (const char *path, struct stat *status), (path, status), -1)
WRAP(int, lstat, (const char *path, struct stat *status), (path, status), -1)
WRAP(int, statvfs, (const char *path, struct statvfs *status), (path, status), -1)
WRAP(int, faccessat, (int dir, const char *path, int mode, int flags), (dir, path, mode, flags), -1)
WRAP(int, access, (const char *path, int mode), (path, mode), -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
WRAP(int, rmdir, (const char *path), (path), -1)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(int, remove, (const char *path), (path), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(int, renameat2, (int dir, const char *from, int to_dir, const char *to, unsigned flags),
     (dir, from, to_dir, to, flags), -1)
WRAP(int, flock, (int fd, int operation), (fd, operation), -1)
WRAP(DIR *, opendir, (const char *path), (path), NULL)
WRAP(DIR *, fdopendir, (int fd), (fd), NULL)
WRAP(struct dirent *, readdir, (DIR * dir), (dir), NULL)
WRAP(int, scandir,
     (const char *path, struct dirent ***list, int (*filter)(const struct dirent *),
      int (*compare)(const struct dirent **, const struct dirent **)),
     (path, list, filter, compare), -1)
WRAP(char *, realpath, (const char *path, char *out), (path, out), NULL)
WRAP(char *, getcwd, (char *out, size_t size), (out, size), NULL)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
WRAP(size_t, fread, (void *data, size_t size, size_t count, FILE *file), (data, size, count, file),
     0)
WRAP(char *, fgets, (char *line, int size, FILE *file), (line, size, file), NULL)

/* After a read that failed the stream says so. */
int __real_ferror(FILE *file);
int __wrap_ferror(FILE *file);
int __wrap_ferror(FILE *file)
{
    bool ours = atomic_load(&fired) &&
                (strcmp(fault.function, "fread") == 0 || strcmp(fault.function, "fgets") == 0);
    return ours ? 1 : __real_ferror(file);
}

WRAP(int, fseeko, (FILE * file, off_t offset, int whence), (file, offset, whence), -1)
WRAP(int, pthread_create,
     (pthread_t * thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument),
     (thread, attributes, run, argument), EAGAIN)

WRAP(int, deflateInit2_,
     (z_stream * stream, int level, int method, int bits, int memory, int strategy,
      const char *version, int size),
     (stream, level, method, bits, memory, strategy, version, size), Z_MEM_ERROR)
WRAP(int, deflate, (z_stream * stream, int flush), (stream, flush), Z_STREAM_ERROR)
WRAP(int, deflateReset, (z_stream * stream), (stream), Z_STREAM_ERROR)
WRAP(int, deflateSetDictionary, (z_stream * stream, const Bytef *text, uInt length),
     (stream, text, length), Z_STREAM_ERROR)
WRAP(int, inflateInit2_, (z_stream * stream, int bits, const char *version, int size),
     (stream, bits, version, size), Z_MEM_ERROR)
WRAP(int, inflate, (z_stream * stream, int flush), (stream, flush), Z_MEM_ERROR)
WRAP(int, inflateReset, (z_stream * stream), (stream), Z_STREAM_ERROR)

WRAP(EVP_MD_CTX *, EVP_MD_CTX_new, (void), (), NULL)
WRAP(int, EVP_DigestInit_ex, (EVP_MD_CTX * context, const EVP_MD *type, ENGINE *engine),
     (context, type, engine), 0)
WRAP(int, EVP_DigestUpdate, (EVP_MD_CTX * context, const void *data, size_t size),
     (context, data, size), 0)
WRAP(int, EVP_DigestFinal_ex, (EVP_MD_CTX * context, unsigned char *out, unsigned *size),
     (context, out, size), 0)
WRAP(int, EVP_Digest,
     (const void *data, size_t count, unsigned char *out, unsigned *size, const EVP_MD *type,
      ENGINE *engine),
     (data, count, out, size, type, engine), 0)

WRAP(cJSON *, cJSON_ParseWithLengthOpts,
     (const char *text, size_t length, const char **end, cJSON_bool terminated),
     (text, length, end, terminated), NULL)

WRAP(lxw_workbook *, workbook_new_opt, (const char *path, lxw_workbook_options *options),
     (path, options), NULL)

/* A workbook that can't be closed is freed all the same. */
lxw_error __real_workbook_close(lxw_workbook *book);
lxw_error __wrap_workbook_close(lxw_workbook *book);
COUNTER(workbook_close);
lxw_error __wrap_workbook_close(lxw_workbook *book)
{
    bool wrong = fails(&counter_workbook_close);
    lxw_error error = __real_workbook_close(book);
    return wrong ? LXW_ERROR_CREATING_TMPFILE : error;
}

WRAP(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook * book, const char *name), (book, name),
     NULL)
WRAP(lxw_format *, workbook_add_format, (lxw_workbook * book), (book), NULL)
WRAP(lxw_error, worksheet_write_string,
     (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format),
     (sheet, row, column, text, format), LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_write_number,
     (lxw_worksheet * sheet, lxw_row_t row, lxw_col_t column, double number, lxw_format *format),
     (sheet, row, column, number, format), LXW_ERROR_MEMORY_MALLOC_FAILED)

/* RETURN __wrap_NAME of libpq, whose first parameter is the connection. */
#define WRAP_PQ(type, name, parameters, arguments, failure)                                        \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    COUNTER(name);                                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        if (fails(&counter_##name)) {                                                              \
            if (!how_is("cut")) {                                                                  \
                return failure;                                                                    \
            }                                                                                      \
            (void)shutdown(PQsocket(conn), SHUT_RDWR);                                             \
        }                                                                                          \
        return __real_##name arguments;                                                            \
    }

WRAP_PQ(PGresult *, PQexec, (PGconn * conn, const char *sql), (conn, sql), NULL)
WRAP_PQ(PGresult *, PQexecParams,
        (PGconn * conn, const char *sql, int count, const Oid *types, const char *const *values,
         const int *lengths, const int *formats, int format),
        (conn, sql, count, types, values, lengths, formats, format), NULL)
WRAP_PQ(int, PQsendQuery, (PGconn * conn, const char *sql), (conn, sql), 0)
WRAP_PQ(int, PQsendQueryParams,
        (PGconn * conn, const char *sql, int count, const Oid *types, const char *const *values,
         const int *lengths, const int *formats, int format),
        (conn, sql, count, types, values, lengths, formats, format), 0)
WRAP_PQ(PGresult *, PQprepare,
        (PGconn * conn, const char *name, const char *sql, int count, const Oid *types),
        (conn, name, sql, count, types), NULL)
WRAP_PQ(int, PQsendQueryPrepared,
        (PGconn * conn, const char *name, int count, const char *const *values, const int *lengths,
         const int *formats, int format),
        (conn, name, count, values, lengths, formats, format), 0)
WRAP_PQ(PGresult *, PQexecPrepared,
        (PGconn * conn, const char *name, int count, const char *const *values, const int *lengths,
         const int *formats, int format),
        (conn, name, count, values, lengths, formats, format), NULL)
WRAP_PQ(PGresult *, PQgetResult, (PGconn * conn), (conn), NULL)
WRAP_PQ(int, PQputCopyData, (PGconn * conn, const char *data, int size), (conn, data, size), -1)
WRAP_PQ(int, PQputCopyEnd, (PGconn * conn, const char *message), (conn, message), -1)
WRAP_PQ(int, PQgetCopyData, (PGconn * conn, char **data, int async), (conn, data, async), -2)
WRAP_PQ(int, PQsetSingleRowMode, (PGconn * conn), (conn), 0)

/* As without memory: no connection at all. */
WRAP(PGconn *, PQconnectdbParams, (const char *const *keys, const char *const *values, int expand),
     (keys, values, expand), NULL)
WRAP(PQconninfoOption *, PQconninfoParse, (const char *conninfo, char **message),
     (conninfo, message), NULL)
