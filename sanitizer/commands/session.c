#include "session.h"

#include <string.h>

#include "given.h"

/* What a trace may put before a line, and how far above PASS the line with USER may stand. */
#define MARK_MAX 6
#define LOGIN_MAX 160
#define LOGIN_LINES 3

/* Where the line's own words begin, behind what a trace puts before them: "C: ", "> ". */
static size_t skip_mark(const struct scan *scan, size_t line)
{
    size_t at = line;

    while (at - line < MARK_MAX && strchr("<>*-= \tCS:", scan_byte(scan, at)) != NULL &&
           scan_byte(scan, at) != '\0') {
        at++;
    }
    return scan_is_at(scan, at, "quote ") ? at + 6 : at;
}

int session_sends(const struct scan *scan, size_t at)
{
    static const char *const signs[] = {"-> ", ": > ", "mand: ", "mand:\t", "> quote "};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t length = strlen(signs[i]);

        if (at >= length && scan_is_at(scan, at - length, signs[i])) {
            return scan_byte(scan, at) == 'P' && scan->bytes[at + 1] == 'A';
        }
    }
    return 0;
}

int session_logs_in(const struct scan *scan, size_t at)
{
    size_t line = at, next = at;

    while (next - at < GIVEN_LINE_MAX && scan_byte(scan, next) != '\n') {
        next++;
    }
    effort_walk(scan->effort, next - at);
    next = skip_mark(scan, next + 1);
    if (scan_is_at(scan, next, "nick ") || scan_is_at(scan, next, "user ")) {
        return 1;
    }
    for (unsigned int i = 0; i < LOGIN_LINES; i++) {
        size_t below = line;

        while (line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n') {
            line--;
        }
        effort_walk(scan->effort, below - line);
        if (line == 0 || at - line == LOGIN_MAX) {
            return 0;
        }
        below = line;
        for (line--; line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n';) {
            line--;
        }
        effort_walk(scan->effort, below - line);
        if (scan_is_at(scan, skip_mark(scan, line), "user ")) {
            return given_is_last(scan, skip_mark(scan, line) + 4, 0);
        }
    }
    return 0;
}

int session_is_of_ftp(const struct scan *scan, size_t at)
{
    size_t line = at;

    while (line > 0 && at - line < LOGIN_MAX && is_blank(scan->bytes[line - 1])) {
        line--;
    }
    for (; line > 0 && at - line < LOGIN_MAX && scan->bytes[line - 1] != '\n'; line--) {
        if (scan_is_at(scan, line - 1, "ftp ")) {
            effort_spend(scan->effort, (at - line) / 2);
            return 1;
        }
    }
    effort_spend(scan->effort, (at - line) / 2);
    return scan_is_at(scan, line, "open ");
}
