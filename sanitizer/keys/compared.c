/* A string that what bears the key is compared with: assertEquals("x", url.getPassword()). */
#include "compared.h"

#include <string.h>

#include "values/extent.h"

/* How long what leads to a member, the string, and what compares them may be. */
#define PATH_MAX 48
#define STRING_MAX 96
#define CALLEE_MAX 32

static int is_path(unsigned char byte)
{
    return in_set(byte, SET_WORD) || (byte != '\0' && strchr(".->$:(@&*!", byte) != NULL);
}

/* Where the expression begins whose last part stands at `at`: $dsn->x, result['x']. */
static size_t path_start(const struct scan *scan, size_t at)
{
    size_t start = at;

    if (is_quote(scan_before(scan, start))) {
        if (start < 2 || (scan->bytes[start - 2] != '[' && scan->bytes[start - 2] != '(')) {
            return 0;
        }
        start -= 2;
    }
    while (start > 0 && at - start < PATH_MAX && is_path(scan->bytes[start - 1])) {
        start--;
    }
    effort_spend(scan->effort, EFFORT_LINE + (at - start));
    return start;
}

/* Whether what stands before the string at `at` compares it: assert_equal 'x', is("x" */
static int is_compared(const struct scan *scan, size_t at)
{
    static const char *const words[] = {"equal", "same", "assert", "expect", "eql",
                                        "eq!",   "is(",  "eq(",    "(= ",    "be("};
    struct scan_run none = {0};
    size_t from = at;

    while (from > 0 && at - from < CALLEE_MAX && scan->bytes[from - 1] != '\n' &&
           scan->bytes[from - 1] != ';' && !is_quote(scan->bytes[from - 1])) {
        from--;
    }
    return scan_one_stands_between(scan, &none, from, at, words, sizeof words / sizeof *words);
}

int compared_find(const struct scan *scan, size_t key_start, size_t *ret_start, size_t *ret_end)
{
    size_t at = path_start(scan, key_start), end, start;
    const int is_lisp = scan_byte(scan, at) == '(';
    unsigned char quote;
    int is_receiver; /* "x".equals(password) */

    while (at > 0 && is_blank(scan->bytes[at - 1]) && key_start - at < PATH_MAX) {
        at--;
    }
    is_receiver = at > 0 && is_quote(scan_before(scan, at)) && scan_is_at(scan, at, ".equal");
    if (scan_before(scan, at) == ',') {
        at--;
    } else if (!is_lisp && !is_receiver) {
        return 0;
    }
    at -= scan_before(scan, at) == ')'; /* Some("x") */
    at -= at > 1 && scan->bytes[at - 1] == '>' && scan->bytes[at - 2] == '>' ? 2 : 0;
    quote = scan_before(scan, at);
    if (at < 2 || (quote != '"' && quote != '\'')) {
        return 0;
    }
    end = at - 1;
    for (start = end; start > 0 && end - start < STRING_MAX && scan->bytes[start - 1] != quote;
         start--) {
        if (scan->bytes[start - 1] == '\n') {
            effort_walk(scan->effort, end - start);
            return 0;
        }
    }
    effort_walk(scan->effort, end - start);
    if (start == end || scan_before(scan, start) != quote ||
        (!is_receiver && !is_compared(scan, start - 1))) {
        return 0;
    }
    *ret_start = start;
    *ret_end = end;
    return 1;
}
