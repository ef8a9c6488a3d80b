/* Private to source: the state that its files share. */
#ifndef HUIZONG_LOAD_SOURCE_INTERNAL_H
#define HUIZONG_LOAD_SOURCE_INTERNAL_H

#include "base/buf.h"
#include "io/gzin.h"
#include "load/source.h"

enum source_mode {
    MODE_UNKNOWN,
    MODE_WHOLE,
    MODE_ARRAY,
    MODE_TAIL,     /* the array has ended: what follows is still to be looked at */
    MODE_UNCLOSED, /* what ended it is no ']' */
    MODE_LINES,
    MODE_DONE
};

/* How far the end of an element was looked for. */
struct source_element {
    bool in_string, escaped; /* at start + scanned */
    int depth;
    bool begun;        /* something but white space of it was seen */
    bool beyond_stray; /* something but white space was seen behind the stray brace */
    size_t stray;      /* from start: behind the first brace that closes nothing; 0 for none */
};

struct source {
    struct gzin *in;
    char *path;
    bool proved;         /* a gzip file of several documents: its checksums hold */
    struct err open_err; /* code ERR_NONE where it is open */
    enum source_mode mode;
    size_t max_document;
    struct buf pending; /* read, but not given out */
    size_t start;       /* where in pending the next document begins */
    int line, column;   /* of start, from 1 */
    size_t scanned;     /* how far from there its end was looked for */
    int64_t base;       /* offset in the file of pending's first byte */
    int documents;      /* given out so far, or told of as faults */
    bool eof;
    int rescued;                   /* elements whose end was guessed */
    bool skipping;                 /* the rest of a document that is too large is passed over */
    bool laid_out;                 /* MODE_LINES: so is one that takes several lines */
    struct source_element element; /* MODE_ARRAY */
};

/* The next of an array; what follows it. */
enum source_event source_next_element(struct source *source, struct source_item *item);
enum source_event source_after_array(struct source *source, struct source_item *item);

/* Reads on. False: it can't, *item is a fault that ends the file. */
bool source_refill(struct source *source, struct source_item *item);

/* Moves start on by so many bytes. */
void source_pass(struct source *source, size_t length);

/* Gives out so many bytes from start on, as the next document. */
enum source_event source_give(struct source *source, struct source_item *item, size_t length);

/* A fault at start. */
enum source_event source_fault(const struct source *source, struct source_item *item,
                               const char *code, const char *reason, const char *detail);

/* The document at start is too large; it counts as one. */
enum source_event source_too_large(struct source *source, struct source_item *item);

bool source_is_space(char c);
bool source_is_blank(const char *text, size_t length);

#endif
