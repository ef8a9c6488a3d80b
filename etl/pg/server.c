#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "pg/server_internal.h"

static bool absolute_home(const char *given, char **out, struct err *err)
{
    char cwd[PATH_MAX] = "";
    if (given[0] != '/' && getcwd(cwd, sizeof cwd) == NULL) {
        return err_errno(err, ERR_CONFIG, "the current folder");
    }
    char *home = given[0] == '/' ? mem_strdup(given) : mem_printf("%s/%s", cwd, given);
    for (size_t length = strlen(home); length > 1 && home[length - 1] == '/'; length--) {
        home[length - 1] = '\0';
    }
    *out = home;
    /* pg_ctl hands the path to a shell, within double quotes. */
    if (strpbrk(home, "\"$`\\\n\r") != NULL) {
        return err_set(err, ERR_CONFIG,
                       "HUIZONG_HOME: no \", $, `, \\ or line break may stand in %s", home);
    }
    return true;
}

static bool find_home(struct server *server, struct err *err)
{
    const char *given = getenv("HUIZONG_HOME");
    if (given != NULL && given[0] != '\0') {
        return absolute_home(given, &server->home, err);
    }
    if (geteuid() == 0) {
        server->home = mem_strdup("/var/lib/huizong");
        return true;
    }
    const char *user_home = getenv("HOME");
    const struct passwd *user = getpwuid(geteuid());
    if (user_home == NULL || user_home[0] == '\0') {
        user_home = user != NULL ? user->pw_dir : NULL;
    }
    if (user_home == NULL) {
        return err_set(err, ERR_CONFIG, "neither HUIZONG_HOME nor HOME is set");
    }
    char *home = mem_printf("%s/.local/share/huizong", user_home);
    bool fine = absolute_home(home, &server->home, err);
    free(home);
    return fine;
}

static bool set_owner(struct server_owner *owner, const struct passwd *user)
{
    owner->name = mem_strdup(user->pw_name);
    owner->uid = user->pw_uid;
    owner->gid = user->pw_gid;
    return true;
}

/* Whose the cluster is, or the home where there is no cluster; 0 for nobody or root. */
static uid_t present_owner(const struct server *server)
{
    struct stat status;
    if (stat(server->data, &status) == 0 || stat(server->home, &status) == 0) {
        return status.st_uid;
    }
    return 0;
}

static bool unknown_uid(uid_t uid, struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   "the user id %u has no name in /etc/passwd, which PostgreSQL needs",
                   (unsigned)uid);
}

/* Root starts what there is as whose it is; what is new becomes postgres's. */
static bool find_owner_for_root(struct server *server, struct err *err)
{
    uid_t uid = present_owner(server);
    if (uid == 0 && access(server->data, F_OK) == 0) {
        return err_set(err, ERR_CONFIG,
                       "%s belongs to root, as whom PostgreSQL does not run: give it to postgres"
                       " (chown -R postgres %s)",
                       server->data, server->home);
    }
    const struct passwd *user = uid != 0 ? getpwuid(uid) : getpwnam("postgres");
    if (user == NULL && uid == 0) {
        return err_set(err, ERR_CONFIG,
                       "there is no user postgres to run the database as: install the package"
                       " postgresql, or run huizong as a user other than root");
    }
    return user != NULL ? set_owner(&server->owner, user) : unknown_uid(uid, err);
}

static bool find_owner(struct server *server, struct err *err)
{
    uid_t uid = geteuid();
    if (uid == 0) {
        return find_owner_for_root(server, err);
    }
    struct stat status;
    if (stat(server->data, &status) == 0 && status.st_uid != uid) {
        return err_set(err, ERR_CONFIG, "%s belongs to another user (uid %u): run as that user",
                       server->data, (unsigned)status.st_uid);
    }
    const struct passwd *user = getpwuid(uid);
    return user != NULL ? set_owner(&server->owner, user) : unknown_uid(uid, err);
}

/* The major version that made the cluster; 0 where there is none. */
static int cluster_version(const struct server *server)
{
    char *path = mem_printf("%s/PG_VERSION", server->data);
    FILE *file = fopen(path, "re");
    char line[16] = "";
    if (file != NULL) {
        if (fgets(line, sizeof line, file) == NULL) {
            line[0] = '\0';
        }
        fclose(file);
    }
    free(path);
    return (int)strtol(line, NULL, 10);
}

/* Of letters that need quoting neither in postgresql.conf nor in a conninfo nor in a URI, and short
 * enough. */
static bool is_socket_dir(const char *path)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-";
    struct sockaddr_un address;
    return path[0] == '/' && strspn(path, plain) == strlen(path) &&
           strlen(path) + strlen("/.s.PGSQL." SERVER_PORT) < sizeof address.sun_path;
}

/* FNV-1a: only to tell homes apart; that the folder is the owner's is verified. */
static uint64_t hash_of(const char *text, uint64_t seed)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ seed;
    for (const char *s = text; *s != '\0'; s++) {
        hash = (hash ^ (unsigned char)*s) * UINT64_C(1099511628211);
    }
    return hash;
}

/* The same whoever asks and whenever, so XDG_RUNTIME_DIR, which cron has not, is no place for it.
 */
static char *choose_socket_dir(const struct server *server)
{
    char *dir = mem_printf("%s/run", server->home);
    if (!is_socket_dir(dir)) {
        free(dir);
        dir = mem_printf("/tmp/huizong-%u-%016" PRIx64, (unsigned)server->owner.uid,
                         hash_of(server->home, server->owner.uid));
    }
    return dir;
}

static void set_socket_dir(struct server *server, char *dir)
{
    free(server->socket_dir);
    free(server->conninfo);
    free(server->url);
    server->socket_dir = dir;
    server->conninfo = mem_printf("host=%s port=" SERVER_PORT " dbname=huizong user=huizong", dir);
    server->url =
        mem_printf("postgresql:///huizong?host=%s&port=" SERVER_PORT "&user=huizong", dir);
}

/* A server works in the folder of its cluster. Where nobody says in which a process does, it is
 * taken for ours. */
static bool works_here(const struct server *server, pid_t pid)
{
    char path[64];
    struct stat here, there;
    snprintf(path, sizeof path, "/proc/%ld/cwd", (long)pid);
    return stat(path, &there) != 0 || stat(server->data, &here) != 0 ||
           (there.st_dev == here.st_dev && there.st_ino == here.st_ino);
}

/* A process may have got the number of a server that was killed. */
static bool is_postgres(pid_t pid)
{
    char path[64];
    char name[32] = "";
    snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return kill(pid, 0) == 0 && access("/proc/self", F_OK) != 0;
    }
    bool is = fgets(name, sizeof name, file) != NULL && strncmp(name, "postgres", 8) == 0;
    fclose(file);
    return is;
}

bool server_read_pidfile(const struct server *server, struct server_pidfile *out)
{
    enum { LINE_PID = 1, LINE_SOCKET_DIR = 5, LINE_STATUS = 8 };
    *out = (struct server_pidfile){0};
    char *path = mem_printf("%s/postmaster.pid", server->data);
    FILE *file = fopen(path, "re");
    free(path);
    if (file == NULL) {
        return false;
    }
    char line[PATH_MAX];
    for (int i = 1; fgets(line, sizeof line, file) != NULL; i++) {
        line[strcspn(line, " \n")] = '\0';
        if (i == LINE_PID) {
            out->pid = (pid_t)strtol(line, NULL, 10);
        } else if (i == LINE_SOCKET_DIR) {
            snprintf(out->socket_dir, sizeof out->socket_dir, "%.127s", line);
        } else if (i == LINE_STATUS) {
            snprintf(out->status, sizeof out->status, "%.15s", line);
        }
    }
    fclose(file);
    return out->pid > 0 && is_postgres(out->pid) && works_here(server, out->pid);
}

bool server_listens(const struct server *server)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL." SERVER_PORT,
             server->socket_dir);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool listens = fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return listens;
}

bool server_locate(struct server **out, struct err *err)
{
    *out = NULL;
    struct server *server = mem_zalloc(sizeof *server);
    if (!find_home(server, err)) {
        server_free(server);
        return false;
    }
    server->data = mem_printf("%s/pgdata", server->home);
    server->log = mem_printf("%s/postgres.log", server->home);
    if (!find_owner(server, err) || !server_find_programs(server, cluster_version(server), err)) {
        server_free(server);
        return false;
    }
    /* A server that runs may have been started by a program that chose otherwise. */
    struct server_pidfile running;
    bool known = server_read_pidfile(server, &running) && is_socket_dir(running.socket_dir);
    set_socket_dir(server, known ? mem_strdup(running.socket_dir) : choose_socket_dir(server));
    *out = server;
    return true;
}

void server_free(struct server *server)
{
    if (server == NULL) {
        return;
    }
    free(server->home);
    free(server->data);
    free(server->log);
    free(server->socket_dir);
    free(server->bindir);
    free(server->psql);
    free(server->conninfo);
    free(server->url);
    free(server->owner.name);
    free(server);
}

enum server_state server_state(const struct server *server)
{
    if (cluster_version(server) == 0) {
        return SERVER_ABSENT;
    }
    struct server_pidfile pidfile;
    bool ready = server_read_pidfile(server, &pidfile) && strcmp(pidfile.status, "ready") == 0 &&
                 server_listens(server);
    return ready ? SERVER_RUNNING : SERVER_STOPPED;
}

void server_choose_socket_dir(struct server *server)
{
    set_socket_dir(server, choose_socket_dir(server));
}

const char *server_conninfo(const struct server *server)
{
    return server->conninfo;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

const char *server_home(const struct server *server)
{
    return server->home;
}

const char *server_psql(const struct server *server)
{
    return server->psql;
}
