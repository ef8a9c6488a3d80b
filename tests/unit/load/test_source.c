#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "load/source.h"

static char path[64];

static struct source *source_of(const char *text, enum walk_kind kind, size_t limit)
{
    strcpy(path, "/tmp/huizong-source-XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    struct source *source = source_open(path, kind, limit);
    return source;
}

static void done(struct source *source)
{
    source_close(source);
    unlink(path);
}

static void expect_document(struct source *source, int number, long offset, const char *text)
{
    struct source_item item;
    cr_assert_eq(source_next(source, &item), SOURCE_DOCUMENT);
    cr_expect_str_eq(item.data, text);
    cr_expect_eq(item.length, strlen(text));
    cr_expect_eq(item.document_no, number);
    cr_expect_eq(item.byte_offset, offset, "offset %ld", (long)item.byte_offset);
    free(item.data);
}

static void expect_fault(struct source *source, int number, const char *code)
{
    struct source_item item;
    cr_assert_eq(source_next(source, &item), SOURCE_FAULT);
    cr_expect_str_eq(item.code, code);
    cr_expect_eq(item.document_no, number, "document %d", item.document_no);
    cr_expect_null(item.data);
    cr_expect_neq(item.reason[0], '\0');
}

static void expect_end(struct source *source)
{
    struct source_item item;
    cr_assert_eq(source_next(source, &item), SOURCE_END);
    cr_assert_eq(source_next(source, &item), SOURCE_END, "and it stays so");
}

Test(source, one_document)
{
    struct source *s = source_of("\xef\xbb\xbf {\"a\":\n1}\n", WALK_JSON, 1000);
    expect_document(s, 1, 0, "\xef\xbb\xbf {\"a\":\n1}\n");
    expect_end(s);
    done(s);
}

Test(source, an_array_of_documents)
{
    struct source *s = source_of(" [ {\"a\":\"],}\\\"\"} ,\n[1,[2]], 3 ]\n ", WALK_JSON, 1000);
    expect_document(s, 1, 2, " {\"a\":\"],}\\\"\"} ");
    expect_document(s, 2, 18, "\n[1,[2]]");
    expect_document(s, 3, 27, " 3 ");
    expect_end(s);
    done(s);
}

Test(source, an_empty_array_holds_nothing)
{
    struct source *s = source_of("[ ]", WALK_JSON, 1000);
    expect_end(s);
    done(s);
}

Test(source, what_follows_an_array_is_a_fault)
{
    struct source *s = source_of("[1] x", WALK_JSON, 1000);
    expect_document(s, 1, 1, "1");
    expect_fault(s, 0, "trailing_bytes");
    expect_end(s);
    done(s);
}

Test(source, an_array_cut_off_gives_its_whole_documents)
{
    struct source *s = source_of("[{\"a\":1},{\"b\":", WALK_JSON, 1000);
    expect_document(s, 1, 1, "{\"a\":1}");
    struct source_item item;
    cr_assert_eq(source_next(s, &item), SOURCE_DOCUMENT);
    cr_expect(item.unended, "what is there is to be looked at for what is wrong with it");
    cr_expect_str_eq(item.data, "{\"b\":");
    free(item.data);
    expect_end(s);
    done(s);
    s = source_of("[{\"a\":1}, ", WALK_JSON, 1000);
    expect_document(s, 1, 1, "{\"a\":1}");
    expect_fault(s, 2, "truncated");
    expect_end(s);
    done(s);
}

/* The end of the second isn't where brackets and quotes say; the others are found all the same. */
Test(source, a_broken_element_costs_itself_only)
{
    struct source *s = source_of("[1,{}},[3]]", WALK_JSON, 1000);
    expect_document(s, 1, 1, "1");
    expect_document(s, 2, 3, "{}}");
    expect_document(s, 3, 7, "[3]");
    expect_end(s);
    done(s);
    s = source_of(
        "[1,{\"format\": \"b,\"c\": 1},\n{ \"format\": \"e\"},{\"format\":[1},{\"format\":2}]",
        WALK_JSON, 1000);
    expect_document(s, 1, 1, "1");
    expect_document(s, 2, 3, "{\"format\": \"b,\"c\": 1}");
    expect_document(s, 3, 26, "{ \"format\": \"e\"}");
    expect_document(s, 4, 43, "{\"format\":[1}");
    expect_document(s, 5, 57, "{\"format\":2}");
    expect_end(s);
    done(s);
    s = source_of("[{\"a\": \"line one,\nline two]}\"},2]", WALK_JSON, 1000);
    expect_document(s, 1, 1, "{\"a\": \"line one,\nline two]}\"}");
    expect_document(s, 2, 31, "2");
    expect_end(s);
    done(s);
}

Test(source, an_array_closed_by_a_brace)
{
    struct source *s = source_of("[1,\n{}\n} ", WALK_JSON, 1000);
    expect_document(s, 1, 1, "1");
    expect_document(s, 2, 3, "\n{}\n");
    struct source_item item;
    cr_assert_eq(source_next(s, &item), SOURCE_FAULT);
    cr_expect_str_eq(item.code, "expected_comma");
    cr_expect(item.line == 3 && item.column == 1);
    expect_end(s);
    done(s);
}

static void expect_place(struct source *source, int line, int column)
{
    struct source_item item;
    cr_assert_neq(source_next(source, &item), SOURCE_END);
    cr_expect(item.line == line && item.column == column, "%d:%d, not %d:%d", item.line,
              item.column, line, column);
    free(item.data);
}

Test(source, lines_are_those_of_the_file)
{
    struct source *s = source_of("\xef\xbb\xbf[ 1,\"汉\",\n2\n ,3]", WALK_JSON, 1000);
    expect_place(s, 1, 2);
    expect_place(s, 1, 5);
    expect_place(s, 1, 9);
    expect_place(s, 3, 3);
    expect_end(s);
    done(s);
    s = source_of("1\n\n \r\n2\r\n{\n}\n3", WALK_LINES, 1000);
    expect_place(s, 1, 1);
    expect_place(s, 4, 1);
    expect_place(s, 5, 1);
    expect_place(s, 7, 1);
    expect_end(s);
    done(s);
}

Test(source, where_an_element_over_the_limit_stands)
{
    enum { LONG = 900000, END = 40 };
    char *text = malloc(LONG + END);
    memset(text, 'x', LONG);
    text[snprintf(text, END, "[1,\n\"")] = 'x'; /* over its end */
    snprintf(text + LONG, END, "\",\n2]");
    struct source *s = source_of(text, WALK_JSON, 300000);
    expect_place(s, 1, 2);
    expect_place(s, 2, 1);
    expect_place(s, 2, LONG - 1);
    expect_end(s);
    free(text);
    done(s);
}

Test(source, documents_laid_out_over_lines_count_as_one_fault_each)
{
    struct source *s = source_of("{\n \"a\": {\n }\n}\n{\"b\":1}\n[\n 1\n{\"c\":2}\n{ \n \"x\"\n",
                                 WALK_LINES, 1000);
    expect_fault(s, 1, "not_a_line");
    expect_document(s, 2, 15, "{\"b\":1}");
    expect_fault(s, 3, "not_a_line");
    expect_document(s, 4, 28, "{\"c\":2}");
    expect_fault(s, 5, "not_a_line");
    expect_end(s);
    done(s);
}

Test(source, lines_blank_ones_passed_over_the_last_without_end)
{
    struct source *s = source_of("{\"a\":1}\r\n\n  \n{\"b\":2}", WALK_LINES, 1000);
    expect_document(s, 1, 0, "{\"a\":1}\r");
    expect_document(s, 2, 13, "{\"b\":2}");
    expect_end(s);
    done(s);
}

Test(source, a_line_over_the_limit_costs_itself_only)
{
    enum { LONG = 700000, END = 40 };
    char *text = malloc(LONG + END);
    memset(text, 'x', LONG);
    text[0] = '1';
    text[1] = '\n';
    snprintf(text + LONG, END, "\n2\n");
    struct source *s = source_of(text, WALK_LINES, 300000);
    expect_document(s, 1, 0, "1");
    expect_fault(s, 2, "too_large");
    expect_document(s, 3, LONG + 1, "2");
    expect_end(s);
    free(text);
    done(s);
}

Test(source, a_document_over_the_limit)
{
    char *text = malloc(600000);
    memset(text, ' ', 599999);
    text[0] = '{';
    text[599999] = '\0';
    struct source *s = source_of(text, WALK_JSON, 1000);
    expect_fault(s, 1, "too_large");
    expect_end(s);
    free(text);
    done(s);
}

Test(source, an_element_over_the_limit_costs_itself_only)
{
    enum { LONG = 1500000, END = 40 };
    char *text = malloc(LONG + END);
    memset(text, ',', LONG);
    memcpy(text, "[1, \"]", 6);
    snprintf(text + LONG, END, "\" ,2 ]");
    struct source *s = source_of(text, WALK_JSON, 300000);
    expect_document(s, 1, 1, "1");
    expect_fault(s, 2, "too_large");
    expect_document(s, 3, LONG + 3, "2 ");
    expect_end(s);
    done(s);
    snprintf(text + LONG, END, "\"] 3");
    s = source_of(text, WALK_JSON, 300000);
    expect_document(s, 1, 1, "1");
    expect_fault(s, 2, "too_large");
    expect_fault(s, 0, "trailing_bytes");
    expect_end(s);
    done(s);
    text[LONG] = '\0';
    s = source_of(text, WALK_JSON, 300000);
    expect_document(s, 1, 1, "1");
    expect_fault(s, 2, "too_large");
    expect_fault(s, 0, "truncated"); /* no two faults of files are of one document */
    expect_end(s);
    free(text);
    done(s);
}

/* A line that is too long isn't all that is wrong where the file breaks off in it. */
Test(source, a_file_that_ends_within_a_line_over_the_limit)
{
    enum { LONG = 3000000 };
    char *text = malloc(LONG + 1);
    uint32_t random = 1;
    for (int i = 0; i < LONG; i++) { /* that deflate can do little about */
        random = random * 1664525u + 1013904223u;
        text[i] = (char)('a' + (random >> 24) % 26);
    }
    text[LONG] = '\0';
    strcpy(path, "/tmp/huizong-source-XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    gzFile out = gzdopen(dup(fd), "wb");
    cr_assert_eq(gzputs(out, text), LONG);
    cr_assert_eq(gzclose(out), Z_OK);
    cr_assert_eq(ftruncate(fd, 1200000), 0);
    cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
    cr_assert_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    close(fd);
    struct source *s = source_open("-", WALK_LINES, 300000);
    expect_fault(s, 1, "too_large");
    expect_fault(s, 2, "gzip");
    expect_end(s);
    free(text);
    done(s);
}

Test(source, empty_files)
{
    struct source *s = source_of("", WALK_JSON, 1000);
    expect_fault(s, 0, "empty_file");
    expect_end(s);
    done(s);
    s = source_of(" \n ", WALK_JSON, 1000);
    expect_fault(s, 0, "empty_file");
    done(s);
    s = source_of("\n\n", WALK_LINES, 1000);
    expect_fault(s, 0, "empty_file");
    done(s);
}

Test(source, a_file_that_cannot_be_opened)
{
    struct source *s = source_open("/nonexistent/x.json", WALK_JSON, 1000);
    expect_fault(s, 0, "read");
    expect_end(s);
    source_close(s);
}

/* Documents longer than what is read at a time, in each form. */
Test(source, documents_across_reads)
{
    enum { BIG = 900000 };
    char *big = malloc(BIG + 1);
    memset(big, 'y', BIG);
    big[0] = '"';
    big[BIG - 1] = '"';
    big[BIG] = '\0';
    char *text = malloc(3 * BIG + 20);
    sprintf(text, "[%s,%s,1]", big, big);
    struct source *s = source_of(text, WALK_JSON, 2000000);
    expect_document(s, 1, 1, big);
    expect_document(s, 2, BIG + 2, big);
    expect_document(s, 3, 2 * BIG + 3, "1");
    expect_end(s);
    done(s);
    sprintf(text, "%s\n%s\n1\n", big, big);
    s = source_of(text, WALK_LINES, 2000000);
    expect_document(s, 1, 0, big);
    expect_document(s, 2, BIG + 1, big);
    expect_document(s, 3, 2 * BIG + 2, "1");
    expect_end(s);
    done(s);
    free(text);
    free(big);
}
