#include "codes.h"

#include <string.h>

/* What may stand behind the name in its line, and before a code. */
#define REST_MAX 16
#define INDENT_MAX 8

#define CODES_MAX 20
#define CODE_MIN 6
#define CODE_MAX 24

/* Where the code at `at` ends, which a number is part of; `at` if it is none. */
static size_t code_end(const struct scan *scan, size_t at)
{
    size_t end = at, digits = 0;

    while (end - at <= CODE_MAX && in_set(scan_byte(scan, end), SET_DASHED)) {
        digits += in_set(scan->bytes[end++], SET_DIGIT) != 0;
    }
    return end - at >= CODE_MIN && end - at <= CODE_MAX && digits > 1 &&
                   scan_byte(scan, end) <= ' '
               ? end
               : at;
}

static size_t skip_indent(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < INDENT_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t' ||
            (scan_byte(scan, end) == '-' && scan_byte(scan, end + 1) == ' '))) {
        end++;
    }
    return end;
}

int codes_match(struct scan *scan, size_t end, const char *name)
{
    size_t line = end, last;
    int count = 0;

    if (end < 5 || !scan_is_at(scan, end - 5, "codes")) {
        return 0;
    }
    while (line - end < REST_MAX && scan_byte(scan, line) != '\n') {
        line++;
    }
    if (scan_byte(scan, line) != '\n' || scan_before(scan, line) != ':') {
        return 0;
    }
    for (; count < CODES_MAX && scan_byte(scan, line) == '\n'; count++) {
        const size_t start = skip_indent(scan, line + 1);

        effort_spend(scan->effort, EFFORT_ITEM);
        last = code_end(scan, start);
        if (last == start) {
            break;
        }
        scan_found(scan, start, last, name);
        scan->value_end = last;
        line = last;
    }
    return count > 0;
}
