/* Starting and stopping the embedded server. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "pg/pg.h"
#include "pg/server_internal.h"

#define WAIT_SECONDS                                                                               \
    "600" /* after a crash, the server first plays back what it had not yet written */
enum {
    POLL_MICROSECONDS = 100 * 1000,
    POLLS = 6000,
    RETRIES = 20,
    LOG_SIZE_MAX = 16 * 1024 * 1024
};

/* Two programs that start at once: the second waits, and finds it done. */
static int lock_home(const struct server *server, struct err *err)
{
    char *path = mem_printf("%s/lock", server->home);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        err_errno(err, ERR_CANTCREATE,
                  "user %s can't write to %s (give it to that user by chown, or set"
                  " HUIZONG_HOME to another folder)",
                  server->owner.name, server->home);
    }
    free(path);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        if (errno != EINTR) {
            err_errno(err, ERR_IO, "%s/lock", server->home);
            close(fd);
            fd = -1;
        }
    }
    return fd;
}

/* What the server had to say against starting: its last line of weight after `from`. */
static void last_complaint(const struct server *server, off_t from, char *out, size_t size)
{
    out[0] = '\0';
    FILE *log = fopen(server->log, "re");
    if (log == NULL) {
        return;
    }
    char line[512];
    if (fseeko(log, from, SEEK_SET) == 0) {
        while (fgets(line, sizeof line, log) != NULL) {
            const char *fatal = strstr(line, "FATAL:");
            fatal = fatal != NULL ? fatal : strstr(line, "PANIC:");
            if (fatal != NULL) {
                snprintf(out, size, "%.*s", (int)strcspn(fatal, "\n"), fatal);
            }
        }
    }
    fclose(log);
}

static off_t log_size(const struct server *server)
{
    struct stat status;
    return stat(server->log, &status) == 0 ? status.st_size : 0;
}

static void rotate_log(const struct server *server)
{
    if (log_size(server) > LOG_SIZE_MAX) {
        char *old = mem_printf("%s.1", server->log);
        if (rename(server->log, old) != 0) {
            log_warning("can't rename %s: %s", server->log, strerror(errno));
        }
        free(old);
    }
}

static bool pg_ctl(const struct server *server, const char *const *words, struct err *err)
{
    char *program = mem_printf("%s/pg_ctl", server->bindir);
    const char *argv[16] = {program, "-D", server->data, "-s", "-w", "-t", WAIT_SECONDS};
    for (size_t i = 0; words[i] != NULL; i++) {
        argv[7 + i] = words[i];
    }
    int output = open(server->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool fine = output >= 0;
    if (!fine) {
        err_errno(err, ERR_CANTCREATE, "%s", server->log);
    } else {
        fine = server_run(argv, server->home, output, err);
        close(output);
    }
    free(program);
    return fine;
}

/*
 * What was left by a server that was killed: its processes may need a moment to notice, and until
 * then keep its shared memory; one that is stopping keeps its pid file.
 */
static bool passes(const char *complaint)
{
    return strstr(complaint, "still in use") != NULL || strstr(complaint, "already exists") != NULL;
}

static bool start_postgres(const struct server *server, struct err *err)
{
    const char *const words[] = {"-l", server->log, "start", NULL};
    char complaint[512];
    rotate_log(server);
    for (int i = 0; i < RETRIES; i++) {
        off_t before = log_size(server);
        if (pg_ctl(server, words, err)) {
            err_clear(err);
            return true;
        }
        last_complaint(server, before, complaint, sizeof complaint);
        if (!passes(complaint)) {
            break;
        }
        usleep(5 * POLL_MICROSECONDS);
    }
    return err_context(err, "the database does not start: %s (see %s)", complaint, server->log);
}

/* Waits for a server that is already starting, or stopping, to be through with it. */
static bool settle(const struct server *server, struct err *err)
{
    struct server_pidfile pidfile;
    for (int i = 0; i < POLLS; i++) {
        if (!server_read_pidfile(server, &pidfile) || !server_listens(server) ||
            strcmp(pidfile.status, "ready") == 0) {
            return true;
        }
        usleep(POLL_MICROSECONDS);
    }
    return err_set(err, ERR_DB, "the database has been %s for " WAIT_SECONDS " seconds (see %s)",
                   pidfile.status, server->log);
}

/* Puts a number into a copy of postmaster.pid that no process has, and the copy in its place. */
static bool rewrite_pidfile(const char *path, const char *fresh)
{
    static const char nobody[] = "2147483647";
    FILE *from = fopen(path, "re");
    FILE *to = fopen(fresh, "we");
    char line[PATH_MAX];
    bool fine = from != NULL && to != NULL && fgets(line, sizeof line, from) != NULL &&
                fprintf(to, "%s\n", nobody) > 0;
    while (fine && fgets(line, sizeof line, from) != NULL) {
        fine = fputs(line, to) >= 0;
    }
    fine = fine && ferror(from) == 0;
    if (from != NULL) {
        fclose(from);
    }
    if (to != NULL) {
        fine = fclose(to) == 0 && fine;
    }
    return fine && rename(fresh, path) == 0;
}

/*
 * PostgreSQL starts in no cluster whose postmaster.pid names a process of the same user, whatever
 * it is; a killed server's number may have become another's. The rest of the file stays: by it
 * PostgreSQL finds out whether processes of the killed server are left.
 */
static bool disown_stranger(const struct server *server, struct err *err)
{
    struct server_pidfile pidfile;
    if (server_read_pidfile(server, &pidfile) || pidfile.pid <= 0 || kill(pidfile.pid, 0) != 0) {
        return true;
    }
    char *path = mem_printf("%s/postmaster.pid", server->data);
    char *fresh = mem_printf("%s.new", path);
    log_warning("%s was left by a server that was killed; its process number, %ld, is another"
                " program's now",
                path, (long)pidfile.pid);
    bool fine = rewrite_pidfile(path, fresh) ||
                err_errno(err, ERR_CANTCREATE, "%s can't be written anew (remove it)", path);
    free(fresh);
    free(path);
    return fine;
}

static bool start_unlocked(const struct server *server, struct err *err)
{
    if (!settle(server, err)) {
        return false;
    }
    enum server_state state = server_state(server);
    if (state == SERVER_RUNNING) {
        return true;
    }
    if (state == SERVER_ABSENT && !server_make_cluster(server, err)) {
        return false;
    }
    return disown_stranger(server, err) && server_make_socket_dir(server, err) &&
           server_write_conf(server, err) && start_postgres(server, err);
}

static bool start_locked(const struct server *server, struct err *err)
{
    int lock = lock_home(server, err);
    bool fine = lock >= 0 && start_unlocked(server, err);
    if (lock >= 0) {
        close(lock);
    }
    return fine;
}

/* Each folder on the way to the home; one that the owner can't enter makes everything below
 * unreachable. */
static bool can_reach_home(const struct server *server, struct err *err)
{
    char *path = mem_strdup(server->home);
    bool fine = true;
    for (char *slash = strchr(path + 1, '/'); fine && slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (access(path, X_OK) != 0 && errno == EACCES) {
            fine =
                err_set(err, ERR_CONFIG,
                        "the database runs as user %s, who can't enter %s: let others pass (chmod"
                        " o+x %s), or set HUIZONG_HOME to a folder elsewhere, such as"
                        " /var/lib/huizong",
                        server->owner.name, path, path);
        }
        *slash = '/';
    }
    free(path);
    return fine;
}

static bool make_parents(const char *home, struct err *err)
{
    char *path = mem_strdup(home);
    bool fine = true;
    for (char *slash = strchr(path + 1, '/'); fine && slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0755) != 0 && errno != EEXIST) {
            fine = err_errno(err, ERR_CANTCREATE, "%s", path);
        }
        *slash = '/';
    }
    free(path);
    return fine;
}

static bool is_empty(int fd)
{
    int copy = dup(fd);
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    if (dir == NULL) {
        return false;
    }
    int entries = 0;
    while (readdir(dir) != NULL && entries <= 2) {
        entries++;
    }
    closedir(dir);
    return entries <= 2; /* . and .. */
}

/* Root gives a folder that is new, or empty and its own, to the owner; none that holds something.
 */
static bool give_home(const struct server *server, struct err *err)
{
    int fd = open(server->home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        err_errno(err, ERR_CANTCREATE, "%s", server->home);
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    bool fine = true;
    if (geteuid() == 0 && status.st_uid == 0 && is_empty(fd)) {
        fine = fchown(fd, server->owner.uid, server->owner.gid) == 0 ||
               err_errno(err, ERR_CANTCREATE, "can't give %s to user %s", server->home,
                         server->owner.name);
    }
    close(fd);
    return fine;
}

static bool make_home(const struct server *server, struct err *err)
{
    if (!server_as_owner(server, can_reach_home, err) || !make_parents(server->home, err)) {
        return false;
    }
    if (mkdir(server->home, 0700) != 0 && errno != EEXIST) {
        return err_errno(err, ERR_CANTCREATE, "%s", server->home);
    }
    return give_home(server, err);
}

static bool create_database(struct pg *pg, struct err *err)
{
    static const char exists[] = "SELECT 1 FROM pg_catalog.pg_database WHERE datname = 'huizong'";
    static const char create[] =
        "CREATE DATABASE huizong TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'";
    struct pg_result *result;
    if (!pg_query(pg, exists, 0, NULL, &result, err)) {
        return false;
    }
    bool there = pg_rows(result) > 0;
    pg_free(result);
    if (there || pg_exec(pg, create, err)) {
        return true;
    }
    /* 42P04, or 23505 at the very same moment: another program was faster. */
    bool made = strcmp(pg_sqlstate(pg), "42P04") == 0 || strcmp(pg_sqlstate(pg), "23505") == 0;
    if (made) {
        err_clear(err);
    }
    return made;
}

static bool ensure_database(const struct server *server, struct err *err)
{
    char *conninfo =
        mem_printf("host=%s port=" SERVER_PORT " dbname=postgres user=huizong", server->socket_dir);
    struct pg *pg = NULL;
    bool fine = pg_open(&pg, conninfo, err) && create_database(pg, err);
    pg_close(pg);
    free(conninfo);
    return fine;
}

/* Whether a server that seemed to run is gone: one that was killed may take connections, and end
 * them, for a moment. */
static bool has_ended(const struct server *server)
{
    for (int i = 0; i < RETRIES; i++) {
        if (server_state(server) != SERVER_RUNNING) {
            return true;
        }
        usleep(POLL_MICROSECONDS);
    }
    return false;
}

static bool start(struct server *server, struct err *err)
{
    struct server_pidfile pidfile;
    if (!server_read_pidfile(server, &pidfile)) {
        server_choose_socket_dir(server);
    }
    return make_home(server, err) && server_as_owner(server, start_locked, err) &&
           ensure_database(server, err);
}

bool server_start(struct server *server, struct err *err)
{
    bool runs = server_state(server) == SERVER_RUNNING;
    bool fine = runs && ensure_database(server, err);
    if (!runs || (!fine && has_ended(server))) {
        err_clear(err);
        fine = start(server, err);
    }
    return fine || err_context(err, "embedded database");
}

static bool stop_unlocked(const struct server *server, struct err *err)
{
    struct server_pidfile pidfile;
    if (!server_read_pidfile(server, &pidfile)) {
        return true;
    }
    const char *const words[] = {"-m", "fast", "stop", NULL};
    if (!pg_ctl(server, words, err)) {
        return err_context(err, "the database does not stop (see %s)", server->log);
    }
    /* Only one of /tmp is better gone; the folder of the home stays. */
    if (strncmp(server->socket_dir, "/tmp/", 5) == 0 && rmdir(server->socket_dir) != 0) {
        log_debug("%s stays: %s", server->socket_dir, strerror(errno));
    }
    return true;
}

static bool stop_locked(const struct server *server, struct err *err)
{
    int lock = lock_home(server, err);
    bool fine = lock >= 0 && stop_unlocked(server, err);
    if (lock >= 0) {
        close(lock);
    }
    return fine;
}

bool server_stop(struct server *server, struct err *err)
{
    struct server_pidfile pidfile;
    if (!server_read_pidfile(server, &pidfile)) {
        return true;
    }
    return server_as_owner(server, stop_locked, err) || err_context(err, "embedded database");
}
