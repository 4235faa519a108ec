/*
 * Calls whose first argument is a server: connect("localhost", "bob", "x", "db"). Whatever
 * their name, what follows is who logs in there, and by which password.
 */
#include "commands.h"

#include <string.h>

#include "call_strings.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/value.h"

#define CALL_MAX 320
#define NAME_MAX 48
#define ARGUMENTS_MAX 8

/* Whether the words before the bracket at `at` say that a server is spoken to. */
static int is_client(const struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < NAME_MAX &&
           (in_set(scan->bytes[start - 1], SET_WORD) || scan->bytes[start - 1] == ':' ||
            scan->bytes[start - 1] == '.' || scan->bytes[start - 1] == ' ' ||
            scan->bytes[start - 1] == '>' || scan->bytes[start - 1] == '-')) {
        start--;
    }
    effort_spend(scan->effort, at - start);
    return words_begin_between(&table_openings_clients, scan->bytes, scan->length, start, at);
}

/* Whether the string says itself that it is one: 'my_pass'. */
static int says_so(const struct scan *scan, const struct scan_run *argument)
{
    size_t at = argument->start;

    while (at < argument->end && !scan_is_at(scan, at, "pass") &&
           !scan_is_at(scan, at, "pwd")) {
        at++;
    }
    effort_spend(scan->effort, (at - argument->start) / 2);
    return at < argument->end;
}

void match_server_call(struct scan *scan, size_t at, size_t end)
{
    struct scan_run arguments[ARGUMENTS_MAX];
    const unsigned char *bracket = memchr(scan->bytes + at, '(', end - at);
    size_t open = bracket != NULL ? (size_t)(bracket - scan->bytes) : at, count, place = 2;
    const int is_host = !in_set(scan->bytes[end - 1], SET_ALPHA) &&
                        scan->bytes[end - 1] != '/' && scan->bytes[end - 1] != '=';
    struct value value = {.quoted = 1, .sign = '('};

    if (is_host && !is_client(scan, open)) {
        return;
    }
    count = call_strings_read(scan, open + 1, CALL_MAX, "=)(;{[", arguments, ARGUMENTS_MAX);
    if (scan_is_at(scan, at, "bind(")) {
        place = 1; /* the directory's address was said before */
    }
    if (count < place + 1) {
        return;
    }
    effort_walk(scan->effort, arguments[1].end - arguments[1].start);
    if (scan_is_all(scan, SET_DIGIT, arguments[1].start, arguments[1].end)) {
        place = count > 4 ? 4 : 3; /* behind a port, and the name of a database */
    }
    for (size_t i = 2; i < count; i++) {
        place = says_so(scan, &arguments[i]) ? i : place;
    }
    if (place >= count) {
        return;
    }
    value.start = arguments[place].start;
    value.end = arguments[place].end;
    if (value.end > value.start && !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_SERVER_CALL));
    }
}
