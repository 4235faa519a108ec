#include "signed_by.h"

#include "extent.h"
#include "value.h"

#define SECRET_MAX 128

/* HS256, ES384, PS512: what signs, and not by what. */
static int is_algorithm(struct scan *scan, size_t start, size_t end)
{
    return end - start == 5 && in_set(scan_byte(scan, start), SET_UPPER) &&
           in_set(scan->bytes[start + 1], SET_UPPER) &&
           scan_run_end(scan, SET_DIGIT, start + 2) == end;
}

void signed_by_find(struct scan *scan, size_t at)
{
    struct value value = {.start = at + 1, .quoted = 1, .sign = '('};

    if (!is_quote(scan_byte(scan, at))) {
        return;
    }
    for (value.end = value.start; value.end - value.start < SECRET_MAX &&
                                  scan_byte(scan, value.end) != '\n' &&
                                  scan_byte(scan, value.end) != scan->bytes[at];) {
        value.end++;
    }
    effort_walk(scan->effort, value.end - value.start);
    if (scan_byte(scan, value.end) == scan->bytes[at] && value.end > value.start &&
        !is_algorithm(scan, value.start, value.end) &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_CALL));
    }
}
