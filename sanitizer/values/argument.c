/* A key that is an argument or a string of a list, and its value the next one. */
#include "argument.h"

#include <string.h>

#include "bytes.h"
#include "extent.h"
#include "item.h"
#include "opening.h"
#include "said.h"

/* How long a name may be. */
#define NAME_MAX 64
#define SPACES_MAX 64

/* {password, "x"}, strcmp(password, "x"), assert_eq!(password, "x") */
static int is_compared(const struct scan *scan, size_t key_start)
{
    static const char *const openings[] = {
        "{",      "(:",    ", :", "[:",    "cmp(",     "(t, ", "eq(",   "eq!(", "es!(", "qual(",
        "quals(", "tenv(", "is(", "pare(", "-define(", "cpy(", "set :", "{:",   "*)"};

    while (key_start > 2 && scan_is_at(scan, key_start - 2, "->")) {
        effort_spend(scan->effort, 1);
        key_start = scan_run_start(scan, SET_WORD, key_start - 2, NAME_MAX); /* is($uri->x, */
        key_start -= scan_before(scan, key_start) == '$';
    }
    if (scan_byte(scan, key_start) == '$' && key_start >= 3 &&
        scan_is_at(scan, key_start - 3, "is ")) {
        return 1; /* is $uri->x, "x" of Perl's tests */
    }

    if (scan_before(scan, key_start) == '(') { /* assert_equal_s(conn.password, "x") */
        for (size_t i = scan_run_start(scan, SET_WORD, key_start - 1, NAME_MAX); i < key_start;
             i++) {
            effort_spend(scan->effort, 1);
            if (scan_is_at(scan, i, "equal") || scan_is_at(scan, i, "assert")) {
                return 1;
            }
        }
    }
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t length = strlen(openings[i]);

        effort_spend(scan->effort, 1);
        if (key_start >= length && scan_is_at(scan, key_start - length, openings[i])) {
            return 1;
        }
    }
    return 0;
}

/* setopt(handle, LIBOPT_PASSWORD, "x"): a constant with the key in its name, as an argument. */
static int is_option(const struct scan *scan, size_t key_start, size_t key_end)
{
    size_t joints = 0, first = key_end;

    while (first > key_start && scan->bytes[first - 1] != '.') {
        first--; /* put(Context.SECURITY_CREDENTIALS, "x") */
    }
    effort_walk(scan->effort, key_end - first);
    for (size_t at = first; at < key_end; at++) {
        if (in_set(scan_byte(scan, at), SET_LOWER)) {
            return 0;
        }
        joints += scan_byte(scan, at) == '_';
    }
    return joints > 0 && key_start >= 2 &&
           (scan_is_at(scan, key_start - 2, ", ") ||
            (first > key_start && scan->bytes[key_start - 1] == '('));
}

/* "cookie": "secret", "x": 1: the key is what another was given. */
static int is_value_itself(const struct scan *scan, size_t key_start)
{
    size_t at = key_start > 0 ? key_start - 1 : 0;

    while (at > 0 && key_start - at < SPACES_MAX && scan->bytes[at - 1] == ' ') {
        at--;
    }
    effort_walk(scan->effort, key_start - at);
    return scan_before(scan, at) == ':' || scan_before(scan, at) == '=' ||
           scan_before(scan, at) == '>';
}

/* {"message": "Wrong password", "status": 401}: the string at `quote` is the next member's
 * name. */
static int names_member(const struct scan *scan, size_t quote)
{
    unsigned char byte = scan_byte(scan, quote);
    size_t end = quote + 1;

    if (!is_quote(byte)) {
        return 0;
    }
    while (end - quote < NAME_MAX && scan_byte(scan, end) != byte &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - quote);
    return scan_byte(scan, end) == byte &&
           scan_byte(scan, extent_skip_blanks(scan, end + 1)) == ':';
}

/* [KEY, x], as .NET prints a pair: alone in its line, or in braces. */
static int is_pair(const struct scan *scan, size_t key_start, size_t value)
{
    size_t end = value;

    if (scan_before(scan, key_start) != '[' || !said_is_password(scan, value) ||
        (key_start > 1 && scan->bytes[key_start - 2] != '\n' &&
         scan->bytes[key_start - 2] != '{')) {
        return 0;
    }
    while (end - value < NAME_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - value);
    return scan_is_at(scan, end - 1, "]\n") || scan_is_at(scan, end - 2, "]}") ||
           (end == scan->length && scan_before(scan, end) == ']');
}

size_t argument_find(const struct scan *scan, size_t key_start, size_t at, size_t comma,
                     enum value_blank blank)
{
    size_t value = extent_skip_blanks(scan, comma + 1), bytes;

    if ((is_quote(scan_byte(scan, at)) && !is_value_itself(scan, key_start)) ||
        (comma == at && ((blank != VALUE_BLANK_IS_NONE &&
                          (is_compared(scan, key_start) || is_option(scan, key_start, at))) ||
                         (at >= 12 && scan_is_at(scan, at - 12, "_credentials") &&
                          is_option(scan, key_start, at))))) {
        if (names_member(scan, value)) {
            return 0;
        }
        if (is_quote(scan_byte(scan, value)) || is_quote(scan_byte(scan, value + 1)) ||
            is_quote(scan_byte(scan, opening_skip(scan, value)))) {
            return comma + 1;
        }
    }
    if ((scan_is_at(scan, value, "<<\"") || bytes_find(scan, value, &bytes) != 0) &&
        scan_before(scan, key_start) == '{') {
        return comma + 1; /* Erlang's tuple of a name and a binary */
    }
    if (is_pair(scan, key_start, value)) {
        return comma + 1;
    }
    return blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, at) : 0;
}

/* Where the option starts whose name the key ends; `key_start` if it ends none's. */
static size_t option_start(const struct scan *scan, size_t key_start)
{
    size_t start = scan_run_start(scan, SET_DASHED, key_start, NAME_MAX / 2);

    return scan_byte(scan, start) == '-' && !in_set(scan_before(scan, start), SET_WORD)
               ? start
               : key_start;
}

/* Whether nothing but what marks an item, "- " or "[1] => ", stands before `start` in its line.
 */
static int begins_item(const struct scan *scan, size_t start)
{
    return scan_before(scan, start) == '\n' || is_quote(scan_before(scan, start)) ||
           (start >= 2 &&
            (scan_is_at(scan, start - 2, "- ") || scan_is_at(scan, start - 2, "> ")));
}

size_t argument_listed(const struct scan *scan, size_t key_start, size_t at)
{
    const size_t start = option_start(scan, key_start);
    const size_t end = at + (size_t)is_quote(scan_byte(scan, at));
    size_t value;
    int listed;

    if (start == key_start) {
        return 0;
    }
    value = item_below(scan, end, &listed);
    if (value > end ? !begins_item(scan, start) : !scan_is_at(scan, end, ", ")) {
        return 0;
    }
    value = value > end ? value : end + 2;
    if (end > at || (value > end + 2 && is_quote(scan_byte(scan, value)))) {
        return is_quote(scan_byte(scan, value)) && scan_byte(scan, value + 1) != '-' ? value
                                                                                     : 0;
    }
    return scan_byte(scan, value) != '-' && said_is_password(scan, value) ? value : 0;
}
