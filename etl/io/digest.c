#include "io/digest.h"

#include <openssl/evp.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"

/* SHA-256 fails only where OpenSSL itself is broken or without memory; no caller could go on, and
 * the program ends as it does without memory. */
static void demand(int ok)
{
    if (ok != 1) {
        log_error("OpenSSL could not compute a SHA-256 digest");
        _exit(ERR_INTERNAL);
    }
}

void digest_init(struct digest *digest)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    demand(context != NULL);
    demand(EVP_DigestInit_ex(context, EVP_sha256(), NULL));
    digest->state = context;
}

void digest_update(struct digest *digest, const void *data, size_t length)
{
    demand(EVP_DigestUpdate(digest->state, data, length));
}

void digest_final(struct digest *digest, unsigned char out[DIGEST_SIZE])
{
    demand(EVP_DigestFinal_ex(digest->state, out, NULL));
    digest_clear(digest);
}

void digest_clear(struct digest *digest)
{
    EVP_MD_CTX_free(digest->state);
    digest->state = NULL;
}

void digest_sha256(const void *data, size_t length, unsigned char out[DIGEST_SIZE])
{
    demand(EVP_Digest(data, length, out, NULL, EVP_sha256(), NULL));
}

void digest_hex(const unsigned char digest[DIGEST_SIZE], char out[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[DIGEST_HEX_SIZE - 1] = '\0';
}
