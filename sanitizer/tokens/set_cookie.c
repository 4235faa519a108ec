/*
 * Cookies that are known by their attributes where no header names them: in a list of headers'
 * values, as recordings of conversations have them.
 */
#include "tokens.h"

#include "values/value.h"

#define NAME_MAX 64
#define VALUE_MAX 512

static int is_value(unsigned char byte)
{
    return byte > ' ' && byte != ';' && byte != '\'' && byte != '"' && byte != '\\';
}

/* sid=x; Path=/; HttpOnly: `at` is where the first attribute's sign stands. */
void match_set_cookie(struct scan *scan, size_t at)
{
    size_t end = at, start, name;
    struct value value = {.quoted = 1, .sign = '='};

    while (end > 0 && (scan->bytes[end - 1] == '"' || scan->bytes[end - 1] == '\\')) {
        end--;
    }
    start = end;
    while (start > 0 && end - start < VALUE_MAX && is_value(scan->bytes[start - 1]) &&
           scan->bytes[start - 1] != '=') {
        start--;
    }
    if (start == end) {
        while (start > 0 && end - start < 2 && scan->bytes[start - 1] == '=') {
            start--; /* base64 is padded */
        }
        while (start > 0 && end - start < VALUE_MAX && is_value(scan->bytes[start - 1]) &&
               scan->bytes[start - 1] != '=') {
            start--;
        }
    }
    effort_spend(scan->effort, (at - start) / 2);
    name = start;
    while (name > 0 && start - name < 3 &&
           (scan->bytes[name - 1] == '"' || scan->bytes[name - 1] == '\\')) {
        name--;
    }
    if (scan_before(scan, name) != '=') {
        return;
    }
    name--;
    name = scan_run_start(scan, SET_TOKEN, name, NAME_MAX);
    if (scan_before(scan, name) == ';' || scan_is_at(scan, name - 2, "; ")) {
        return; /* an attribute itself, or another of the same header */
    }
    value.start = start;
    value.end = end;
    if (value.start >= scan->value_end && end > start &&
        !value_is_harmless(scan, &value, KEY_MEDIUM)) {
        scan_found(scan, start, end, scan_matcher_name(MATCHER_COOKIE));
    }
}
