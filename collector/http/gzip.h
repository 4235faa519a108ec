/* Compression of request bodies. */
#ifndef GZIP_H
#define GZIP_H

#include <stddef.h>

/*
 * Compress into gzip's format. Returns 0 and sets *ret_data, which the caller frees; -ENOMEM.
 * The same input gives the same bytes: no time and no name are written into the header.
 */
int gzip_compress(const char *data, size_t length, char **ret_data, size_t *ret_length)
    __attribute__((warn_unused_result));

#endif
