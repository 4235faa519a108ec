#include "gzip.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* zlib's way to say: the largest window, gzip's framing */

int gzip_compress(const char *data, size_t length, char **ret_data, size_t *ret_length)
{
    z_stream stream = {0};

    if (length > UINT_MAX / 2 || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
                                              GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return -ENOMEM;
    }
    uLong bound = deflateBound(&stream, (uLong)length);
    char *out = malloc(bound);
    int result = Z_MEM_ERROR;
    if (out != NULL) {
        stream.next_in = (z_const Bytef *)data;
        stream.avail_in = (uInt)length;
        stream.next_out = (Bytef *)out;
        stream.avail_out = (uInt)bound;
        result = deflate(&stream, Z_FINISH);
    }
    size_t produced = stream.total_out;
    deflateEnd(&stream);
    if (result != Z_STREAM_END) {
        free(out);
        return -ENOMEM;
    }
    *ret_data = out;
    *ret_length = produced;
    return 0;
}
