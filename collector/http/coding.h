/* How the body of a request is compressed: its Content-Encoding. */
#ifndef CODING_H
#define CODING_H

#include <stdbool.h>
#include <stddef.h>

enum coding { CODING_NONE, CODING_GZIP, CODING_ZSTD };

/* "gzip", "zstd"; NULL for none. */
const char *coding_name(enum coding coding);

/* Was it built in? zstd's library may not have been there. */
bool coding_is_available(enum coding coding);

/*
 * Does a response's Accept-Encoding (RFC 9110, 12.5.3: what may be sent to the server) take it?
 * "zstd", "gzip, zstd;q=0.5" and "*" do for zstd, "zstd;q=0" and "" do not.
 */
bool coding_is_accepted(enum coding coding, const char *accept_encoding);

/* Compress. Returns 0 and *ret_data, which the caller frees; -ENOMEM; -EINVAL for none. */
int coding_compress(enum coding coding, const char *data, size_t length, char **ret_data,
                    size_t *ret_length) __attribute__((warn_unused_result));

#endif
