#include <criterion/criterion.h>

#include <string.h>

#include "io/digest.h"

/* The examples of FIPS 180-4. */
static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void check(const char *text, const char *expected)
{
    unsigned char digest[DIGEST_SIZE];
    char hex[DIGEST_HEX_SIZE];
    digest_sha256(text, strlen(text), digest);
    digest_hex(digest, hex);
    cr_assert_str_eq(hex, expected);
}

Test(digest, standard_examples)
{
    check("abc", abc);
    check("", empty);
}

Test(digest, in_pieces_as_at_once)
{
    struct digest digest;
    unsigned char out[DIGEST_SIZE];
    char hex[DIGEST_HEX_SIZE];
    digest_init(&digest);
    digest_update(&digest, "a", 1);
    digest_update(&digest, "", 0);
    digest_update(&digest, "bc", 2);
    digest_final(&digest, out);
    digest_hex(out, hex);
    cr_assert_str_eq(hex, abc);
    digest_clear(&digest);
}

Test(digest, given_up)
{
    struct digest digest;
    digest_init(&digest);
    digest_update(&digest, "x", 1);
    digest_clear(&digest);
    cr_assert_null(digest.state);
}
