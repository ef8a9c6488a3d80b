#include "pg/sqlfile.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

/* Made by sql/embed.cmake, in the order of their paths. */
extern const struct sqlfile sqlfile_embedded[];
extern const size_t sqlfile_embedded_count;

struct list {
    struct sqlfile *files;
    size_t count, capacity;
};

/* The files in use where a folder was given; they live as long as the program. */
static struct list folder_files;
static bool folder_active;

static const struct sqlfile *all_files(size_t *count)
{
    *count = folder_active ? folder_files.count : sqlfile_embedded_count;
    return folder_active ? folder_files.files : sqlfile_embedded;
}

/* nftw passes no context to its callback. */
static struct {
    struct list *list;
    size_t prefix; /* bytes of a path that its name leaves out */
    int depth;     /* of folders; 1 is the folder itself */
    struct err *err;
} walk;

static bool read_text(const char *path, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return err_errno(err, ERR_CONFIG, "%s", path);
    }
    enum { PIECE = 65536 };
    ssize_t got;
    do {
        got = read(fd, buf_reserve(out, PIECE), PIECE);
        out->length += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    bool fine = got == 0;
    if (!fine) {
        err_errno(err, ERR_CONFIG, "%s", path);
    }
    close(fd);
    return fine;
}

static bool is_sql(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".sql") == 0;
}

/* A link that leads nowhere would be a rule that nobody misses; a pipe would be waited for. */
static bool is_readable(const char *path, const struct stat *status, int type, struct err *err)
{
    if (type == FTW_SLN || type == FTW_NS) {
        return err_set(err, ERR_CONFIG,
                       "%s: a link that leads nowhere, or nothing that can be read", path);
    }
    return S_ISREG(status->st_mode) || err_set(err, ERR_CONFIG, "%s: is no regular file", path);
}

static int add_file(const char *path, const struct stat *status, int type, struct FTW *place)
{
    if (type == FTW_DNR && place->level < walk.depth) {
        err_set(walk.err, ERR_CONFIG, "%s: the folder can't be read", path);
        return 1;
    }
    if (type == FTW_D || type == FTW_DNR || place->level > walk.depth || !is_sql(path) ||
        path[place->base] == '.') {
        return 0;
    }
    if (!is_readable(path, status, type, walk.err)) {
        return 1;
    }
    struct buf text = {0};
    if (!read_text(path, &text, walk.err)) {
        buf_clear(&text);
        return 1;
    }
    struct list *list = walk.list;
    list->files = mem_grow(list->files, &list->capacity, list->count + 1, sizeof *list->files);
    list->files[list->count++] = (struct sqlfile){
        .path = mem_strdup(path + walk.prefix),
        .text = buf_cstr(&text),
    };
    return 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct sqlfile *)a)->path, ((const struct sqlfile *)b)->path);
}

static void forget_files(struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free((void *)list->files[i].path);
        free((void *)list->files[i].text);
    }
    list->count = 0;
}

/* Reads the files of `root` into an empty list, in the order of their paths. */
static bool read_folder(const char *root, struct list *list, struct err *err)
{
    enum { OPEN_FILES = 16 };
    walk.list = list;
    walk.err = err;
    err_clear(err);
    if (nftw(root, add_file, OPEN_FILES, 0) != 0) {
        return err->code != ERR_NONE ? false
                                     : err_errno(err, ERR_CONFIG, "folder of SQL files %s", root);
    }
    if (list->count > 0) {
        qsort(list->files, list->count, sizeof *list->files, by_path);
    }
    return true;
}

bool sqlfile_use_dir(const char *dir, struct err *err)
{
    char *root = realpath(dir, NULL);
    if (root == NULL) {
        return err_errno(err, ERR_CONFIG, "folder of SQL files %s", dir);
    }
    forget_files(&folder_files);
    walk.prefix = strlen(root) + 1;
    walk.depth = INT_MAX;
    folder_active = read_folder(root, &folder_files, err);
    free(root);
    if (folder_active && folder_files.count == 0) {
        folder_active = false;
        err_set(err, ERR_CONFIG, "%s holds no SQL files", dir);
    }
    return folder_active;
}

bool sqlfile_read_dir(const char *dir, struct sqlfile **files, size_t *count, struct err *err)
{
    struct list list = {0};
    walk.prefix = 0;
    walk.depth = 1;
    bool fine = read_folder(dir, &list, err);
    if (!fine) {
        sqlfile_free(list.files, list.count);
        list = (struct list){0};
    }
    *files = list.files;
    *count = list.count;
    return fine;
}

void sqlfile_free(struct sqlfile *files, size_t count)
{
    struct list list = {.files = files, .count = count};
    forget_files(&list);
    free(files);
}

static bool is_in(const char *path, const char *folder, size_t length)
{
    return strncmp(path, folder, length) == 0 && path[length] == '/' &&
           strchr(path + length + 1, '/') == NULL;
}

size_t sqlfile_list(const char *folder, const struct sqlfile **out)
{
    size_t total;
    const struct sqlfile *files = all_files(&total);
    size_t length = strlen(folder);
    size_t first = 0;
    while (first < total && !is_in(files[first].path, folder, length)) {
        first++;
    }
    size_t count = 0;
    while (first + count < total && is_in(files[first + count].path, folder, length)) {
        count++;
    }
    *out = files + first;
    return count;
}

const struct sqlfile *sqlfile_find(const char *path)
{
    size_t total;
    const struct sqlfile *files = all_files(&total);
    for (size_t i = 0; i < total; i++) {
        if (strcmp(files[i].path, path) == 0) {
            return &files[i];
        }
    }
    return NULL;
}
