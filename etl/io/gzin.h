/*
 * Reading a file that is plain or gzip (of one or several members), or standard input. Which of the
 * two it is its first bytes tell, not its name. Nothing is read before the first gzin_read.
 */
#ifndef HUIZONG_IO_GZIN_H
#define HUIZONG_IO_GZIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct gzin;

/* "-" is file descriptor 0. Fails with ERR_NOINPUT: missing, not readable, or a directory. */
bool gzin_open(struct gzin **out, const char *path, struct err *err);

/*
 * Reads up to `size` (> 0) uncompressed bytes; *got is 0 at the end and nowhere else. Fails with
 * ERR_DATA where a gzip stream is truncated or corrupt, or is followed by something that is no gzip
 * member: the message names the byte of the compressed file, and gzin_consumed tells it. Fails with
 * ERR_IO where reading fails. What decodes before the fault is given out by earlier calls; later
 * calls fail again in the same way.
 */
bool gzin_read(struct gzin *in, void *data, size_t size, size_t *got, struct err *err);

int64_t gzin_consumed(const struct gzin *in); /* bytes of the file used so far (compressed) */
bool gzin_is_gzip(const struct gzin *in);     /* known after the first read */

void gzin_close(struct gzin *in); /* NULL is fine */

#endif
