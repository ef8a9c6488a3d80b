/* Private to export: what tells one way of writing the files from another. */
#ifndef HUIZONG_EXPORT_FINGERPRINT_H
#define HUIZONG_EXPORT_FINGERPRINT_H

/* The hash of the sources of the writers, made when the program is built. */
extern const char export_fingerprint[];

#endif
