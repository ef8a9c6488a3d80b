#include "transform/rule_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/logic.h"

bool rule_book_open(struct rule_book *book, const char *rules_dir, struct err *err)
{
    *book = (struct rule_book){0};
    if (rules_dir != NULL && !sqlfile_read_dir(rules_dir, &book->own, &book->own_count, err)) {
        return err_context(err, "rules_dir");
    }
    const struct sqlfile *built_in;
    size_t count = sqlfile_list("30_rules", &built_in);
    book->all = mem_alloc((count + book->own_count + 1) * sizeof *book->all);
    memcpy(book->all, built_in, count * sizeof *built_in);
    if (book->own_count > 0) {
        memcpy(book->all + count, book->own, book->own_count * sizeof *book->own);
    }
    if (!rule_set_read(&book->set, book->all, count + book->own_count, err)) {
        rule_book_close(book);
        return false;
    }
    return true;
}

void rule_book_close(struct rule_book *book)
{
    rule_set_clear(&book->set);
    sqlfile_free(book->own, book->own_count);
    free(book->all);
    *book = (struct rule_book){0};
}

bool rule_book_is_own(const struct rule_book *book, size_t file)
{
    return file >= book->set.file_count - book->own_count;
}

/* Where the bureau's files lie is no matter. */
static void add_own(const struct rule_book *book, struct digest *digest)
{
    for (size_t i = 0; i < book->own_count; i++) {
        const char *name = strrchr(book->own[i].path, '/') + 1;
        digest_update(digest, name, strlen(name) + 1);
        digest_update(digest, book->own[i].text, strlen(book->own[i].text) + 1);
    }
}

bool rule_book_hash(const struct rule_book *book, struct pg *pg, char hex[DIGEST_HEX_SIZE],
                    struct err *err)
{
    /* Rules call functions of 40_facts, and own ones may read its views. */
    static const char *const folders[] = {"20_staging", "30_rules", "40_facts"};
    struct pg_result *result;
    if (!pg_query(pg, "SELECT etl.reference_hash()", 0, NULL, &result, err)) {
        return false;
    }
    logic_hash(folders, sizeof folders / sizeof folders[0], hex);
    struct digest digest;
    digest_init(&digest);
    digest_update(&digest, hex, strlen(hex) + 1);
    add_own(book, &digest);
    digest_update(&digest, pg_value(result, 0, 0), strlen(pg_value(result, 0, 0)) + 1);
    pg_free(result);
    unsigned char sum[DIGEST_SIZE];
    digest_final(&digest, sum);
    digest_hex(sum, hex);
    return true;
}

static bool store_rule(struct pg *pg, const struct rule_file *file, const struct rule *rule,
                       struct err *err)
{
    static const char insert[] = "INSERT INTO ref.rule (rule_id, severity, title, file, why)"
                                 " VALUES ($1, $2, $3, $4, $5)";
    const char *const params[] = {rule->id, rule->severity, rule->title, file->path, file->why};
    return pg_query(pg, insert, 5, params, NULL, err) ||
           err_context(err, "can't note rule %s", rule->id);
}

bool rule_book_store(const struct rule_book *book, struct pg *pg, struct err *err)
{
    if (!pg_exec(pg, "DELETE FROM ref.rule", err)) {
        return false;
    }
    for (size_t i = 0; i < book->set.file_count; i++) {
        const struct rule_file *file = &book->set.files[i];
        for (size_t j = 0; j < file->rule_count; j++) {
            if (!store_rule(pg, file, &file->rules[j], err)) {
                return false;
            }
        }
    }
    return true;
}
