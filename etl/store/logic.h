/* Which SQL a result was made by: a digest of the names and texts of whole folders of sql/. */
#ifndef HUIZONG_STORE_LOGIC_H
#define HUIZONG_STORE_LOGIC_H

#include <stddef.h>

#include "io/digest.h"

/* The hexadecimal SHA-256 of all files of `count` folders; any change of one of them changes it. */
void logic_hash(const char *const *folders, size_t count, char hex[DIGEST_HEX_SIZE]);

/* Adds the names and texts of all files of a folder to a digest of more. */
void logic_add(struct digest *digest, const char *folder);

#endif
