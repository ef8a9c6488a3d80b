/* The cluster of the embedded server: initdb, its configuration, its folders. Runs as the server's
 * owner. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/mem.h"
#include "pg/server_internal.h"

/* Writes a file below `dir`, or adds to it. */
static bool put_file(const char *dir, const char *name, int how, const struct buf *text,
                     struct err *err)
{
    char *path = mem_printf("%s/%s", dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | how, 0600);
    bool fine = fd >= 0 && fd_write(fd, text->data, text->length) && fsync(fd) == 0;
    if (!fine) {
        err_errno(err, ERR_CANTCREATE, "%s", path);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(path);
    return fine;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static bool remove_tree(const char *path, struct err *err)
{
    enum { OPEN_FOLDERS = 16 };
    if (nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT) {
        return err_errno(err, ERR_CANTCREATE, "can't remove %s", path);
    }
    return true;
}

static bool run_initdb(const struct server *server, const char *data, struct err *err)
{
    char *program = mem_printf("%s/initdb", server->bindir);
    char *log = mem_printf("%s/initdb.log", server->home);
    const char *const argv[] = {
        program, "-D", data, "--encoding=UTF8", "--locale=C", "--auth=peer", "-U", "huizong", NULL};
    int output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool fine = output >= 0;
    if (!fine) {
        err_errno(err, ERR_CANTCREATE, "%s", log);
    } else {
        fine = server_run(argv, server->home, output, err);
        close(output);
        if (!fine) {
            err_context(err, "can't create the database cluster (see %s)", log);
        }
    }
    free(program);
    free(log);
    return fine;
}

/* Who comes in: by peer, thus by the name that the kernel tells of the process at the other end. */
static bool write_access(const struct server *server, const char *data, struct err *err)
{
    struct buf hba = {0};
    struct buf ident = {0};
    buf_puts(&hba, "# Made by huizong: the owner of the server and root come in as role huizong,\n"
                   "# over the Unix socket; nobody else.\n"
                   "local all all peer map=huizong\n");
    buf_printf(&ident, "# Made by huizong; see pg_hba.conf.\nhuizong \"%s\" huizong\n",
               server->owner.name);
    if (server->owner.uid != 0) {
        buf_puts(&ident, "huizong root huizong\n");
    }
    bool fine = put_file(data, "pg_hba.conf", O_TRUNC, &hba, err) &&
                put_file(data, "pg_ident.conf", O_TRUNC, &ident, err);
    buf_clear(&hba);
    buf_clear(&ident);
    return fine;
}

static bool include_conf(const char *data, struct err *err)
{
    struct buf text = {0};
    buf_puts(&text,
             "\n# Settings of huizong, written anew at each start. What is set below it wins.\n"
             "include 'huizong.conf'\n");
    bool fine = put_file(data, "postgresql.conf", O_APPEND, &text, err);
    buf_clear(&text);
    return fine;
}

static bool sync_folder(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = fd >= 0 && fsync(fd) == 0;
    if (!fine) {
        err_errno(err, ERR_IO, "%s", path);
    }
    if (fd >= 0) {
        close(fd);
    }
    return fine;
}

bool server_make_cluster(const struct server *server, struct err *err)
{
    log_info("creating a PostgreSQL cluster in %s", server->data);
    /* Under a name of its own until it is whole: one that was interrupted is begun anew. */
    char *made = mem_printf("%s.new", server->data);
    bool fine = remove_tree(made, err) && run_initdb(server, made, err) &&
                write_access(server, made, err) && include_conf(made, err);
    if (fine && rename(made, server->data) != 0) {
        fine = err_errno(err, ERR_CANTCREATE, "%s", server->data);
    }
    free(made);
    return fine && sync_folder(server->home, err);
}

static uint64_t read_limit(const char *path)
{
    char text[32];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    if (fd >= 0) {
        close(fd);
    }
    text[got > 0 ? got : 0] = '\0';
    uint64_t limit = strtoull(text, NULL, 10);
    return limit > 0 ? limit : UINT64_MAX; /* "max", or no such file: no limit */
}

/* The machine's memory, or what the container may have of it. */
static uint64_t memory_size(void)
{
    uint64_t size = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    static const char *const limits[] = {"/sys/fs/cgroup/memory.max",
                                         "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        uint64_t limit = read_limit(limits[i]);
        size = limit < size ? limit : size;
    }
    return size;
}

static unsigned shared_buffers_mb(void)
{
    enum { LEAST = 128, MOST = 1024, SHARE = 4, MEGABYTE = 1024 * 1024 };
    uint64_t megabytes = memory_size() / SHARE / MEGABYTE;
    return megabytes < LEAST ? LEAST : megabytes > MOST ? MOST : (unsigned)megabytes;
}

/* Containers often have 64 MB of /dev/shm: too little for the hash tables of parallel queries. */
static bool shm_is_small(void)
{
    struct statvfs shm;
    return statvfs("/dev/shm", &shm) != 0 ||
           (uint64_t)shm.f_blocks * shm.f_frsize < UINT64_C(512) * 1024 * 1024;
}

bool server_write_conf(const struct server *server, struct err *err)
{
    struct buf text = {0};
    buf_puts(&text, "# Written by huizong at each start: changes belong below the include in\n"
                    "# postgresql.conf.\n");
    buf_printf(&text,
               "listen_addresses = ''\n"
               "port = " SERVER_PORT "\n"
               "unix_socket_directories = '%s'\n"
               "unix_socket_permissions = 0700\n"
               "shared_buffers = %uMB\n"
               "dynamic_shared_memory_type = %s\n",
               server->socket_dir, shared_buffers_mb(), shm_is_small() ? "mmap" : "posix");
    buf_puts(&text, "work_mem = 64MB\n"
                    "maintenance_work_mem = 256MB\n"
                    "max_wal_size = 4GB\n"
                    "checkpoint_timeout = 15min\n"
                    "wal_level = minimal\n"
                    "max_wal_senders = 0\n"
                    "fsync = on\n"
                    "synchronous_commit = on\n"
                    "jit = off\n"
                    "timezone = 'UTC'\n"
                    "log_timezone = 'UTC'\n"
                    "lc_messages = 'C'\n"
                    "log_line_prefix = '%m [%p] '\n"
                    "log_checkpoints = off\n"
                    "log_min_error_statement = panic\n");
    bool fine = put_file(server->data, "huizong.conf", O_TRUNC, &text, err);
    buf_clear(&text);
    return fine;
}

bool server_make_socket_dir(const struct server *server, struct err *err)
{
    if (mkdir(server->socket_dir, 0700) != 0 && errno != EEXIST) {
        return err_errno(err, ERR_CANTCREATE, "%s", server->socket_dir);
    }
    struct stat status;
    if (lstat(server->socket_dir, &status) != 0) {
        return err_errno(err, ERR_CANTCREATE, "%s", server->socket_dir);
    }
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
        return err_set(
            err, ERR_CONFIG,
            "%s is not a folder of user %s alone (mode 0700): remove it; the socket of the"
            " database goes there",
            server->socket_dir, server->owner.name);
    }
    return true;
}
