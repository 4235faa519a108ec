/* Which readings a text needs: looked for in all of it at once, before any is made. */
#include "view.h"

#include "codepoint.h"
#include "lanes.h"
#include "marks.h"
#include "reader.h"
#include "replacement.h"
#include "tables/tables.h"

/* Every flag that some byte of the text has. */
static unsigned int all_flags(const unsigned char *bytes, size_t length)
{
    lanes high = {0}, control = {0}, percent = {0}, escape = {0}, bracket = {0};
    unsigned int flags = 0;
    size_t at = 0;

    for (; length - at >= sizeof(lanes); at += sizeof(lanes)) {
        lanes here = lanes_load(bytes + at);

        high |= here;
        control |= lanes_control(here);
        percent |= (lanes)(here == '%');
        escape |= (lanes)(here == '\\') | (lanes)(here == '&');
        bracket |= (lanes)(here == '[');
    }
    flags |= lanes_bits(high) != 0 ? NEED_FOLD : 0;
    flags |= lanes_bits(control) != 0 ? NEED_SPLIT : 0;
    flags |= lanes_bits(percent) != 0 ? NEED_PERCENT : 0;
    flags |= lanes_bits(escape) != 0 ? NEED_ESCAPE : 0;
    flags |= lanes_bits(bracket) != 0 ? NEED_BRACKET : 0;
    for (; at < length; at++) {
        flags |= table_view_needs[bytes[at]];
    }
    return flags;
}

/* So many bytes of a character that was cut off may be left. */
#define CUT_OFF_MAX 3

/*
 * Whether something stands behind what is no UTF-8, or stands for what was none; or more of it
 * than a character, in which texts are cut off, leaves at the end.
 */
static int holds_unreadable(const unsigned char *bytes, size_t length)
{
    size_t unreadable = codepoint_skip_readable(bytes, 0, length);

    for (int count = 1; unreadable < length; count++) {
        uint32_t code;
        const size_t width = codepoint_decode(bytes + unreadable, length - unreadable, &code);
        const size_t behind = unreadable + (width > 0 ? width : 1);
        const size_t next = codepoint_skip_readable(bytes, behind, length);

        if (next > behind || count > CUT_OFF_MAX) {
            return 1;
        }
        unreadable = next;
    }
    return 0;
}

/* Whether something was replaced in it before. */
static int holds_replacement(const unsigned char *bytes, size_t length)
{
    struct marks marks;

    for (size_t at = marks_first(&marks, bytes, 0, length, '['); at < length;
         at = marks_next(&marks)) {
        if (replacement_length((const char *)bytes + at, length - at) > 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether a byte is written by its number behind a percent sign. */
static int holds_percent(const unsigned char *bytes, size_t length)
{
    struct marks marks;

    for (size_t at = marks_first(&marks, bytes, 0, length, '%'); at + 2 < length;
         at = marks_next(&marks)) {
        if (reader_hex_value(bytes[at + 1]) >= 0 && reader_hex_value(bytes[at + 2]) >= 0) {
            return 1;
        }
    }
    return 0;
}

void view_needs(const char *text, size_t length, struct view_needs *ret_needs)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned int flags = all_flags(bytes, length);

    ret_needs->decode = (flags & NEED_ESCAPE) != 0 ||
                        ((flags & NEED_PERCENT) != 0 && holds_percent(bytes, length));
    ret_needs->split = (flags & NEED_SPLIT) != 0 ||
                       ((flags & NEED_FOLD) != 0 && holds_unreadable(bytes, length));
    ret_needs->fold = (flags & (NEED_FOLD | NEED_SPLIT)) != 0 ||
                      ((flags & NEED_BRACKET) != 0 && holds_replacement(bytes, length));
}
