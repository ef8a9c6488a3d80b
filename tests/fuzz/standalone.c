/*
 * Drives a fuzz target without libFuzzer: replays the files of a corpus, then mutates them for so
 * many seconds, the same way each time. PROGRAM SECONDS CORPUS [DICTIONARY]
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>

enum { FILES_MAX = 500, TOKENS_MAX = 300, INPUT_MAX = 64 * 1024 };

struct bytes {
    uint8_t *data;
    size_t size;
};

static struct bytes corpus[FILES_MAX], tokens[TOKENS_MAX];
static size_t corpus_count, token_count;
static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

static size_t draw(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below > 0 ? (size_t)(state % below) : 0;
}

static struct bytes copy_of(const void *data, size_t size)
{
    REQUIRE(size <= INPUT_MAX);
    struct bytes copy = {.data = malloc(size > 0 ? size : 1), .size = size};
    REQUIRE(copy.data != NULL);
    memcpy(copy.data, data, size);
    return copy;
}

static void read_file(const char *folder, const char *name)
{
    static uint8_t content[INPUT_MAX];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rbe");
    REQUIRE(file != NULL && corpus_count < FILES_MAX);
    size_t size = fread(content, 1, sizeof content, file);
    fclose(file);
    corpus[corpus_count++] = copy_of(content, size);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_corpus(const char *folder)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, by_name);
    REQUIRE(count > 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
            read_file(folder, names[i]->d_name);
        }
        free(names[i]);
    }
    free(names);
    REQUIRE(corpus_count > 0);
}

/* Lines of a libFuzzer dictionary: "token", with \xNN, \\ and \". */
static void add_token(const char *line)
{
    char token[256];
    size_t size = 0;
    for (const char *c = line + 1; *c != '\0' && *c != '"' && size < sizeof token; c++) {
        if (*c == '\\' && c[1] == 'x') {
            char hex[3] = {c[2], c[3], '\0'};
            token[size++] = (char)strtol(hex, NULL, 16);
            c += 3;
        } else {
            c += *c == '\\';
            token[size++] = *c;
        }
    }
    if (token_count < TOKENS_MAX && size > 0) {
        tokens[token_count++] = copy_of(token, size);
    }
}

static void read_dictionary(const char *path)
{
    char line[512];
    FILE *file = fopen(path, "re");
    REQUIRE(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        const char *quote = strchr(line, '"');
        if (line[0] != '#' && quote != NULL) {
            add_token(quote);
        }
    }
    fclose(file);
}

/* Puts `size` bytes in the place of `cut`. */
static void put_in(struct bytes *input, size_t at, size_t cut, const uint8_t *data, size_t size)
{
    if (input->size - cut + size > INPUT_MAX) {
        return;
    }
    memmove(input->data + at + size, input->data + at + cut, input->size - at - cut);
    memcpy(input->data + at, data, size);
    input->size += size - cut;
}

static void mutate(struct bytes *input)
{
    size_t at = draw(input->size + 1);
    size_t left = input->size - at;
    uint8_t byte = (uint8_t)draw(256);
    const struct bytes *other = &corpus[draw(corpus_count)];
    size_t from = draw(other->size + 1);
    size_t part = draw((other->size - from < 200 ? other->size - from : 200) + 1);
    switch (draw(token_count > 0 ? 7 : 5)) {
    case 0: /* a bit */
        if (left > 0) {
            input->data[at] ^= (uint8_t)(1u << draw(8));
        }
        break;
    case 1: /* a byte more */
        put_in(input, at, 0, &byte, 1);
        break;
    case 2: /* some less */
        put_in(input, at, draw((left < 100 ? left : 100) + 1), &byte, 0);
        break;
    case 3: /* a part of another */
        put_in(input, at, draw((left < 100 ? left : 100) + 1), other->data + from, part);
        break;
    case 4: /* a digit for a digit, or any byte */
        if (left > 0) {
            bool digit = input->data[at] >= '0' && input->data[at] <= '9';
            input->data[at] = digit ? (uint8_t)('0' + draw(10)) : byte;
        }
        break;
    default: {
        const struct bytes *token = &tokens[draw(token_count)];
        put_in(input, at, 0, token->data, token->size);
    }
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct bytes *current;

/* What is being tried when the target aborts is kept for a look. */
static void keep_current(int number)
{
    int fd = open("crash-standalone", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd >= 0 && current != NULL) {
        ssize_t ignored = write(fd, current->data, current->size);
        (void)ignored;
    }
    signal(number, SIG_DFL);
    raise(number);
}

int main(int argc, char **argv)
{
    static uint8_t room[INPUT_MAX + 1];
    if (argc < 3) {
        fprintf(stderr, "usage: %s SECONDS CORPUS [DICTIONARY]\n", argv[0]);
        return 64;
    }
    signal(SIGABRT, keep_current);
    signal(SIGSEGV, keep_current);
    read_corpus(argv[2]);
    if (argc > 3) {
        read_dictionary(argv[3]);
    }
    for (size_t i = 0; i < corpus_count; i++) {
        LLVMFuzzerTestOneInput(corpus[i].data, corpus[i].size);
    }
    double end = now() + strtod(argv[1], NULL);
    long executions = 0;
    for (; executions % 64 != 0 || now() < end; executions++) {
        const struct bytes *seed = &corpus[draw(corpus_count)];
        struct bytes input = {.data = room, .size = seed->size};
        memcpy(room, seed->data, seed->size);
        for (size_t steps = 1 + draw(6); steps > 0; steps--) {
            mutate(&input);
        }
        /* A copy of its very size, so that a sanitizer sees what reads beyond. */
        struct bytes exact = copy_of(input.data, input.size);
        current = &exact;
        LLVMFuzzerTestOneInput(exact.data, exact.size);
        free(exact.data);
        current = NULL;
    }
    printf("%zu files replayed, %ld mutants\n", corpus_count, executions);
    return 0;
}
