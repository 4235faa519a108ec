/*
 * Queries that call a user "u" and a password "p": neither says much alone, both together do.
 * Likewise "t" and "s", the digest of a password and its salt; and the same in a list of "h=",
 * "u=" and "p=".
 */
#include "tokens.h"

#include "values/extent.h"
#include "values/value.h"

/* How far the other half may stand from the password. */
#define REACH 48

#define VALUE_MIN 3
#define VALUE_MAX 96

static int separates(unsigned char byte)
{
    return byte == '?' || byte == '&' || byte == ',' || byte == ';';
}

static int is_name(const struct scan *scan, size_t at, unsigned char letter)
{
    return scan_byte(scan, at) == letter && scan_byte(scan, at + 1) == '=' &&
           in_set(scan_byte(scan, at + 2), SET_ALNUM);
}

/* Whether the other half's name stands before `at` or behind `end`, and no blank between. */
static int has_other(const struct scan *scan, size_t at, size_t end, unsigned char letter)
{
    effort_spend(scan->effort, (size_t)3 * REACH); /* most of it is walked to either side */
    for (size_t i = at;; i--) {
        if (is_name(scan, i, letter) && !in_set(scan_before(scan, i), SET_WORD)) {
            return 1;
        }
        if (at - i >= REACH || scan_before(scan, i) <= ' ') {
            break;
        }
    }
    for (size_t i = end; i - end < REACH && scan_byte(scan, i) > ' '; i++) {
        if (separates(scan->bytes[i]) && is_name(scan, i + 1, letter)) {
            return 1;
        }
    }
    return 0;
}

/* u == "bob" && p == "x": where somebody is let in by two words of a letter. */
static void match_compared(struct scan *scan, size_t at, size_t end)
{
    static const char *const names[] = {"u ==", "u.equals(", "user ==", "user.equals("};
    const size_t line = scan_line(scan, at).start;
    struct value value = {.start = end + 1, .quoted = 1, .sign = '='};
    struct scan_run none = {0, 0};

    if (!is_quote(scan_byte(scan, end)) ||
        !scan_one_stands_between(scan, &none, at - line > REACH ? at - REACH : line, at, names,
                                 sizeof names / sizeof *names)) {
        return;
    }
    value.end = extent_quoted(scan, value.start, scan->bytes[end]);
    if (value.end > value.start && value.end - value.start < VALUE_MAX &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_QUERY));
    }
}

void match_query(struct scan *scan, size_t at, size_t end)
{
    const unsigned char letter = scan_byte(scan, at) == ','    ? 'h'
                                 : scan->bytes[end - 2] == 't' ? 's'
                                                               : 'u';
    size_t last = end, others = 0;

    if (scan_byte(scan, at) == ' ') {
        match_compared(scan, at, end);
        return;
    }
    while (last - end < VALUE_MAX && scan_byte(scan, last) > ' ' &&
           scan_byte(scan, last) != VIEW_REDACTED && !separates(scan->bytes[last]) &&
           !in_set(scan_byte(scan, last), SET_QUOTE)) {
        others += !in_set(scan->bytes[last++], SET_DIGIT);
    }
    effort_spend(scan->effort, last - end);
    if (last - end < VALUE_MIN || last - end == VALUE_MAX || others == 0 ||
        (letter == 's' && last - end != 32) || !has_other(scan, at, last, letter)) {
        return;
    }
    scan_found(scan, end, last, scan_matcher_name(MATCHER_QUERY));
}
