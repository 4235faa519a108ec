/* Passwords that a cracker found: beside their users, below and above what counts them. */
#include "commands.h"

#include <string.h>

#include "values/extent.h"
#include "values/value.h"

/* What is read around it. */
#define BELOW_MAX 2048
#define ABOVE_MAX 512
#define LINE_MAX 200

/* At least so many blanks stand between a password and its user. */
#define GAP_MIN 2

static void found(struct scan *scan, size_t start, size_t end)
{
    const struct value value = {.start = start, .end = end, .quoted = 1, .sign = ' '};

    if (end > start && !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, start, end, scan_matcher_name(MATCHER_CRACKED));
    }
}

/* sunshine         (bob) */
static void find_beside(struct scan *scan, size_t line, size_t line_end)
{
    size_t user = line_end, last;

    if (line_end == line || scan->bytes[line_end - 1] != ')') {
        return;
    }
    while (user > line && line_end - user < LINE_MAX && scan->bytes[user - 1] != '(') {
        user--;
    }
    effort_walk(scan->effort, line_end - user);
    if (user <= line + GAP_MIN || memchr(scan->bytes + user, ' ', line_end - user) != NULL) {
        return;
    }
    for (last = user - 1; last > line && scan->bytes[last - 1] == ' '; last--) {
    }
    effort_walk(scan->effort, user - 1 - last);
    if (user - 1 - last >= GAP_MIN) {
        found(scan, line, last);
    }
}

/* bob:sunshine:1000:1000::/x:/bin/sh: what stands behind the first name, also of a line in a
 * string. */
static void find_shown(struct scan *scan, size_t line, size_t line_end)
{
    size_t name = line, end;

    while ((name = scan_next(scan, name, line_end, ':')) < line_end) {
        if (scan_byte(scan, ++name) == VIEW_REDACTED) {
            return;
        }
        for (end = name;
             end < line_end && scan_byte(scan, end) > ' ' && scan_byte(scan, end) != ':';
             end++) {
        }
        effort_spend(scan->effort, 2);
        effort_walk(scan->effort, end - name);
        if (in_set(scan_before(scan, name - 1), SET_TOKEN) &&
            (end == line_end || scan_byte(scan, end) == ':')) {
            found(scan, name, end);
            return;
        }
    }
}

static void find_below(struct scan *scan, size_t line)
{
    const size_t limit = line + BELOW_MAX < scan->length ? line + BELOW_MAX : scan->length;

    while (line < limit) {
        const size_t line_end = scan_next(scan, line, limit, '\n');

        effort_spend(scan->effort, 2);
        if (line_end - line < LINE_MAX) {
            find_beside(scan, line, line_end);
        }
        line = line_end + 1;
    }
    scan->cracked_end = line;
}

/* The lines above the count, from the first whole one on. */
static void find_above(struct scan *scan, size_t at)
{
    size_t line = at > ABOVE_MAX ? at - ABOVE_MAX : 0;

    line = line < scan->cracked_end ? scan->cracked_end : line;
    line = scan_whole_line(scan, line, at);
    while (line < at) {
        const size_t line_end = scan_next(scan, line, at, '\n');

        effort_spend(scan->effort, 2);
        if (line_end < at && line_end - line < LINE_MAX) {
            find_shown(scan, line, line_end);
        }
        line = line_end + 1;
    }
    scan->cracked_end = at;
}

void match_cracked(struct scan *scan, size_t at, size_t end)
{
    const size_t word = scan_is_at(scan, end, "es") ? end + 2 : end;

    if (at < scan->cracked_end) {
        return;
    }
    if (scan_is_at(scan, word, " cracked, ")) {
        find_above(scan, at);
    } else if (scan_is_at(scan, word, " (") || scan_is_at(scan, word, "es with ")) {
        find_below(scan, scan_line(scan, at).end + 1);
    }
}
