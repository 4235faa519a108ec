#include "coding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifdef EPITAPH_ZSTD
#include <zstd.h>
#endif

#include "gzip.h"

#define ZSTD_LEVEL 3 /* its own default: smaller than gzip's, in a third of the time */

const char *coding_name(enum coding coding)
{
    static const char *const names[] = {[CODING_GZIP] = "gzip", [CODING_ZSTD] = "zstd"};

    return names[coding];
}

bool coding_is_available(enum coding coding)
{
#ifdef EPITAPH_ZSTD
    (void)coding;
    return true;
#else
    return coding != CODING_ZSTD;
#endif
}

/* ";q=0", ";q=0.000": not at all. Other parameters do not matter. */
static bool is_forbidden(const char *parameters, size_t length)
{
    const char *end = parameters + length;
    const char *at = memchr(parameters, '=', length);

    if (at == NULL) {
        return false;
    }
    for (at++; at < end && strchr(" \t", *at) != NULL; at++) {
    }
    for (; at < end && (*at == '0' || *at == '.'); at++) {
    }
    return at == end || strchr(" \t", *at) != NULL;
}

/* Does the element name the coding, or any? A name that is given goes before "*". */
static bool names(const char *element, size_t length, const char *name)
{
    return length == strlen(name) && strncasecmp(element, name, length) == 0;
}

bool coding_is_accepted(enum coding coding, const char *accept_encoding)
{
    const char *name = coding_name(coding);
    bool any = false;

    for (const char *at = accept_encoding; *at != '\0';) {
        at += strspn(at, " \t,");
        size_t length = strcspn(at, ",");
        size_t word = strcspn(at, " \t;,");
        bool accepted = length > 0 && !is_forbidden(at + word, length - word);
        if (name == NULL || names(at, word, name)) {
            return accepted;
        }
        any = any || (accepted && names(at, word, "*"));
        at += length;
    }
    return any;
}

#ifdef EPITAPH_ZSTD
static int zstd_compress(const char *data, size_t length, char **ret_data, size_t *ret_length)
{
    size_t bound = ZSTD_compressBound(length);
    char *out = malloc(bound);
    size_t produced = out != NULL ? ZSTD_compress(out, bound, data, length, ZSTD_LEVEL) : 0;

    if (out == NULL || ZSTD_isError(produced) != 0) {
        free(out);
        return -ENOMEM; /* the only trouble that there is with room enough */
    }
    *ret_data = out;
    *ret_length = produced;
    return 0;
}
#endif

int coding_compress(enum coding coding, const char *data, size_t length, char **ret_data,
                    size_t *ret_length)
{
#ifdef EPITAPH_ZSTD
    if (coding == CODING_ZSTD) {
        return zstd_compress(data, length, ret_data, ret_length);
    }
#endif
    return coding == CODING_GZIP ? gzip_compress(data, length, ret_data, ret_length) : -EINVAL;
}
