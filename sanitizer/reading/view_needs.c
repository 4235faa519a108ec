/* Which readings a text needs: looked for in all of it at once, before any is made. */
#include "view.h"

#include <string.h>

#include "codepoint.h"
#include "reader.h"
#include "tables/tables.h"

/* So many bytes at once, by an extension that both compilers have on every machine. */
typedef uint8_t lanes __attribute__((vector_size(16)));

/* In each lane what table_view_needs has for its byte. */
static lanes flags_of(lanes bytes)
{
    lanes control =
        (lanes)((bytes < 0x20) & (bytes != '\t') & (bytes != '\n') & (bytes != '\r')) |
        (lanes)(bytes == 0x7f);

    return ((lanes)(bytes >= 0x80) & NEED_FOLD) | (control & NEED_SPLIT) |
           ((lanes)(bytes == '%') & NEED_PERCENT) |
           ((lanes)((bytes == '\\') | (bytes == '&')) & NEED_ESCAPE) |
           ((lanes)(bytes == '[') & NEED_BRACKET);
}

/* Every flag that some byte of the text has. */
static unsigned int all_flags(const unsigned char *bytes, size_t length)
{
    lanes all = {0};
    unsigned int flags = 0;
    size_t at = 0;

    for (; length - at >= sizeof all; at += sizeof all) {
        lanes here;

        memcpy(&here, bytes + at, sizeof here);
        all |= flags_of(here);
    }
    for (size_t lane = 0; lane < sizeof all; lane++) {
        flags |= all[lane];
    }
    for (; at < length; at++) {
        flags |= table_view_needs[bytes[at]];
    }
    return flags;
}

/*
 * Whether something stands behind what is no UTF-8, or stands for what was none. At the end,
 * where texts are cut off within a character, there is nothing that it could separate.
 */
static int holds_unreadable(const unsigned char *bytes, size_t length)
{
    int is_unreadable = 0;

    for (size_t at = 0; at < length;) {
        size_t first = at, width;
        uint32_t code = 0;

        at = codepoint_skip_ascii(bytes, at, length);
        width = at < length ? codepoint_decode(bytes + at, length - at, &code) : 0;
        if (is_unreadable && (at > first || (width > 0 && code != 0 && code != 0xfffd))) {
            return 1;
        }
        is_unreadable |= width == 0 || code == 0 || code == 0xfffd;
        at += width > 0 ? width : 1;
    }
    return 0;
}

void view_needs(const char *text, size_t length, struct view_needs *ret_needs)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned int flags = all_flags(bytes, length);

    ret_needs->decode = (flags & NEED_ESCAPE) != 0;
    ret_needs->split = (flags & NEED_SPLIT) != 0 ||
                       ((flags & NEED_FOLD) != 0 && holds_unreadable(bytes, length));
    if ((flags & NEED_PERCENT) && !ret_needs->decode) {
        for (const unsigned char *at = bytes, *end = bytes + length;
             (at = memchr(at, '%', (size_t)(end - at))) != NULL; at++) {
            if (end - at > 2 && reader_hex_value(at[1]) >= 0 && reader_hex_value(at[2]) >= 0) {
                ret_needs->decode = 1;
                break;
            }
        }
    }
    ret_needs->fold =
        (flags & (NEED_FOLD | NEED_SPLIT)) != 0 ||
        ((flags & NEED_BRACKET) != 0 &&
         memmem(text, length, VIEW_REPLACEMENT_OPEN, sizeof VIEW_REPLACEMENT_OPEN - 1) != NULL);
}
