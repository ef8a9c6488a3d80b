/* Passwords of the database: where they must not be seen. */
#ifndef HUIZONG_CMD_SECRETS_H
#define HUIZONG_CMD_SECRETS_H

/* No core dump of this process: libpq keeps the password in memory. Programs that it starts are not
 * concerned. */
void secrets_keep_from_cores(void);

/* Overwrites a connection string of the command line that holds a password, once it was copied, so
 * that lists of processes don't show it. NULL is fine. */
void secrets_keep_from_lists(char *conninfo);

#endif
