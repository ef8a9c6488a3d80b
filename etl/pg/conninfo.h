/* What can be told of a connection string without connecting. */
#ifndef HUIZONG_PG_CONNINFO_H
#define HUIZONG_PG_CONNINFO_H

/* The connection string in words that can be shown: "host=… dbname=… password=***"; mem-allocated.
 */
char *pg_conninfo_shown(const char *conninfo);

enum pg_answer {
    PG_ANSWERS,  /* the server takes connections; whether it wants ours is another question */
    PG_STARTING, /* it is there, but starting, stopping or recovering */
    PG_SILENT    /* nobody answers */
};

/* Asks the server, by libpq's own ping. */
enum pg_answer pg_ask(const char *conninfo);

#endif
