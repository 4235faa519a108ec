/* Values that are lists: of strings in brackets, of words in lines. */
#include "list.h"

#include "extent.h"
#include "said.h"

/* How long a list and one of its items may be. */
#define LIST_MAX 512
#define ITEM_MAX 128

size_t list_strings_end(const struct scan *scan, size_t at)
{
    size_t last = 0, end = at;

    while (end < scan->length && end - at < LIST_MAX && is_quote(scan_byte(scan, end))) {
        unsigned char quote = scan->bytes[end];

        end++;
        while (end < scan->length && end - at < LIST_MAX && scan_byte(scan, end) != quote &&
               scan_byte(scan, end) != '\n') {
            end++;
        }
        if (scan_byte(scan, end) != quote) {
            effort_spend(scan->effort, (end - at) / 3);
            return 0;
        }
        last = end++;
        if (scan_before(scan, at) == '(') {
            break; /* what else stands in brackets are arguments */
        }
        while (end - at < LIST_MAX && end < scan->length &&
               (scan_byte(scan, end) == ',' ||
                (scan_byte(scan, end) <= ' ' && scan_byte(scan, end) != 0))) {
            end++;
        }
    }
    effort_spend(scan->effort, (end - at) / 3);
    end += scan_byte(scan, end) == ' ';
    return scan_byte(scan, end) == ']' || scan_byte(scan, end) == ')' ? last : 0;
}

size_t list_items_end(const struct scan *scan, size_t at, size_t *ret_start)
{
    size_t last = 0;

    for (size_t line = at; scan_byte(scan, line) == '\n' && line - at < LIST_MAX;) {
        size_t item = extent_skip_blanks(scan, line + 1) + 2, end;

        if (!scan_is_at(scan, item - 2, "- ")) {
            break;
        }
        item += is_quote(scan_byte(scan, item)) ? 1 : 0;
        for (end = item; end - item < ITEM_MAX && scan_byte(scan, end) > ' '; end++) {
        }
        effort_spend(scan->effort, 2 + (end - item) / EFFORT_WALKED);
        line = end;
        end -= is_quote(scan_before(scan, end)) ? 1 : 0;
        if (scan_byte(scan, line) != '\n' || (last == 0 && !said_is_password(scan, item)) ||
            scan_before(scan, end) == ':') {
            break;
        }
        *ret_start = last == 0 ? item : *ret_start;
        last = end;
    }
    return last;
}
