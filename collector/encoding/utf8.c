#include "utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

static bool continues(unsigned char byte, unsigned char low, unsigned char high)
{
    return byte >= low && byte <= high;
}

size_t utf8_character(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    unsigned char low = 0x80, high = 0xbf;
    size_t size;

    if (length == 0) {
        return 0;
    }
    if (byte[0] < 0x80) {
        return 1;
    }
    if (byte[0] >= 0xc2 && byte[0] <= 0xdf) {
        size = 2;
    } else if (byte[0] >= 0xe0 && byte[0] <= 0xef) {
        size = 3;
        low = byte[0] == 0xe0 ? 0xa0 : low;
        high = byte[0] == 0xed ? 0x9f : high;
    } else if (byte[0] >= 0xf0 && byte[0] <= 0xf4) {
        size = 4;
        low = byte[0] == 0xf0 ? 0x90 : low;
        high = byte[0] == 0xf4 ? 0x8f : high;
    } else {
        return 0;
    }
    if (length < size || !continues(byte[1], low, high)) {
        return 0;
    }
    for (size_t i = 2; i < size; i++) {
        if (!continues(byte[i], 0x80, 0xbf)) {
            return 0;
        }
    }
    return size;
}

size_t utf8_cut(const char *text, size_t length, size_t limit)
{
    if (limit >= length) {
        return length;
    }
    for (size_t cut = limit; cut > 0 && limit - cut < 4; cut--) {
        if (((unsigned char)text[cut] & 0xc0) != 0x80) {
            return cut;
        }
    }
    return limit; /* not UTF-8: any cut is as good */
}

char *utf8_repair(const char *text, size_t length)
{
    char *copy = malloc(length * 3 + 1);
    char *out = copy;

    for (size_t i = 0; copy != NULL && i < length;) {
        size_t size = utf8_character(text + i, length - i);
        if (size > 0 && text[i] != '\0') {
            memcpy(out, text + i, size);
            out += size;
            i += size;
        } else {
            memcpy(out, REPLACEMENT, 3);
            out += 3;
            i++;
        }
    }
    if (copy != NULL) {
        *out = '\0';
    }
    return copy;
}

/*
 * C1 controls, line separators, and the marks that turn the direction of what follows: a
 * terminal, a pager or a browser may act on them.
 */
static bool steers(const char *text, size_t size)
{
    const unsigned char *byte = (const unsigned char *)text;
    bool general = size == 3 && byte[0] == 0xe2; /* U+2000.. */

    return (size == 2 && byte[0] == 0xc2 && byte[1] < 0xa0) ||
           (size == 2 && byte[0] == 0xd8 && byte[1] == 0x9c) || /* U+061C */
           (general && byte[1] == 0x80 &&
            (byte[2] == 0x8e || byte[2] == 0x8f)) ||                             /* U+200E.. */
           (general && byte[1] == 0x80 && byte[2] >= 0xa8 && byte[2] <= 0xae) || /* U+2028.. */
           (general && byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9);   /* U+2066.. */
}

char *utf8_printable(const char *text, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    char *copy = malloc(length * 4 + 1);
    char *out = copy;

    for (size_t i = 0; copy != NULL && i < length;) {
        unsigned char byte = (unsigned char)text[i];
        size_t size = utf8_character(text + i, length - i);

        if (byte < 0x20 || byte == 0x7f) {
            *out++ = '\\';
            *out++ = 'x';
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 15];
            size = 1;
        } else if (size == 0 || steers(text + i, size)) {
            memcpy(out, REPLACEMENT, 3);
            out += 3;
            size = size == 0 ? 1 : size;
        } else {
            memcpy(out, text + i, size);
            out += size;
        }
        i += size;
    }
    if (copy != NULL) {
        *out = '\0';
    }
    return copy;
}
