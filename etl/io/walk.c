#include "io/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

static const struct {
    const char *suffix;
    enum walk_kind kind;
} suffixes[] = {
    {".json", WALK_JSON},      {".json.gz", WALK_JSON}, {".jsonl", WALK_LINES},
    {".jsonl.gz", WALK_LINES}, {".ndjson", WALK_LINES}, {".ndjson.gz", WALK_LINES},
};

/* A directory that is being walked, and those above it. */
struct level {
    dev_t device;
    ino_t inode;
    const struct level *above;
};

struct walk {
    const struct walk_events *events;
    struct walk_counts *counts;
};

struct entry {
    char *name;
    unsigned char type; /* DT_… */
};

struct listing {
    struct entry *entries;
    size_t count;
    size_t capacity;
};

enum walk_kind walk_kind(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = strlen(slash != NULL ? slash + 1 : path);
    const char *end = path + strlen(path);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t wanted = strlen(suffixes[i].suffix);
        if (length >= wanted && strcmp(end - wanted, suffixes[i].suffix) == 0) {
            return suffixes[i].kind;
        }
    }
    return WALK_OTHER;
}

const char *walk_suffixes(void)
{
    return ".json .json.gz .jsonl .jsonl.gz .ndjson .ndjson.gz";
}

static void report_fault(const struct walk *walk, const char *path, int error)
{
    char text[128];
    walk->counts->faults++;
    if (walk->events->fault != NULL) {
        walk->events->fault(path, strerror_r(error, text, sizeof text), walk->events->context);
    }
}

/* Disks tell of years up to 30828: what doesn't fit wraps round. It is only compared. */
static int64_t nanoseconds(const struct timespec *time)
{
    return (int64_t)((uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec);
}

static bool hand_over(const struct walk *walk, const char *path, enum walk_kind kind,
                      const struct stat *status, struct err *err)
{
    struct walk_file file = {
        .path = path,
        .kind = kind,
        .size = S_ISREG(status->st_mode) ? status->st_size : 0,
        .mtime_ns = nanoseconds(&status->st_mtim),
        .device = status->st_dev,
        .inode = status->st_ino,
    };
    walk->counts->files++;
    walk->counts->bytes += file.size;
    return walk->events->file(&file, walk->events->context, err);
}

static void listing_clear(struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        free(listing->entries[i].name);
    }
    free(listing->entries);
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const struct entry *)left)->name, ((const struct entry *)right)->name);
}

/* The entries that aren't hidden, in name order. On failure errno tells why, and *listing is empty.
 */
static bool list_directory(const struct walk *walk, const char *path, struct listing *listing)
{
    *listing = (struct listing){0};
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return false;
    }
    const struct dirent *found;
    while ((errno = 0, found = readdir(dir)) != NULL) {
        if (found->d_name[0] == '.') {
            bool is_self = strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0;
            walk->counts->passed_over += is_self ? 0 : 1;
            continue;
        }
        listing->entries = mem_grow(listing->entries, &listing->capacity, listing->count + 1,
                                    sizeof *listing->entries);
        listing->entries[listing->count++] =
            (struct entry){.name = mem_strdup(found->d_name), .type = found->d_type};
    }
    int error = errno;
    closedir(dir);
    if (error != 0) {
        listing_clear(listing);
        *listing = (struct listing){0};
        errno = error;
        return false;
    }
    if (listing->count > 0) {
        qsort(listing->entries, listing->count, sizeof *listing->entries, compare_names);
    }
    return true;
}

static bool leads_back(const struct level *level, const struct stat *status)
{
    for (; level != NULL; level = level->above) {
        if (level->device == status->st_dev && level->inode == status->st_ino) {
            return true;
        }
    }
    return false;
}

static bool visit_entry(const struct walk *walk, const char *path, unsigned char type,
                        const struct level *level, struct err *err);

static bool visit_listing(const struct walk *walk, const char *path, const struct listing *listing,
                          const struct level *level, struct err *err)
{
    bool ok = true;
    const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
    for (size_t i = 0; ok && i < listing->count; i++) {
        char *child = mem_printf("%s%s%s", path, slash, listing->entries[i].name);
        ok = visit_entry(walk, child, listing->entries[i].type, level, err);
        free(child);
    }
    return ok;
}

static bool visit_directory(const struct walk *walk, const char *path, const struct stat *status,
                            const struct level *above, struct err *err)
{
    if (leads_back(above, status)) {
        log_warning("%s is passed over: it leads back to a directory that it is in", path);
        return true;
    }
    struct listing listing;
    if (!list_directory(walk, path, &listing)) {
        report_fault(walk, path, errno);
        return true;
    }
    struct level level = {.device = status->st_dev, .inode = status->st_ino, .above = above};
    bool ok = visit_listing(walk, path, &listing, &level, err);
    listing_clear(&listing);
    return ok;
}

static bool visit_entry(const struct walk *walk, const char *path, unsigned char type,
                        const struct level *level, struct err *err)
{
    enum walk_kind kind = walk_kind(path);
    bool may_be_directory = type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN;
    if (kind == WALK_OTHER && !may_be_directory) {
        walk->counts->passed_over++;
        return true;
    }
    struct stat status;
    if (stat(path, &status) != 0) {
        report_fault(walk, path, errno);
        return true;
    }
    if (S_ISDIR(status.st_mode)) {
        return visit_directory(walk, path, &status, level, err);
    }
    if (kind != WALK_OTHER && !S_ISREG(status.st_mode)) {
        log_warning("%s is passed over: it is no regular file", path);
        return true;
    }
    if (kind == WALK_OTHER) {
        walk->counts->passed_over++;
        return true;
    }
    if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0) {
        report_fault(walk, path, errno);
        return true;
    }
    return hand_over(walk, path, kind, &status, err);
}

static bool visit_named_file(const struct walk *walk, const char *path, const struct stat *status,
                             struct err *err)
{
    enum walk_kind kind = walk_kind(path);
    if (kind == WALK_OTHER) {
        return err_set(err, ERR_NOINPUT, "%s is of no known kind; the names known end in %s", path,
                       walk_suffixes());
    }
    return hand_over(walk, path, kind, status, err);
}

static bool visit_named_directory(const struct walk *walk, const char *path,
                                  const struct stat *status, struct err *err)
{
    struct listing listing;
    if (!list_directory(walk, path, &listing)) {
        return err_errno(err, ERR_NOINPUT, "can't read the directory %s", path);
    }
    struct level level = {.device = status->st_dev, .inode = status->st_ino};
    bool ok = visit_listing(walk, path, &listing, &level, err);
    listing_clear(&listing);
    return ok;
}

bool walk_path(const char *path, const struct walk_events *events, struct walk_counts *counts,
               struct err *err)
{
    struct walk walk = {.events = events, .counts = counts};
    struct stat status = {0};
    if (strcmp(path, "-") == 0) {
        return hand_over(&walk, path, WALK_LINES, &status, err);
    }
    if (stat(path, &status) != 0 || faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0) {
        return err_errno(err, ERR_NOINPUT, "can't read %s", path);
    }
    return S_ISDIR(status.st_mode) ? visit_named_directory(&walk, path, &status, err)
                                   : visit_named_file(&walk, path, &status, err);
}
