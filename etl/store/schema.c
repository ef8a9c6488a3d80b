#include "store/schema.h"

#include <string.h>

/* The identity of the document, in every staging table, in the order in which load/encode.c writes
 * it. */
static const struct {
    const char *name, *type, *comment;
} identity[] = {
    {"mof_div_code", "text COLLATE \"C\"", "财政区划代码，9位"},
    {"doc_id", "bigint", "文件号，见 etl.document"},
    {"fiscal_year", "integer", "预算年度"},
    {"bgt_stage", "text COLLATE \"C\"", "预算阶段：budget 年初预算，final 决算"},
    {"scope", "text COLLATE \"C\"", "口径：unit 单位，department 部门"},
    {"dept_code", "text COLLATE \"C\"", "主管部门代码"},
    {"agency_code", "text COLLATE \"C\"", "单位代码；部门文件同主管部门代码"},
    {"parent_no", "integer", "所属绩效目标表的序号"},
    {"row_no", "integer", "行号，从1起，按印刷顺序"},
};
enum { IDENTITY_COUNT = sizeof identity / sizeof identity[0] };

static bool has_identity(const struct relation *relation, size_t i)
{
    return relation->nested != NULL || strcmp(identity[i].name, "parent_no") != 0;
}

static void comment_on(struct buf *out, const char *relation, const char *column,
                       const char *comment)
{
    /* Comments are constants of the program; none holds a quote. */
    buf_printf(out, "COMMENT ON COLUMN staging.%s.%s IS '%s';\n", relation, column, comment);
}

void schema_staging_ddl(struct buf *out, const struct relation *relation)
{
    buf_printf(out, "CREATE TABLE IF NOT EXISTS staging.%s (", relation->name);
    const char *comma = "";
    for (size_t i = 0; i < IDENTITY_COUNT; i++) {
        if (has_identity(relation, i)) {
            buf_printf(out, "%s%s %s NOT NULL", comma, identity[i].name, identity[i].type);
            comma = ", ";
        }
    }
    buf_puts(out, ");\n");
    for (size_t i = 0; i < relation->column_count; i++) {
        buf_printf(out, "ALTER TABLE staging.%s ADD COLUMN IF NOT EXISTS %s %s;\n", relation->name,
                   relation->columns[i].name, column_sql_type(&relation->columns[i]));
    }
    buf_printf(out, "CREATE INDEX IF NOT EXISTS %s_document ON staging.%s USING brin (doc_id);\n",
               relation->name, relation->name);
    buf_printf(out, "COMMENT ON TABLE staging.%s IS '%s';\n", relation->name, relation->comment);
    for (size_t i = 0; i < IDENTITY_COUNT; i++) {
        if (has_identity(relation, i)) {
            comment_on(out, relation->name, identity[i].name, identity[i].comment);
        }
    }
    for (size_t i = 0; i < relation->column_count; i++) {
        comment_on(out, relation->name, relation->columns[i].name, relation->columns[i].comment);
    }
}

void schema_staging_copy(struct buf *out, const struct relation *relation)
{
    buf_printf(out, "COPY staging.%s (", relation->name);
    const char *comma = "";
    for (size_t i = 0; i < IDENTITY_COUNT; i++) {
        if (has_identity(relation, i)) {
            buf_printf(out, "%s%s", comma, identity[i].name);
            comma = ", ";
        }
    }
    for (size_t i = 0; i < relation->column_count; i++) {
        buf_printf(out, ", %s", relation->columns[i].name);
    }
    buf_puts(out, ") FROM STDIN (FORMAT binary)");
}
