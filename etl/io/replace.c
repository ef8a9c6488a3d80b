#include "io/replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/iocode.h"
#include "io/leftover.h"

/* What is no file has nothing to sync. */
static bool write_synced(int fd, const char *data, size_t length)
{
    return fd_write(fd, data, length) && (fsync(fd) == 0 || errno == EINVAL);
}

static bool write_file(const char *path, const void *data, size_t length, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    bool fine = write_synced(fd, data, length) || err_errno(err, ERR_IO, "writing %s failed", path);
    if (close(fd) != 0 && fine) {
        fine = err_errno(err, ERR_IO, "writing %s failed", path);
    }
    return fine;
}

/* What isn't a regular file (a device, a pipe, a terminal) isn't to be replaced by one. A pipe that
 * nobody reads is a failure rather than waited for. */
static bool write_through(const char *path, const void *data, size_t length, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't create %s", path);
    }
    bool fine = fcntl(fd, F_SETFL, 0) == 0 && write_synced(fd, data, length);
    if (!fine) {
        err_errno(err, ERR_IO, "writing %s failed", path);
    }
    if (close(fd) != 0 && fine) {
        fine = err_errno(err, ERR_IO, "closing %s failed", path);
    }
    return fine;
}

/* Seconds that a file may lie beside its target, by a clock that may differ from that of another
 * host, before it is taken for what a dead run left. */
enum { PATIENCE = 60 };

static bool is_abandoned(const char *path, long pid)
{
    struct stat status;
    return leftover_is_dead(pid) && lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_uid == geteuid() && time(NULL) - status.st_mtime > PATIENCE;
}

/* Removes what runs that died left beside the target. */
static void clear_leftovers(const char *folder, const char *name)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return; /* one may write in a folder that one can't list */
    }
    char *prefix = mem_printf(".%s.new-", name);
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        long pid = leftover_pid(entry->d_name, prefix);
        char *path = mem_printf("%s/%s", folder, entry->d_name);
        if (pid > 0 && is_abandoned(path, pid)) {
            bool gone = unlink(path) == 0;
            log_warning("a run that died left %s: %s", path, gone ? "removed" : strerror(errno));
        }
        free(path);
    }
    free(prefix);
    closedir(dir);
}

static bool replace_regular(const char *path, const void *data, size_t length, struct err *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    char *folder = slash != NULL ? mem_strndup(path, (size_t)(name - path)) : mem_strdup(".");
    char *fresh = mem_printf("%.*s.%s.new-%ld", (int)(name - path), path, name, (long)getpid());
    clear_leftovers(folder, name);
    bool fine = write_file(fresh, data, length, err);
    if (fine && rename(fresh, path) != 0) {
        fine = err_errno(err, iocode(errno), "can't create %s", path);
    }
    if (!fine) {
        unlink(fresh);
    }
    free(fresh);
    free(folder);
    return fine;
}

static bool replace_linked(const char *path, const void *data, size_t length, struct err *err)
{
    char *target = realpath(path, NULL);
    bool fine = target != NULL ? replace_regular(target, data, length, err)
                               : err_errno(err, iocode(errno), "can't resolve %s", path);
    free(target);
    return fine;
}

bool replace_file(const char *path, const void *data, size_t length, struct err *err)
{
    struct stat named;
    struct stat meant;
    if (lstat(path, &named) != 0 || S_ISREG(named.st_mode)) {
        return replace_regular(path, data, length, err);
    }
    /* A link that leads nowhere yet: its target is made. */
    bool is_regular = stat(path, &meant) == 0 && S_ISREG(meant.st_mode);
    return is_regular ? replace_linked(path, data, length, err)
                      : write_through(path, data, length, err);
}
