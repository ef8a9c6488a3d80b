/* SHA-256, of bytes in hand or of a stream of them. */
#ifndef HUIZONG_IO_DIGEST_H
#define HUIZONG_IO_DIGEST_H

#include <stddef.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX_SIZE = 65 };

struct digest {
    void *state; /* owned between init and final (or clear) */
};

void digest_init(struct digest *digest);
void digest_update(struct digest *digest, const void *data, size_t length);
void digest_final(struct digest *digest, unsigned char out[DIGEST_SIZE]); /* frees the state too */
void digest_clear(struct digest *digest); /* gives up without a result; fine after digest_final */

void digest_sha256(const void *data, size_t length, unsigned char out[DIGEST_SIZE]);

/* 64 lower-case hexadecimal digits and a NUL. */
void digest_hex(const unsigned char digest[DIGEST_SIZE], char out[DIGEST_HEX_SIZE]);

#endif
