#include "load/withdrawn.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

/* How many are named in the log. */
enum { NAMED = 10 };

/* What was withdrawn and not replaced, and the file it is in: one that was taken whole with it, or
 * again since without anything new in it. */
static const char standing[] =
    "SELECT d.doc_id, f.device, f.inode, d.agency_code, d.fiscal_year, d.agency_name, d.revision,"
    " pg_catalog.to_char(d.withdrawn_at, 'YYYY-MM-DD HH24:MI'), d.withdrawn_why, d.revision + 1"
    " FROM etl.document AS d LEFT JOIN etl.file AS f ON f.run_id >= d.run_id"
    " AND (f.path = d.file"
    "      OR pg_catalog.right(f.path, pg_catalog.length(d.file) + 1) = '/' || d.file)"
    " AND NOT EXISTS (SELECT FROM etl.document AS x WHERE x.file = d.file"
    "   AND x.run_id > d.run_id AND NOT x.orphan)"
    " WHERE d.withdrawn_at IS NOT NULL AND NOT d.orphan"
    " AND NOT EXISTS (SELECT FROM etl.document AS n WHERE n.mof_div_code = d.mof_div_code"
    "   AND n.fiscal_year = d.fiscal_year AND n.bgt_stage = d.bgt_stage AND n.scope = d.scope"
    "   AND n.agency_code = d.agency_code AND n.revision >= d.revision"
    "   AND n.withdrawn_at IS NULL AND NOT n.orphan)"
    " ORDER BY d.mof_div_code, d.fiscal_year, d.bgt_stage, d.scope, d.agency_code, d.revision,"
    " d.doc_id";

struct teller {
    const struct withdrawn *withdrawn;
    const struct inputs *inputs;
    struct run *run;
    int64_t last; /* doc_id of the last that was told */
};

void withdrawn_came(struct withdrawn *withdrawn, int64_t doc_id)
{
    withdrawn->doc_ids = mem_grow(withdrawn->doc_ids, &withdrawn->capacity, withdrawn->count + 1,
                                  sizeof withdrawn->doc_ids[0]);
    withdrawn->doc_ids[withdrawn->count++] = doc_id;
}

void withdrawn_clear(struct withdrawn *withdrawn)
{
    free(withdrawn->doc_ids);
    *withdrawn = (struct withdrawn){0};
}

static int64_t number(const struct pg_result *row, int column)
{
    return strtoll(pg_value(row, 0, column), NULL, 10);
}

static bool was_read(const struct withdrawn *withdrawn, int64_t doc_id)
{
    size_t i = 0;
    while (i < withdrawn->count && withdrawn->doc_ids[i] != doc_id) {
        i++;
    }
    return i < withdrawn->count;
}

static bool is_unread(const struct inputs *inputs, const struct pg_result *row)
{
    if (pg_value(row, 0, 1) == NULL) {
        return false;
    }
    int64_t device = number(row, 1);
    int64_t inode = number(row, 2);
    size_t i = 0;
    while (i < inputs->count &&
           !(inputs->items[i].settled && (int64_t)inputs->items[i].device == device &&
             (int64_t)inputs->items[i].inode == inode)) {
        i++;
    }
    return i < inputs->count;
}

static bool tell(const struct pg_result *row, void *context, struct err *err)
{
    (void)err;
    struct teller *teller = context;
    int64_t doc_id = number(row, 0);
    if (doc_id == teller->last ||
        (!was_read(teller->withdrawn, doc_id) && !is_unread(teller->inputs, row))) {
        return true;
    }
    teller->last = doc_id;
    if (++teller->run->withdrawn <= NAMED) {
        const char *why = pg_value(row, 0, 8);
        log_info(
            "%s %s年 %s：第%s版已于%s撤回（原因：%s），同样的内容再次报送仍为撤回；如确需恢复，"
            "请以第%s版或更高版本报送",
            pg_value(row, 0, 3), pg_value(row, 0, 4), pg_value(row, 0, 5), pg_value(row, 0, 6),
            pg_value(row, 0, 7), why != NULL ? why : "", pg_value(row, 0, 9));
    }
    return true;
}

bool withdrawn_tell(const struct withdrawn *withdrawn, const struct inputs *inputs, struct run *run,
                    struct err *err)
{
    struct teller teller = {.withdrawn = withdrawn, .inputs = inputs, .run = run, .last = -1};
    return pg_each(run->pg, standing, 0, NULL, tell, &teller, err);
}
