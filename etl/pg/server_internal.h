/* What the files of the embedded server share, and nobody else sees. */
#ifndef HUIZONG_PG_SERVER_INTERNAL_H
#define HUIZONG_PG_SERVER_INTERNAL_H

#include <sys/types.h>

#include "base/buf.h"
#include "pg/server.h"

#define SERVER_PORT "5432" /* the name of the socket ends with it; no port is opened */

/* Who the server runs as. */
struct server_owner {
    char *name;
    uid_t uid;
    gid_t gid;
};

struct server {
    char *home;
    char *data;       /* home/pgdata */
    char *log;        /* home/postgres.log */
    char *socket_dir; /* home/run, or a folder of /tmp where that would not do */
    char *bindir;
    char *psql;
    char *conninfo;
    char *url;
    struct server_owner owner;
};

/* What postmaster.pid says. */
struct server_pidfile {
    pid_t pid;
    char socket_dir[128];
    char status[16]; /* "starting", "ready", "stopping" */
};

/* server_find.c: programs of PostgreSQL, of major version `version` where it isn't 0. */
bool server_find_programs(struct server *server, int version, struct err *err);

/* server_make.c: the cluster, its configuration and folders. Run as the owner. */
bool server_make_cluster(const struct server *server, struct err *err);
bool server_write_conf(const struct server *server, struct err *err);
bool server_make_socket_dir(const struct server *server, struct err *err);

/* server.c; false where there is no such file, or a killed server left it. */
bool server_read_pidfile(const struct server *server, struct server_pidfile *out);
bool server_listens(const struct server *server);
void server_choose_socket_dir(struct server *server); /* forgets the one of a server that ran */

/*
 * server_process.c: runs a program without a shell, in the folder `dir`, its output to the
 * descriptor `output`, with an environment in which no PG… is set; false where it does not end with
 * 0.
 */
bool server_run(const char *const *argv, const char *dir, int output, struct err *err);

/* Calls `work` in a child that is the owner of the server where that is someone else, else right
 * here. */
typedef bool (*server_work)(const struct server *server, struct err *err);
bool server_as_owner(const struct server *server, server_work work, struct err *err);

#endif
