#include "changed.h"

#include <string.h>

#include "values/extent.h"
#include "values/said.h"

#define VALUE_MAX 64

/* "new", behind an arrow and in quotes as the value before it is. */
static int find_behind_arrow(const struct scan *scan, size_t at, size_t *ret_start,
                             size_t *ret_end)
{
    const unsigned char quote = scan_byte(scan, at);

    if (!is_quote(quote) || !scan_is_at(scan, at + 1, " -> ") ||
        scan_byte(scan, at + 5) != quote) {
        return 0;
    }
    *ret_start = at + 6;
    *ret_end = extent_quoted(scan, *ret_start, quote);
    return *ret_end > *ret_start;
}

/* "x" but got "y": what was there instead. */
static int find_other(const struct scan *scan, size_t at, size_t *ret_start, size_t *ret_end)
{
    static const char *const instead[] = {" but got ", " but was ",  ", got ",       ", want ",
                                          " != ",      ", but got ", " instead of ", " vs "};
    const unsigned char quote = scan_byte(scan, at);

    for (size_t i = 0; is_quote(quote) && i < sizeof instead / sizeof *instead; i++) {
        const size_t start = at + 1 + strlen(instead[i]);

        if (scan_is_at(scan, at + 1, instead[i]) && scan_byte(scan, start) == quote) {
            *ret_start = start + 1;
            *ret_end = extent_quoted(scan, *ret_start, quote);
            return *ret_end > *ret_start;
        }
    }
    return 0;
}

int changed_find(const struct scan *scan, const struct value *value, size_t *ret_start,
                 size_t *ret_end)
{
    size_t start = value->end + 4, end = start;

    if (value->quoted) {
        return find_behind_arrow(scan, value->end, ret_start, ret_end) ||
               find_other(scan, value->end, ret_start, ret_end);
    }
    if (value->start < 5 || !scan_is_at(scan, value->start - 5, "from ") ||
        !scan_is_at(scan, value->end, " to ") || !said_is_password(scan, start)) {
        return 0;
    }
    while (end - start < VALUE_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    while (end > start && in_set(scan->bytes[end - 1], SET_CLOSING)) {
        end--;
    }
    *ret_start = start;
    *ret_end = end;
    return end > start;
}
