/* Private to export: the sheets of the workbook, as the official tables are laid out. */
#ifndef HUIZONG_EXPORT_FORMS_H
#define HUIZONG_EXPORT_FORMS_H

#include <stdbool.h>
#include <stddef.h>

/* A cell of the heading, over several rows and columns where it is merged. In texts {Y} is the
 * year, {P} the year it is compared with, {K} 预算 or 决算, {F} 决算 or nothing. */
struct form_head {
    int row, column, rows, columns;
    const char *text;
};

struct form {
    const char *sheet;  /* the tab's name */
    const char *corner; /* above the title: "预算公开表1"; NULL for none */
    const char *title;
    const char *unit; /* "单位：万元" */
    const char *sql;  /* the file of its SELECT; see below */
    /*
     * One letter a column: t text, c code, w text that may wrap, n amount (yuan, shown in 万元),
     * d number as it is, i whole number, p percent.
     */
    const char *kinds;
    const double *widths; /* in characters, one a column */
    const struct form_head *heads;
    size_t head_count;
    int head_rows;
    int frozen_columns;
    bool landscape;
    bool needs_prior;       /* only where there is a year to compare with */
    bool has_chart;         /* of the rows of the first group: current and prior */
    const char *empty_note; /* below a table without figures */
};

/*
 * The SELECT of a form gives `style` first, then the cells of a line in the order of `kinds`; what
 * comes after those is for the workbook alone. Styles: total, level1, level2, level3, plain, note.
 * Its parameters are $1 mof_div_code, $2 fiscal_year, $3 bgt_stage, and with needs_prior $4 the
 * year it is compared with.
 */
extern const struct form forms[];
extern const size_t form_count;

#endif
