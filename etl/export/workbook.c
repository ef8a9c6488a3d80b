#include "export/workbook.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "base/mem.h"
#include "base/text.h"
#include "export/forms.h"
#include "export/stage.h"
#include "io/outfile.h"
#include "io/space.h"

enum { TOTAL, LEVEL1, LEVEL2, LEVEL3, PLAIN, NOTE, STYLES };
enum { KINDS = 7, TITLE_ROW = 1, FIRST_HEAD_ROW = 3, A4 = 9 };
enum { ROW_HEIGHT = 18, LINE_HEIGHT = 13, LINES_MAX = 12 }; /* points */

static const char kind_letters[KINDS + 1] = "tcwndip";
static const char *const style_names[STYLES] = {"total",  "level1", "level2",
                                                "level3", "plain",  "note"};

struct book {
    lxw_workbook *workbook;
    const struct stage *stage;
    lxw_format *cells[STYLES][KINDS]; /* made when first needed */
    lxw_format *head, *title, *corner, *left, *right;
    lxw_error fault; /* the first cell that could not be written */
    int64_t bytes;   /* what the workbook takes at most, while it is assembled */
};

/* What a cell, a sheet and the workbook take besides the text. A character may be written as six:
 * &quot; */
enum { CELL_BYTES = 120, TEXT_FACTOR = 6, SHEET_BYTES = 32 * 1024, BOOK_BYTES = 256 * 1024 };

/* One sheet while it is written. */
struct sheet {
    struct book *book;
    const struct form *form;
    lxw_worksheet *worksheet;
    lxw_row_t row;        /* the next one */
    bool has_figures;     /* an amount or number was written */
    lxw_row_t first_part; /* for the chart: the rows of the first group, its total left out */
    lxw_row_t last_part;
};

static void note(struct book *book, lxw_error error)
{
    if (book->fault == LXW_NO_ERROR) {
        book->fault = error;
    }
}

/* A cell holds no more characters than TEXT_MAX: a longer text ends in "…". */
static void put_text(struct book *book, lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t column,
                     const char *text, lxw_format *format)
{
    enum { TEXT_MAX = 32767 };
    book->bytes += CELL_BYTES + TEXT_FACTOR * (int64_t)strlen(text);
    size_t length = 0;
    for (int characters = 1; characters < TEXT_MAX && text[length] != '\0'; characters++) {
        uint32_t c;
        size_t bytes = text_code_point(text + length, 4, &c);
        length += bytes > 0 ? bytes : 1;
    }
    size_t left = strnlen(text + length, 5);
    uint32_t c;
    if (left <= text_code_point(text + length, left, &c)) {
        note(book, worksheet_write_string(worksheet, row, column, text, format));
        return;
    }
    char *cut = mem_printf("%.*s…", (int)length, text);
    note(book, worksheet_write_string(worksheet, row, column, cut, format));
    free(cut);
}

static lxw_format *make_format(struct book *book, double size, bool bold, uint8_t align)
{
    lxw_format *format = workbook_add_format(book->workbook);
    if (format == NULL) {
        mem_exhausted(); /* it fails for nothing else */
    }
    format_set_font_name(format, "宋体");
    format_set_font_size(format, size);
    format_set_align(format, align);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (bold) {
        format_set_bold(format);
    }
    return format;
}

static void make_formats(struct book *book)
{
    book->title = make_format(book, 16, true, LXW_ALIGN_CENTER);
    book->corner = make_format(book, 9, false, LXW_ALIGN_LEFT);
    book->left = make_format(book, 10, false, LXW_ALIGN_LEFT);
    book->right = make_format(book, 10, false, LXW_ALIGN_RIGHT);
    book->head = make_format(book, 10, true, LXW_ALIGN_CENTER);
    format_set_border(book->head, LXW_BORDER_THIN);
    format_set_text_wrap(book->head);
    format_set_bg_color(book->head, 0xE7EDF5);
}

static const char *number_format(char kind)
{
    switch (kind) {
    case 'n':
    case 'd':
    case 'p':
        return "#,##0.00_ ;-#,##0.00_ ";
    case 'i':
        return "#,##0_ ";
    default:
        return "@";
    }
}

static lxw_format *make_cell(struct book *book, int style, char kind)
{
    bool is_number = strchr("ndip", kind) != NULL;
    bool is_note = style == NOTE;
    lxw_format *format =
        make_format(book, 10, style <= LEVEL1, is_number ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    format_set_num_format(format, number_format(kind));
    if (!is_note) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0x8C8C8C);
    }
    if (kind == 'w' && !is_note) {
        format_set_text_wrap(format);
    }
    /* level2 and level3 stand in by one and two. */
    if (kind == 'w' && (style == LEVEL2 || style == LEVEL3)) {
        format_set_indent(format, (uint8_t)(style - LEVEL1));
    }
    if (style == TOTAL) {
        format_set_bg_color(format, 0xF5F7FA);
    }
    return format;
}

/* Styles and kinds that look the same share one format: of two equal ones the library looks the
 * second up anew for every cell. */
static lxw_format *cell_format(struct book *book, int style, char kind)
{
    if (kind == 'c' || (kind == 'w' && style == NOTE)) {
        kind = 't';
    } else if (kind == 'd' || kind == 'p') {
        kind = 'n';
    }
    if (kind != 'w' && (style == LEVEL2 || style == LEVEL3)) {
        style = PLAIN;
    }
    const char *place = strchr(kind_letters, kind);
    lxw_format **format = &book->cells[style][place - kind_letters];
    if (*format == NULL) {
        *format = make_cell(book, style, kind);
    }
    return *format;
}

static int style_of(const char *name)
{
    for (int i = 0; i < STYLES; i++) {
        if (strcmp(style_names[i], name) == 0) {
            return i;
        }
    }
    return PLAIN;
}

/* The double nearest to the exact decimal text, which a spreadsheet shows as that text again. */
static double number_of(char kind, const char *text)
{
    char wan[AMOUNT_TEXT_MAX];
    if (kind == 'n') {
        amount_to_wan(text, wan);
        text = wan;
    }
    return strtod(text, NULL);
}

static void write_cell(struct sheet *sheet, int column, int style, char kind, const char *value)
{
    sheet->book->bytes += CELL_BYTES;
    lxw_format *format = cell_format(sheet->book, style, kind);
    lxw_col_t place = (lxw_col_t)column;
    if (value == NULL) {
        note(sheet->book, worksheet_write_blank(sheet->worksheet, sheet->row, place, format));
    } else if (strchr("ndip", kind) != NULL) {
        note(sheet->book, worksheet_write_number(sheet->worksheet, sheet->row, place,
                                                 number_of(kind, value), format));
        sheet->has_figures = true;
    } else {
        put_text(sheet->book, sheet->worksheet, sheet->row, place, value, format);
    }
}

static int columns_of(const struct form *form)
{
    return (int)strlen(form->kinds);
}

/* How many lines a text takes in a column that wraps. Programs that open the file don't measure it
 * again, so that the row must be given its height. A Chinese character is two of the width's. */
static int lines_of(const char *text, double width, int style)
{
    double room = width - 1.5 - (style == LEVEL2 || style == LEVEL3 ? 2.0 * (style - LEVEL1) : 0);
    double used = 0;
    int lines = 1;
    while (*text != '\0') {
        uint32_t c;
        size_t length = text_code_point(text, strlen(text), &c);
        double wide = c < 0x2E80 ? 1.1 : 2.1;
        used += wide;
        if (used > room || c == '\n') {
            lines++;
            used = c == '\n' ? 0 : wide;
        }
        text += length > 0 ? length : 1;
    }
    return lines < LINES_MAX ? lines : LINES_MAX;
}

static void set_height(struct sheet *sheet, const struct pg_result *row, int style)
{
    int most = 1;
    for (int i = 0; i < columns_of(sheet->form); i++) {
        const char *value = pg_value(row, 0, i + 1);
        if (sheet->form->kinds[i] == 'w' && value != NULL) {
            int lines = lines_of(value, sheet->form->widths[i], style);
            most = lines > most ? lines : most;
        }
    }
    if (most > 1) {
        worksheet_set_row(sheet->worksheet, sheet->row, LINE_HEIGHT * most + 5, NULL);
    }
}

/* The rows of the first group, after its total, are what the chart shows. */
static void note_part(struct sheet *sheet, const struct pg_result *row, int style)
{
    const char *part = pg_value(row, 0, columns_of(sheet->form) + 1);
    if (style != TOTAL && strcmp(part, "1") == 0) {
        sheet->first_part = sheet->first_part == 0 ? sheet->row : sheet->first_part;
        sheet->last_part = sheet->row;
    }
}

static bool write_row(const struct pg_result *row, void *context, struct err *err)
{
    struct sheet *sheet = context;
    int style = style_of(pg_value(row, 0, 0));
    (void)err;
    if (sheet->row >= LXW_ROW_MAX - 2) {
        return true;
    }
    if (style != NOTE) {
        set_height(sheet, row, style);
    }
    for (int i = 0; i < columns_of(sheet->form); i++) {
        write_cell(sheet, i, style, sheet->form->kinds[i], pg_value(row, 0, i + 1));
    }
    if (sheet->form->has_chart) {
        note_part(sheet, row, style);
    }
    sheet->row++;
    return true;
}

static void write_text(struct sheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                       lxw_format *format)
{
    char *made = stage_text(sheet->book->stage, text);
    put_text(sheet->book, sheet->worksheet, row, column, made, format);
    free(made);
}

static void write_title(struct sheet *sheet)
{
    const struct form *form = sheet->form;
    struct book *book = sheet->book;
    lxw_col_t last = (lxw_col_t)(columns_of(form) - 1);
    char *who = mem_printf("%s（财政区划 %s）%s年度%s，各单位汇总", book->stage->division,
                           book->stage->division_code, book->stage->year, stage_kind(book->stage));
    if (form->corner != NULL) {
        write_text(sheet, 0, 0, form->corner, book->corner);
    }
    note(book,
         worksheet_merge_range(sheet->worksheet, TITLE_ROW, 0, TITLE_ROW, last, "", book->title));
    write_text(sheet, TITLE_ROW, 0, form->title, book->title);
    worksheet_set_row(sheet->worksheet, TITLE_ROW, 28, NULL);
    put_text(book, sheet->worksheet, TITLE_ROW + 1, 0, who, book->left);
    write_text(sheet, TITLE_ROW + 1, last, form->unit, book->right);
    free(who);
}

static void write_heads(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->form->head_count; i++) {
        const struct form_head *head = &sheet->form->heads[i];
        lxw_row_t row = (lxw_row_t)(FIRST_HEAD_ROW + head->row);
        lxw_col_t column = (lxw_col_t)head->column;
        if (head->rows * head->columns > 1) {
            worksheet_merge_range(sheet->worksheet, row, column, row + (lxw_row_t)(head->rows - 1),
                                  (lxw_col_t)(column + head->columns - 1), "", sheet->book->head);
        }
        write_text(sheet, row, column, head->text, sheet->book->head);
    }
    for (int i = 0; i < sheet->form->head_rows; i++) {
        worksheet_set_row(sheet->worksheet, (lxw_row_t)(FIRST_HEAD_ROW + i),
                          i + 1 == sheet->form->head_rows ? 30 : 20, NULL);
    }
}

/* One page wide on A4, as long as it takes, its heading on each page. */
static void set_up(struct sheet *sheet)
{
    const struct form *form = sheet->form;
    lxw_worksheet *worksheet = sheet->worksheet;
    lxw_row_t body = (lxw_row_t)(FIRST_HEAD_ROW + form->head_rows);
    for (int i = 0; i < columns_of(form); i++) {
        worksheet_set_column(worksheet, (lxw_col_t)i, (lxw_col_t)i, form->widths[i], NULL);
    }
    worksheet_set_default_row(worksheet, ROW_HEIGHT, LXW_FALSE);
    worksheet_freeze_panes(worksheet, body, (lxw_col_t)form->frozen_columns);
    worksheet_set_paper(worksheet, A4);
    if (form->landscape) {
        worksheet_set_landscape(worksheet);
    }
    worksheet_fit_to_pages(worksheet, 1, 0);
    worksheet_repeat_rows(worksheet, TITLE_ROW, body - 1);
    worksheet_center_horizontally(worksheet);
    worksheet_set_margins(worksheet, 0.5, 0.5, 0.6, 0.6);
    worksheet_set_footer(worksheet, "&C第 &P 页，共 &N 页&R&A");
}

static void write_chart(struct sheet *sheet)
{
    if (sheet->last_part == 0) {
        return;
    }
    lxw_chart *chart = workbook_add_chart(sheet->book->workbook, LXW_CHART_BAR);
    for (lxw_col_t column = 2; column >= 1; column--) {
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        chart_series_set_categories(series, sheet->form->sheet, sheet->first_part, 0,
                                    sheet->last_part, 0);
        chart_series_set_values(series, sheet->form->sheet, sheet->first_part, column,
                                sheet->last_part, column);
        char *name = stage_text(sheet->book->stage, column == 1 ? "{Y}年" : "{P}年");
        chart_series_set_name(series, name);
        free(name);
        chart_series_set_fill(series,
                              &(lxw_chart_fill){.color = column == 1 ? 0x1F5FA8 : 0xB4C7DC});
    }
    chart_title_set_name(chart, "支出，按功能分类的类（万元）");
    chart_axis_set_reverse(chart->y_axis);
    /* Beside the bars, not upon those of negative amounts. */
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_num_format(chart->x_axis, "#,##0");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    double height = 160 + 34.0 * (double)(sheet->last_part - sheet->first_part + 1);
    /* The size of a new chart is 480 by 288 pixels. */
    lxw_chart_options place = {.x_scale = 790 / 480.0, .y_scale = height / 288, .x_offset = 4};
    worksheet_insert_chart_opt(sheet->worksheet, sheet->row + 1, 0, chart, &place);
}

static bool write_sheet(struct book *book, const struct form *form, struct err *err)
{
    struct sheet sheet = {
        .book = book, .form = form, .row = (lxw_row_t)(FIRST_HEAD_ROW + form->head_rows)};
    sheet.worksheet = workbook_add_worksheet(book->workbook, form->sheet);
    if (sheet.worksheet == NULL) {
        return err_set(err, ERR_INTERNAL, "no sheet can be called %s", form->sheet);
    }
    book->bytes += SHEET_BYTES;
    set_up(&sheet);
    write_title(&sheet);
    write_heads(&sheet);
    if (!stage_rows(book->stage, form->sql, write_row, &sheet, err)) {
        return false;
    }
    if (!sheet.has_figures && form->empty_note != NULL) {
        put_text(book, sheet.worksheet, sheet.row++, 0, form->empty_note, book->left);
    }
    if (form->has_chart) {
        write_chart(&sheet);
    }
    return book->fault == LXW_NO_ERROR ||
           err_set(err, ERR_INTERNAL, "a cell of the sheet %s can't be written: %s", form->sheet,
                   lxw_strerror(book->fault));
}

static bool write_sheets(struct book *book, struct err *err)
{
    for (size_t i = 0; i < form_count; i++) {
        if (forms[i].needs_prior && book->stage->prior[0] == '\0') {
            continue;
        }
        if (!write_sheet(book, &forms[i], err)) {
            return false;
        }
    }
    return true;
}

/* The same data gives the same bytes: the time of creation is the year's beginning. */
static void set_properties(struct book *book)
{
    struct tm start = {.tm_year = (int)strtol(book->stage->year, NULL, 10) - 1900, .tm_mday = 1};
    char *title = mem_printf("%s%s年度单位%s公开汇总", book->stage->division, book->stage->year,
                             stage_kind(book->stage));
    lxw_doc_properties properties = {
        .title = title, .author = "huizong", .created = timegm(&start)};
    workbook_set_properties(book->workbook, &properties);
    free(title);
}

/* libxlsxwriter writes the time of creation by gmtime, whose result all threads share. */
static bool close_book(lxw_workbook *workbook, const char *path, struct err *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one_at_a_time);
    lxw_error error = workbook_close(workbook);
    pthread_mutex_unlock(&one_at_a_time);
    if (error == LXW_NO_ERROR) {
        return true;
    }
    bool cant_create = error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE;
    return err_set(err, cant_create ? ERR_CANTCREATE : ERR_IO, "can't write %s: %s", path,
                   lxw_strerror(error));
}

/*
 * libxlsxwriter puts the sheets into temporary files before it packs them, and takes no notice when
 * the disk is full: the workbook would be cut short without a word. So these files are made in
 * `folder`, where the workbook goes, and there must be room for all of them before it begins.
 */
static bool write_book(const struct stage *stage, const char *folder, const char *path,
                       struct err *err)
{
    char *place = mem_strdup(folder);
    lxw_workbook_options options = {.tmpdir = place};
    struct book book = {
        .stage = stage, .workbook = workbook_new_opt(path, &options), .bytes = BOOK_BYTES};
    free(place); /* copied */
    if (book.workbook == NULL) {
        return err_set(err, ERR_CANTCREATE, "can't create %s", path);
    }
    make_formats(&book);
    set_properties(&book);
    bool ok = write_sheets(&book, err) && space_is_left(folder, book.bytes, err);
    struct err closing;
    bool closed = close_book(book.workbook, path, ok ? err : &closing);
    return ok && closed;
}

bool workbook_read(struct stage *stage, struct pg *pg, struct err *err)
{
    for (size_t i = 0; i < form_count; i++) {
        if ((!forms[i].needs_prior || stage->prior[0] != '\0') &&
            !stage_read(stage, forms[i].sql, forms[i].needs_prior, pg, err)) {
            return false;
        }
    }
    return true;
}

bool workbook_write(const struct stage *stage, const char *folder, struct syncer *syncer,
                    struct slice_file *file, struct err *err)
{
    file->name = stage_file_name(stage, "forms", ".xlsx");
    file->title = "13 张预算公开表，全市汇总";
    file->mediatype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    char *path = mem_printf("%s/%s", folder, file->name);
    bool ok = write_book(stage, folder, path, err) && outfile_seal(path, syncer, &file->facts, err);
    free(path);
    return ok;
}
