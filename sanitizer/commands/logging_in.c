/*
 * What programs say as they log in somewhere, with both halves of a login and no key: logging
 * in as bob:x, trying to login with bob / x, connecting to access point: home,x.
 */
#include "commands.h"

#include <string.h>

#include "keys/told_word.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

#define NAME_MAX 64
#define LINE_MAX ((size_t)96)
#define OPENINGS_MAX 24

/* No port has more digits; no network's password fewer characters. */
#define PORT_DIGITS 5
#define NETWORK_MIN 8

/* The password at `start`, up to a blank, a quote, or what closes a sentence. */
static void find_password(struct scan *scan, size_t start, int is_weak)
{
    struct value value = {.start = start, .quoted = 1, .sign = ' '};
    size_t digits = 0;

    value.end = told_word_find(scan, start, &value.start);
    for (size_t i = value.start; i < value.end; i++) {
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
    }
    if (value.end == start || (digits == value.end - value.start && digits <= PORT_DIGITS) ||
        (!is_weak && !said_is_password(scan, value.start)) ||
        value_is_harmless(scan, &value, KEY_STRONG)) {
        return;
    }
    scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_LOGGING_IN));
}

/* ": home,x" to the line's end: both halves of what a network lets in. */
static void find_network(struct scan *scan, size_t end)
{
    const size_t limit = end + LINE_MAX;
    size_t line = end, sign = 0, start;

    for (; line < limit && scan_byte(scan, line) != '\n' && scan_byte(scan, line) != '\r';
         line++) {
        if (scan_byte(scan, line) == ',' || scan_byte(scan, line) == '/') {
            sign = line;
        }
    }
    effort_spend(scan->effort, (line - end) / 2);
    start = sign + 1 + (scan_byte(scan, sign + 1) == ' ');
    if (sign > end && line < limit && line - start >= NETWORK_MIN) {
        find_password(scan, start, memchr(scan->bytes + start, ' ', line - start) == NULL);
    }
}

/* Where the name ends that begins at `at`; `at` if it is a word for one, "username", or a way
 * to log in: NTLM. */
static size_t name_end(const struct scan *scan, size_t at)
{
    size_t end = at, last;

    while (end - at < NAME_MAX &&
           (in_set(scan_byte(scan, end), SET_MAILBOX) || scan_byte(scan, end) == '@' ||
            scan_byte(scan, end) == '\\' || scan_byte(scan, end) == VIEW_REDACTED)) {
        end++;
    }
    for (last = at; last < end && !in_set(scan_byte(scan, last), SET_LOWER) &&
                    scan_byte(scan, last) != VIEW_REDACTED;
         last++) {
    }
    effort_spend(scan->effort, (last - at + end - at) / 2);
    return last == end || words_hold(&table_words_logins, scan->bytes + at, end - at) ||
                   words_hold(&table_words_harmless, scan->bytes + at, end - at) ||
                   words_hold(&table_words_states, scan->bytes + at, end - at)
               ? at
               : end;
}

void match_logging_in(struct scan *scan, size_t at, size_t end)
{
    static const char *const openings[] = {" ",     ":",           "as ",      "with ", "user ",
                                           "user:", "credentials", "account ", "\"",    "'",
                                           "[",     "username ",   "with the"};
    static const char *const weak[] = {":", " / ", "' / '", "\" / \"", "':'", "\":\"", " : "};
    static const char *const strong[] = {" with ", " using ", " and ", ", ", ": ", "/", " "};
    size_t name, next;

    if (scan_is_at(scan, end - 5, "point") || scan_is_at(scan, at, "wifi") ||
        scan_is_at(scan, end - 4, "wifi") || scan_is_at(scan, end - 3, " ap") ||
        scan_is_at(scan, end - 7, "started")) {
        find_network(scan, end);
        return;
    }
    name = extent_skip_words(scan, end, openings, sizeof openings / sizeof *openings,
                             OPENINGS_MAX);
    next = name_end(scan, name);
    if (next == name) {
        return;
    }
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        const size_t start = next + strlen(weak[i]);

        if (scan_is_at(scan, next, weak[i]) && scan_byte(scan, start) != ' ') {
            find_password(scan, start, 1);
            return;
        }
    }
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        if (scan_is_at(scan, next, strong[i])) {
            find_password(scan, next + strlen(strong[i]),
                          scan_is_at(scan, next, " and ") &&
                              (memchr(scan->bytes + name, '@', next - name) != NULL ||
                               memchr(scan->bytes + name, VIEW_REDACTED, next - name) != NULL));
            return;
        }
    }
}
