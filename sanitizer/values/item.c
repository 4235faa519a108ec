/* Items of lists that are written one below the other, as YAML, JSON and PHP print them. */
#include "item.h"

#include "extent.h"

/* So long is what marks an item. */
#define MARK_MAX 24

size_t item_line_break(const struct scan *scan, size_t at)
{
    if (at >= scan->length) {
        return 0;
    }
    return scan_byte(scan, at) == '\n'   ? 1
           : scan_byte(scan, at) == '\r' ? 1 + (scan_byte(scan, at + 1) == '\n')
                                         : 0;
}

/* Behind the digits at `at`, 12 or 0x7ffd1c2b4a10. */
static size_t skip_number(const struct scan *scan, size_t at)
{
    const int hex = scan_is_at(scan, at, "0x");
    size_t end = hex ? at + 2 : at;

    while (end - at < MARK_MAX && in_set(scan_byte(scan, end), hex ? SET_HEX : SET_DIGIT)) {
        end++;
    }
    return end;
}

size_t item_skip_mark(const struct scan *scan, size_t at)
{
    size_t end;

    if (scan_is_at(scan, at, "- ")) {
        return at + 2;
    }
    if (scan_byte(scan, at) == '[') { /* [2] => x; [2]=>, and the string in the next line */
        end = extent_skip_blanks(scan, skip_number(scan, at + 1) + 1);
        if (end >= scan->length ||
            (scan_before(scan, end) != ']' && !scan_is_at(scan, end, "=>"))) {
            return at;
        }
        end = extent_skip_blanks(scan, end + 2);
        end = item_line_break(scan, end) != 0
                  ? extent_skip_blanks(scan, end + item_line_break(scan, end))
                  : end;
        at = end < scan->length ? end : scan->length;
    }
    if (scan_is_at(scan, at, "string(")) {
        end = skip_number(scan, at + 7);
        return scan_is_at(scan, end, ") \"") ? end + 2 : at;
    }
    if (scan_is_at(scan, at, "0x")) { /* a debugger says where the string is */
        end = skip_number(scan, at);
        return scan_is_at(scan, end, " \"") ? end + 1 : at;
    }
    return at;
}

size_t item_below(const struct scan *scan, size_t at, int *ret_listed)
{
    size_t end = at + (scan_byte(scan, at) == ','), line, next;

    if (item_line_break(scan, end) == 0) {
        return at;
    }
    line = extent_skip_blanks(scan, end + item_line_break(scan, end));
    next = item_skip_mark(scan, line);
    *ret_listed = next > line || scan_byte(scan, at) == ',' || scan_byte(scan, next) == '-' ||
                  is_quote(scan_byte(scan, next));
    return next;
}
