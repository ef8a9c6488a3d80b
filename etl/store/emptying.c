#include "store/emptying.h"

#include <stdlib.h>

#include "base/mem.h"
#include "doc/relation.h"

static bool empty_relation(struct pg *pg, const char *schema, const char *relation,
                           const char *documents, struct err *err)
{
    char *sql = mem_printf("DELETE FROM %s.%s AS s USING %s AS p"
                           " WHERE s.mof_div_code = p.mof_div_code AND s.doc_id = p.doc_id",
                           schema, relation, documents);
    bool fine = pg_exec(pg, sql, err);
    free(sql);
    return fine;
}

bool emptying_run(struct pg *pg, const char *documents, struct err *err)
{
    bool fine = empty_relation(pg, "staging", "published_tables", documents, err) &&
                empty_relation(pg, "etl", "finding", documents, err) &&
                empty_relation(pg, "etl", "document_check", documents, err) &&
                empty_relation(pg, "etl", "unknown_subject", documents, err);
    for (size_t i = 0; fine && i < RELATION_COUNT; i++) {
        fine = empty_relation(pg, "staging", doc_relations[i]->name, documents, err);
    }
    return fine;
}
