/*
 * The embedded PostgreSQL: a private cluster under a home directory, reached over a Unix socket
 * only, run with the system's own PostgreSQL programs. As root the server runs as the user
 * postgres.
 */
#ifndef HUIZONG_PG_SERVER_H
#define HUIZONG_PG_SERVER_H

#include <stdbool.h>

#include "base/err.h"

struct server; /* where the cluster lives and how to reach it */

/*
 * Finds the home ($HUIZONG_HOME; else ~/.local/share/huizong, or /var/lib/huizong as root, whose
 * home other users can't enter) and the newest PostgreSQL programs ($HUIZONG_PG_BINDIR, else
 * /usr/lib/postgresql/<newest>/bin, else PATH; for an existing cluster those of its own version;
 * none older than PG_OLDEST). Creates nothing.
 */
bool server_locate(struct server **out, struct err *err);
void server_free(struct server *server);

/*
 * Makes the cluster and its database where they don't exist, and starts it where it doesn't run. Of
 * several programs that do so at once, one works and the others wait. As root, a cluster (or home)
 * that belongs to some user runs as that user, else as postgres.
 */
bool server_start(struct server *server, struct err *err);
/* Ends it at once, open transactions rolled back; true where it doesn't run. */
bool server_stop(struct server *server, struct err *err);

enum server_state { SERVER_ABSENT, SERVER_STOPPED, SERVER_RUNNING };
enum server_state server_state(const struct server *server);

const char *server_conninfo(const struct server *server); /* host=… dbname=huizong user=huizong */
const char *server_url(const struct server *server);      /* postgresql:///huizong?host=… */
const char *server_home(const struct server *server);
const char *server_psql(const struct server *server); /* path of psql */

#endif
