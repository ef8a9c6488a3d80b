#include "io/swapdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "io/iocode.h"
#include "io/leftover.h"

/* The directories that targets are in and that were missing. */
struct made_parents {
    pthread_mutex_t mutex; /* targets may begin side by side */
    char **paths;
    size_t count, capacity;
};

struct swapdir_root {
    char *path;
    struct made_parents *made;
    swapdir_owns_fn owns;
    int fd;
    bool alone; /* the lock is ours, so that whatever is left over was left by the dead */
};

struct swapdir {
    const struct swapdir_root *root;
    char *target;
    char *parent;
    char *fresh;   /* .<name>.new-<pid>: the new content before the swap, the old one after it */
    char *retired; /* .<name>.old-<pid>: the old content for a moment, where directories can't be
                      exchanged */
    bool made;     /* the new one is there */
    bool replaces; /* there was a target before, */
    mode_t mode;   /* with these rights */
    gid_t group;
    bool swapped;
    bool linked;  /* the target is what a symbolic link points to */
    bool removes; /* see swapdir_remove_target */
};

static bool sync_directory(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(err, iocode(errno), "can't open the directory %s", path);
    }
    /* EINVAL: the file system doesn't know how, or needn't. */
    bool ok = fsync(fd) == 0 || errno == EINVAL;
    if (!ok) {
        err_errno(err, ERR_IO, "syncing the directory %s failed", path);
    }
    close(fd);
    return ok;
}

static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return mem_strdup(".");
    }
    return mem_strndup(path, slash > path ? (size_t)(slash - path) : 1);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Makes `path` and the directories above it where they are missing. */
static bool make_directories(const char *path, struct err *err)
{
    if (is_directory(path)) {
        return true;
    }
    char *parent = parent_of(path);
    bool ok = strcmp(parent, path) == 0 || make_directories(parent, err);
    if (ok && mkdir(path, 0777) != 0 && !(errno == EEXIST && is_directory(path))) {
        ok = err_errno(err, iocode(errno), "can't make the directory %s", path);
    }
    ok = ok && sync_directory(parent, err);
    free(parent);
    return ok;
}

/* Removes an entry of `dir` that is the caller's; moves what isn't to the target. */
static void discard_entry(const struct swapdir *swap, const char *dir, const char *name)
{
    char *path = mem_printf("%s/%s", dir, name);
    char *kept = mem_printf("%s/%s", swap->target, name);
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISREG(status.st_mode) && swap->root->owns(name)) {
        if (unlink(path) != 0) {
            log_warning("can't remove %s: %s", path, strerror(errno));
        }
    } else if (renameat2(AT_FDCWD, path, AT_FDCWD, kept, RENAME_NOREPLACE) != 0) {
        log_warning("%s is no file of ours and can't be moved to %s: %s", path, kept,
                    strerror(errno));
    }
    free(path);
    free(kept);
}

/* The next entry of a directory that is cleared up; a failure is no more than told. */
static const struct dirent *next_entry(DIR *dir, const char *path)
{
    errno = 0;
    const struct dirent *entry = readdir(dir);
    if (entry == NULL && errno != 0) {
        log_warning("reading the directory %s failed: %s", path, strerror(errno));
    }
    return entry;
}

static void discard(const struct swapdir *swap, const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        if (errno != ENOENT) {
            log_warning("can't remove %s: %s", path, strerror(errno));
        }
        return;
    }
    const struct dirent *entry;
    while ((entry = next_entry(dir, path)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            discard_entry(swap, path, entry->d_name);
        }
    }
    closedir(dir);
    if (rmdir(path) != 0) {
        log_warning("can't remove %s: %s", path, strerror(errno));
    }
}

/* Whether the run that made a directory is over. Without a lock its process id has to tell. */
static bool is_abandoned(const struct swapdir *swap, const char *path, long pid)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid()) {
        return false;
    }
    return swap->root->alone || pid == getpid() || leftover_is_dead(pid);
}

/* Takes care of one directory that a dead run left: the only copy of the old content goes back to
 * its place. */
static void recover(const struct swapdir *swap, const char *name, long pid, bool is_retired)
{
    char *path = mem_printf("%s/%s", swap->parent, name);
    if (is_abandoned(swap, path, pid)) {
        bool restored =
            is_retired && renameat2(AT_FDCWD, path, AT_FDCWD, swap->target, RENAME_NOREPLACE) == 0;
        if (!restored) {
            discard(swap, path);
        }
        log_warning("a run that died left %s: %s", path,
                    restored ? "put back in place" : "removed");
    }
    free(path);
}

/* First what holds old content, so that it's in place again when the rest is removed. */
static void recover_all(const struct swapdir *swap, const char *kind)
{
    DIR *dir = opendir(swap->parent);
    if (dir == NULL) {
        if (errno != ENOENT) {
            log_warning("can't look for what a run left in %s: %s", swap->parent, strerror(errno));
        }
        return;
    }
    char *prefix = mem_printf(".%s.%s-", name_of(swap->target), kind);
    const struct dirent *entry;
    while ((entry = next_entry(dir, swap->parent)) != NULL) {
        long pid = leftover_pid(entry->d_name, prefix);
        if (pid > 0) {
            recover(swap, entry->d_name, pid, strcmp(kind, "old") == 0);
        }
    }
    free(prefix);
    closedir(dir);
}

/* Who may read the old one may read the new one. Before it is filled: where the group is inherited,
 * files get it then. */
static void keep_access(const struct swapdir *swap)
{
    struct stat status;
    mode_t mode = swap->mode | S_IRWXU;
    if (!swap->replaces || stat(swap->fresh, &status) != 0) {
        return;
    }
    if (status.st_gid != swap->group && chown(swap->fresh, (uid_t)-1, swap->group) != 0) {
        log_warning("%s will no longer be of group %u: %s", swap->target, (unsigned)swap->group,
                    strerror(errno));
    }
    if ((status.st_mode & 07777) != mode && chmod(swap->fresh, mode) != 0) {
        log_warning("%s will no longer have the mode %o: %s", swap->target, (unsigned)mode,
                    strerror(errno));
    }
}

static bool make_fresh(struct swapdir *swap, struct err *err)
{
    swap->made = mkdir(swap->fresh, 0777) == 0;
    if (!swap->made) {
        return err_errno(err, iocode(errno), "can't make the directory %s", swap->fresh);
    }
    keep_access(swap);
    return true;
}

static char *resolve(const char *target)
{
    char *resolved = NULL;
    struct stat status;
    if (lstat(target, &status) == 0 && S_ISLNK(status.st_mode)) {
        resolved = realpath(target, NULL);
    }
    return resolved != NULL ? resolved : mem_strdup(target);
}

static bool look_at_target(struct swapdir *swap, struct err *err)
{
    struct stat status;
    if (lstat(swap->target, &status) != 0) {
        swap->replaces = false;
        return errno == ENOENT || err_errno(err, iocode(errno), "can't look at %s", swap->target);
    }
    swap->replaces = true;
    swap->mode = status.st_mode & 07777;
    swap->group = status.st_gid;
    return S_ISDIR(status.st_mode) ||
           err_set(err, ERR_CANTCREATE, "%s is in the way: it is no directory", swap->target);
}

/* ERR_LOCKED where another process has the lock; a file system without such locks is put up with.
 */
static bool take_lock(struct swapdir_root *root, struct err *err)
{
    root->fd = open(root->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root->fd < 0) {
        return err_errno(err, iocode(errno), "can't open the directory %s", root->path);
    }
    root->alone = flock(root->fd, LOCK_EX | LOCK_NB) == 0;
    if (!root->alone && errno == EWOULDBLOCK) {
        return err_set(err, ERR_LOCKED, "another process is writing to %s", root->path);
    }
    return true;
}

bool swapdir_root_open(struct swapdir_root **out, const char *path, swapdir_owns_fn owns,
                       struct err *err)
{
    struct swapdir_root *root = mem_zalloc(sizeof *root);
    root->fd = -1;
    root->path = mem_strdup(path);
    root->made = mem_zalloc(sizeof *root->made);
    pthread_mutex_init(&root->made->mutex, NULL);
    root->owns = owns;
    bool ok = make_directories(path, err) && take_lock(root, err);
    if (!ok) {
        swapdir_root_close(root);
        root = NULL;
    }
    *out = root;
    return ok;
}

/* One that isn't empty stays. */
static void remove_made(struct made_parents *made)
{
    for (size_t i = made->count; i-- > 0;) {
        if (rmdir(made->paths[i]) != 0 && errno != ENOTEMPTY && errno != EEXIST) {
            log_warning("can't remove %s: %s", made->paths[i], strerror(errno));
        }
        free(made->paths[i]);
    }
    free(made->paths);
    pthread_mutex_destroy(&made->mutex);
    free(made);
}

void swapdir_root_close(struct swapdir_root *root)
{
    if (root == NULL) {
        return;
    }
    remove_made(root->made);
    if (root->fd >= 0) {
        close(root->fd);
    }
    free(root->path);
    free(root);
}

static struct swapdir *describe(const struct swapdir_root *root, const char *name)
{
    struct swapdir *swap = mem_zalloc(sizeof *swap);
    swap->root = root;
    char *target = mem_printf("%s/%s", root->path, name);
    swap->target = resolve(target);
    swap->linked = strcmp(swap->target, target) != 0;
    free(target);
    swap->parent = parent_of(swap->target);
    const char *last = name_of(swap->target);
    swap->fresh = mem_printf("%s/.%s.new-%ld", swap->parent, last, (long)getpid());
    swap->retired = mem_printf("%s/.%s.old-%ld", swap->parent, last, (long)getpid());
    return swap;
}

void swapdir_recover(const struct swapdir_root *root, const char *name)
{
    struct swapdir *swap = describe(root, name);
    recover_all(swap, "old");
    recover_all(swap, "new");
    swapdir_end(swap);
}

static bool make_parent(const struct swapdir *swap, struct err *err)
{
    struct made_parents *made = swap->root->made;
    pthread_mutex_lock(&made->mutex);
    bool there = is_directory(swap->parent);
    bool ok = there || make_directories(swap->parent, err);
    if (!there && is_directory(swap->parent)) { /* it may not have been synced */
        made->paths =
            mem_grow(made->paths, &made->capacity, made->count + 1, sizeof made->paths[0]);
        made->paths[made->count++] = mem_strdup(swap->parent);
    }
    pthread_mutex_unlock(&made->mutex);
    return ok;
}

bool swapdir_begin(struct swapdir **out, const struct swapdir_root *root, const char *name,
                   struct err *err)
{
    struct swapdir *swap = describe(root, name);
    bool ok = make_parent(swap, err);
    if (ok) {
        recover_all(swap, "old");
        recover_all(swap, "new");
    }
    ok = ok && look_at_target(swap, err) && make_fresh(swap, err);
    if (!ok) {
        swapdir_end(swap);
        swap = NULL;
    }
    *out = swap;
    return ok;
}

const char *swapdir_path(const struct swapdir *swap)
{
    return swap->fresh;
}

static bool move(const char *from, const char *to)
{
    if (rename(from, to) == 0) {
        return true;
    }
    int error = errno;
    log_error("can't rename %s to %s: %s", from, to, strerror(error));
    errno = error;
    return false;
}

/* For a file system that can't exchange. Between its renames there is no target for a moment. */
static bool exchange_by_renaming(const struct swapdir *swap)
{
    if (!move(swap->target, swap->retired)) {
        return false;
    }
    if (!move(swap->fresh, swap->target)) {
        int error = errno;
        move(swap->retired, swap->target);
        errno = error;
        return false;
    }
    /* Where this fails the old content keeps its name and is removed when the target is next
     * replaced. */
    move(swap->retired, swap->fresh);
    return true;
}

static bool exchange(const struct swapdir *swap)
{
    if (renameat2(AT_FDCWD, swap->fresh, AT_FDCWD, swap->target, RENAME_EXCHANGE) == 0) {
        return true;
    }
    bool unknown = errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
    return unknown && exchange_by_renaming(swap);
}

bool swapdir_swap(struct swapdir *swap, struct err *err)
{
    if (!sync_directory(swap->fresh, err) || !look_at_target(swap, err)) {
        return false;
    }
    if (!(swap->replaces ? exchange(swap) : rename(swap->fresh, swap->target) == 0)) {
        return err_errno(err, iocode(errno), "can't put the new %s in place", swap->target);
    }
    swap->swapped = true;
    if (!sync_directory(swap->parent, err)) {
        struct err second;
        if (!swapdir_undo(swap, &second)) {
            log_error("%s", second.message);
        }
        return false;
    }
    return true;
}

bool swapdir_undo(struct swapdir *swap, struct err *err)
{
    if (!swap->swapped) {
        return true;
    }
    if (!(swap->replaces ? exchange(swap) : rename(swap->target, swap->fresh) == 0)) {
        return err_errno(err, iocode(errno), "can't put the old %s back", swap->target);
    }
    swap->swapped = false;
    return sync_directory(swap->parent, err);
}

void swapdir_remove_target(struct swapdir *swap)
{
    swap->removes = true;
}

/* After what isn't the caller's has moved on to it. */
static void remove_target(const struct swapdir *swap)
{
    if (rmdir(swap->target) == 0) {
        return;
    }
    if (errno == ENOTEMPTY || errno == EEXIST) {
        log_info("%s stays: there are files in it that are none of ours", swap->target);
    } else {
        log_warning("can't remove %s: %s", swap->target, strerror(errno));
    }
}

void swapdir_end(struct swapdir *swap)
{
    if (swap == NULL) {
        return;
    }
    if (swap->made) {
        discard(swap, swap->fresh);
    }
    if (swap->removes && swap->swapped && !swap->linked) {
        remove_target(swap);
    }
    free(swap->target);
    free(swap->parent);
    free(swap->fresh);
    free(swap->retired);
    free(swap);
}
