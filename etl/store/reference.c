#include "store/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

/* One CSV file and the table it fills; its header must be `columns`. */
static const struct {
    const char *file, *table, *columns;
    const char *options; /* further ones of COPY */
} files[] = {
    {"exp_func.csv", "ref.exp_func",
     "exp_func_code,exp_func_name,exp_func_level,valid_from,valid_to", ""},
    {"dep_bgt_eco.csv", "ref.dep_bgt_eco", "dep_bgt_eco_code,dep_bgt_eco_name,eco_level", ""},
    {"gov_bgt_eco.csv", "ref.gov_bgt_eco", "gov_bgt_eco_code,gov_bgt_eco_name,eco_level", ""},
    {"eco_crossmap.csv", "ref.eco_crossmap", "dep_bgt_eco_code,gov_bgt_eco_code", ""},
    {"mof_div.csv", "ref.mof_div", "mof_div_code,mof_div_name,parent_mof_div_code", ""},
    {"agencies.csv", "ref.agency",
     "fiscal_year,mof_div_code,dept_code,dept_name,agency_code,agency_name", ""},
    {"reorganizations.csv", "ref.reorganization",
     "fiscal_year,mof_div_code,from_agency_code,to_agency_code,share", ""},
    {"subject_changes.csv", "ref.subject_change",
     "fiscal_year,classification,from_code,to_code,share", ""},
    {"rules.csv", "ref.rule_setting", "mof_div_code,rule_id,severity",
     ", FORCE_NOT_NULL (mof_div_code)"},
};
enum { FILE_COUNT = sizeof files / sizeof files[0] };

static bool read_whole(const char *path, struct buf *out, struct err *err)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return err_errno(err, ERR_CONFIG, "%s", path);
    }
    size_t got = 0;
    do {
        got = fread(buf_reserve(out, 65536), 1, 65536, file);
        out->length += got;
    } while (got > 0);
    bool fine = ferror(file) == 0;
    if (!fine) {
        err_errno(err, ERR_CONFIG, "%s", path);
    }
    fclose(file);
    return fine;
}

/* Drops a byte-order mark; checks that the first line is the header that the table wants. */
static bool check_header(const char *path, struct buf *text, const char *columns, struct err *err)
{
    if (text->length >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0) {
        text->length -= 3;
        memmove(text->data, text->data + 3, text->length);
    }
    size_t length = 0;
    while (length < text->length && text->data[length] != '\n' && text->data[length] != '\r') {
        length++;
    }
    if (text->data == NULL || length != strlen(columns) ||
        memcmp(text->data, columns, length) != 0) {
        return err_set(err, ERR_CONFIG, "%s:1: the header must be \"%s\"", path, columns);
    }
    return true;
}

/* PostgreSQL reads the CSV itself: its errors name the line ("COPY …, line 12"). */
static bool copy_file(struct pg *pg, const char *path, size_t index, const struct buf *text,
                      struct err *err)
{
    char *sql = mem_printf("COPY %s (%s) FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8'%s)",
                           files[index].table, files[index].columns, files[index].options);
    bool fine = pg_copy_begin(pg, sql, err) && pg_copy_put(pg, text->data, text->length, err) &&
                pg_copy_end(pg, NULL, err);
    free(sql);
    if (!fine && !pg_lost(pg)) {
        err->code = ERR_CONFIG;
        err_context(err, "%s", path);
    }
    return fine;
}

static bool load_file(struct pg *pg, const char *dir, size_t index, struct err *err)
{
    char *path = mem_printf("%s/%s", dir, files[index].file);
    char *clear = mem_printf("DELETE FROM %s", files[index].table);
    struct buf text = {0};
    bool fine = read_whole(path, &text, err) &&
                check_header(path, &text, files[index].columns, err) && pg_exec(pg, clear, err) &&
                copy_file(pg, path, index, &text, err);
    buf_clear(&text);
    free(clear);
    free(path);
    return fine;
}

/* What holds between rows and files, which the tables' own constraints can't say; a row says what
 * does not. */
static const struct {
    const char *file, *sql;
} consistency[] = {
    {"eco_crossmap.csv",
     "SELECT 'code ' || c.dep_bgt_eco_code || ' is not in dep_bgt_eco.csv' FROM "
     "ref.eco_crossmap c"
     " WHERE NOT EXISTS (SELECT FROM ref.dep_bgt_eco d WHERE d.dep_bgt_eco_code ="
     " c.dep_bgt_eco_code) ORDER BY 1 LIMIT 1"},
    {"eco_crossmap.csv",
     "SELECT 'code ' || c.gov_bgt_eco_code || ' is not in gov_bgt_eco.csv' FROM "
     "ref.eco_crossmap c"
     " WHERE NOT EXISTS (SELECT FROM ref.gov_bgt_eco g WHERE g.gov_bgt_eco_code ="
     " c.gov_bgt_eco_code) ORDER BY 1 LIMIT 1"},
    {"agencies.csv",
     "SELECT 'division ' || a.mof_div_code || ' of agency ' || a.agency_code || ' is not in "
     "mof_div.csv'"
     " FROM ref.agency a WHERE NOT EXISTS (SELECT FROM ref.mof_div m WHERE m.mof_div_code ="
     " a.mof_div_code) ORDER BY 1 LIMIT 1"},
    {"exp_func.csv",
     "SELECT 'code ' || a.exp_func_code || ' has two names in ' || b.valid_from FROM "
     "ref.exp_func a"
     " JOIN ref.exp_func b ON a.exp_func_code = b.exp_func_code AND a.valid_from < b.valid_from"
     " AND a.valid_to >= b.valid_from ORDER BY 1 LIMIT 1"},
    {"reorganizations.csv",
     "SELECT 'the shares of ' || r.from_agency_code || ' in ' || r.fiscal_year || ' add up to '"
     " || sum(r.share) || ', not 1' FROM ref.reorganization r"
     " GROUP BY r.mof_div_code, r.fiscal_year, r.from_agency_code HAVING sum(r.share) <> 1"
     " ORDER BY 1 LIMIT 1"},
    {"reorganizations.csv",
     "SELECT 'division ' || r.mof_div_code || ' of agency ' || r.from_agency_code || ' is not"
     " in mof_div.csv' FROM ref.reorganization r WHERE NOT EXISTS (SELECT FROM ref.mof_div m"
     " WHERE m.mof_div_code = r.mof_div_code) ORDER BY 1 LIMIT 1"},
    {"subject_changes.csv",
     "SELECT 'the shares of ' || c.classification || ' ' || c.from_code || ' in ' ||"
     " c.fiscal_year || ' add up to ' || sum(c.share) || ', not 1' FROM ref.subject_change c"
     " GROUP BY c.fiscal_year, c.classification, c.from_code HAVING sum(c.share) <> 1"
     " ORDER BY 1 LIMIT 1"},
    {"subject_changes.csv",
     "SELECT 'code ' || b.from_code || ' changes within ' || a.from_code || ', which changes in"
     " ' || a.fiscal_year || ' itself' FROM ref.subject_change a JOIN ref.subject_change b"
     " ON b.fiscal_year = a.fiscal_year AND b.classification = a.classification"
     " AND b.from_code <> a.from_code AND pg_catalog.starts_with(b.from_code, a.from_code)"
     " ORDER BY 1 LIMIT 1"},
    {"rules.csv",
     "SELECT 'rule ' || s.rule_id || ' is not known: see huizong findings --explain all'"
     " FROM ref.rule_setting s WHERE NOT EXISTS (SELECT FROM ref.rule r"
     " WHERE r.rule_id = s.rule_id) ORDER BY 1 LIMIT 1"},
    {"rules.csv",
     "SELECT 'division ' || s.mof_div_code || ' of rule ' || s.rule_id || ' is not in"
     " mof_div.csv' FROM ref.rule_setting s WHERE s.mof_div_code <> '' AND NOT EXISTS"
     " (SELECT FROM ref.mof_div m WHERE m.mof_div_code = s.mof_div_code) ORDER BY 1 LIMIT 1"},
};

static bool check_consistency(struct pg *pg, const char *dir, struct err *err)
{
    for (size_t i = 0; i < sizeof consistency / sizeof consistency[0]; i++) {
        struct pg_result *result = NULL;
        if (!pg_query(pg, consistency[i].sql, 0, NULL, &result, err)) {
            return false;
        }
        if (pg_rows(result) > 0) {
            err_set(err, ERR_CONFIG, "%s/%s: %s", dir, consistency[i].file, pg_value(result, 0, 0));
            pg_free(result);
            return false;
        }
        pg_free(result);
    }
    return true;
}

bool reference_load(struct pg *pg, const char *dir, struct err *err)
{
    if (!pg_exec(pg, "BEGIN", err)) {
        return false;
    }
    bool fine = true;
    for (size_t i = 0; fine && i < FILE_COUNT; i++) {
        fine = load_file(pg, dir, i, err);
    }
    fine = fine && check_consistency(pg, dir, err) && pg_exec(pg, "COMMIT", err);
    if (!fine) {
        struct err rollback;
        if (!pg_lost(pg) && !pg_exec(pg, "ROLLBACK", &rollback)) {
            log_warning("can't roll back: %s", rollback.message);
        }
    }
    return fine;
}

struct filler {
    struct subjects *subjects;
    void (*add)(struct subjects *subjects, const char *code, const char *name);
};

static bool add_row(const struct pg_result *row, void *context, struct err *err)
{
    (void)err;
    struct filler *filler = context;
    filler->add(filler->subjects, pg_value(row, 0, 0), pg_value(row, 0, 1));
    return true;
}

struct subjects *reference_subjects(struct pg *pg, struct err *err)
{
    static const struct {
        const char *sql;
        void (*add)(struct subjects *subjects, const char *code, const char *name);
    } lists[] = {
        {"SELECT exp_func_code, exp_func_name FROM ref.exp_func WHERE exp_func_level = 1",
         subjects_add_class},
        {"SELECT dep_bgt_eco_code, dep_bgt_eco_name FROM ref.dep_bgt_eco",
         subjects_add_department_economic},
        {"SELECT gov_bgt_eco_code, gov_bgt_eco_name FROM ref.gov_bgt_eco",
         subjects_add_government_economic},
        {"SELECT dep_bgt_eco_code, gov_bgt_eco_code FROM ref.eco_crossmap", subjects_add_crossmap},
    };
    struct filler filler = {.subjects = subjects_new()};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        filler.add = lists[i].add;
        if (!pg_each(pg, lists[i].sql, 0, NULL, add_row, &filler, err)) {
            subjects_free(filler.subjects);
            return NULL;
        }
    }
    return filler.subjects;
}

bool reference_check(struct pg *pg, struct err *err)
{
    struct pg_result *result;
    if (!pg_query(pg, "SELECT FROM ref.exp_func LIMIT 1", 0, NULL, &result, err)) {
        return false;
    }
    bool there = pg_rows(result) == 1;
    pg_free(result);
    return there || err_set(err, ERR_CONFIG,
                            "the database has no catalogue of subjects yet: run huizong init");
}
