/*
 * Logins that a scanner reports to have found: bob:x - Valid credentials, Success: 'LAB\bob:x'.
 */
#include "commands.h"

#include <string.h>

#include "named.h"
#include "values/extent.h"
#include "values/value.h"

#define WORD_MAX ((size_t)160)
#define LINE_MAX ((size_t)160)

static void find_pair(struct scan *scan, size_t start, size_t end)
{
    const size_t password = named_password(scan, start, end);

    if (password != 0) {
        scan_found(scan, password, end, scan_matcher_name(MATCHER_FINDING));
    }
}

static size_t word_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ' &&
           !is_quote(scan_byte(scan, end))) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end;
}

/* A word that ends its line. */
static void find_alone(struct scan *scan, size_t at)
{
    const struct value value = {
        .start = at, .end = word_end(scan, at), .quoted = 1, .sign = ' '};

    if (value.end > at && scan_byte(scan, value.end) == '\n' &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, at, value.end, scan_matcher_name(MATCHER_FINDING));
    }
}

/* admin / x */
static void find_behind_slash(struct scan *scan, size_t at)
{
    const size_t name = word_end(scan, at);
    struct value value = {.start = name + 3, .quoted = 1, .sign = ' '};

    if (name > at && scan_is_at(scan, name, " / ")) {
        value.end = word_end(scan, value.start);
        if (value.end > value.start && !value_is_harmless(scan, &value, KEY_STRONG)) {
            scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_FINDING));
        }
    }
}

/* patator INFO - 0  12  0.602 | bob:x      |     5 | ...: the candidate in the second column */
static void find_candidate(struct scan *scan, size_t at)
{
    size_t bar = at;

    while (bar - at < LINE_MAX && scan_byte(scan, bar) != '|' && scan_byte(scan, bar) != '\n') {
        bar++;
    }
    effort_walk(scan->effort, bar - at);
    if (scan_is_at(scan, bar, "| ")) {
        find_pair(scan, bar + 2, word_end(scan, bar + 2));
    }
}

void match_finding(struct scan *scan, size_t at, size_t end)
{
    size_t start = at;

    if (scan_is_at(scan, end - 5, "tials")) {
        while (start > 0 && at - start < WORD_MAX && scan->bytes[start - 1] > ' ') {
            start--;
        }
        effort_walk(scan->effort, at - start);
        find_pair(scan, start, at);
    } else if (scan_is_at(scan, at, "[success")) {
        find_behind_slash(scan, end);
    } else if (scan_is_at(scan, at, "patator")) {
        find_candidate(scan, end);
    } else if (scan_is_at(scan, at, "password")) {
        find_alone(scan, end);
    } else if (named_password(scan, end, word_end(scan, end)) == 0 &&
               scan_is_at(scan, at, "credentials")) {
        find_behind_slash(scan, end);
    } else {
        end += (size_t)is_quote(scan_byte(scan, end));
        find_pair(scan, end, word_end(scan, end));
    }
}
