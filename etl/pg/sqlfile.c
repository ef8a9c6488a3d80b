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

/* The files in use where a folder was given; they live as long as the program. */
static struct {
    struct sqlfile *files;
    size_t count, capacity;
    bool active;
} folder_files;

static const struct sqlfile *all_files(size_t *count)
{
    *count = folder_files.active ? folder_files.count : sqlfile_embedded_count;
    return folder_files.active ? folder_files.files : sqlfile_embedded;
}

/* nftw passes no context to its callback. */
static struct {
    const char *dir;
    struct err *err;
} walk;

static bool read_text(const char *path, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
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

static int add_file(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    if (type == FTW_DNR) {
        err_set(walk.err, ERR_CONFIG, "%s: the folder can't be read", path);
        return 1;
    }
    if (type != FTW_F || !is_sql(path) || path[place->base] == '.') {
        return 0;
    }
    struct buf text = {0};
    if (!read_text(path, &text, walk.err)) {
        buf_clear(&text);
        return 1;
    }
    folder_files.files = mem_grow(folder_files.files, &folder_files.capacity,
                                  folder_files.count + 1, sizeof *folder_files.files);
    folder_files.files[folder_files.count++] = (struct sqlfile){
        .path = mem_strdup(path + strlen(walk.dir) + 1),
        .text = buf_cstr(&text),
    };
    return 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct sqlfile *)a)->path, ((const struct sqlfile *)b)->path);
}

static void forget_files(void)
{
    for (size_t i = 0; i < folder_files.count; i++) {
        free((void *)folder_files.files[i].path);
        free((void *)folder_files.files[i].text);
    }
    folder_files.count = 0;
}

bool sqlfile_use_dir(const char *dir, struct err *err)
{
    char *root = realpath(dir, NULL);
    if (root == NULL) {
        return err_errno(err, ERR_CONFIG, "folder of SQL files %s", dir);
    }
    forget_files();
    enum { OPEN_FILES = 16 };
    walk.dir = root;
    walk.err = err;
    err_clear(err);
    bool fine = nftw(root, add_file, OPEN_FILES, 0) == 0;
    if (!fine && err->code == ERR_NONE) {
        err_errno(err, ERR_CONFIG, "folder of SQL files %s", dir);
    } else if (fine && folder_files.count == 0) {
        fine = err_set(err, ERR_CONFIG, "%s holds no SQL files", dir);
    }
    free(root);
    if (fine) {
        qsort(folder_files.files, folder_files.count, sizeof *folder_files.files, by_path);
    }
    folder_files.active = fine;
    return fine;
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
