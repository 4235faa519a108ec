/* What words and signs beside four numbers say of them: see version.h. */
#include "version.h"

#include <string.h>

#include "tables/words.h"

/* So far back it is looked for what says version or host, so far for a package's name. */
#define SAID_REACH 24
#define PACKAGE_REACH 64

/* Quotes, brackets and blanks between a key and its value. */
#define SIGNS_MAX 6

/* Where it is looked for words from: no part of a word is one. */
static size_t reach_start(const struct scan *scan, size_t at, size_t reach)
{
    size_t from = at > reach ? at - reach : 0;

    while (from < at && from > 0 && in_set(scan->bytes[from - 1], SET_ALPHA)) {
        from++;
    }
    return from;
}

/* The start of the line of `at`, if it is not before `from`. */
static size_t line_start(const struct scan *scan, size_t from, size_t at)
{
    while (at > from && scan->bytes[at - 1] != '\n') {
        at--;
    }
    return at;
}

/* -v 10.1.2.3, /v:10.1.2.3: a letter that is an option's is no word. */
static int is_option(const struct scan *scan, size_t start, size_t end)
{
    return end - start == 1 &&
           (scan_before(scan, start) == '-' || scan_before(scan, start) == '/');
}

/* Whether a word stands between `at` and the end of its line, which is before `limit`: what was
 * said at `at` was said of that. */
static int is_said_of_another(const struct scan *scan, size_t at, size_t limit)
{
    int holds_word = 0;

    effort_walk(scan->effort, limit - at);
    for (; at < limit; at++) {
        if (scan_byte(scan, at) == '\n') {
            return holds_word;
        }
        holds_word |= in_set(scan_byte(scan, at), SET_WORD);
    }
    return 0;
}

int version_is_said(const struct scan *scan, size_t at, int line_only)
{
    size_t word = reach_start(scan, at, SAID_REACH);

    if (line_only) {
        word = line_start(scan, word, at);
    }
    effort_spend(scan->effort, (at - word) / 2);
    for (size_t i = word; i <= at; i++) {
        if (i < at && in_set(scan_byte(scan, i), SET_ALPHA)) {
            continue;
        }
        if (i > word && words_hold(&table_words_versions, scan->bytes + word, i - word) &&
            !is_option(scan, word, i) && !is_said_of_another(scan, i, at)) {
            return 1;
        }
        word = i + 1;
    }
    return 0;
}

int version_host_is_said(const struct scan *scan, size_t at)
{
    return scan_holds_word(scan, &table_words_hosts, reach_start(scan, at, SAID_REACH), at);
}

int version_host_is_key(const struct scan *scan, size_t at)
{
    size_t end = at, start, from;
    int sign = 0;

    while (end > 0 && at - end < SIGNS_MAX && !in_set(scan->bytes[end - 1], SET_WORD) &&
           scan->bytes[end - 1] != '\n') {
        end--;
        sign |= scan_byte(scan, end) == '=' || scan_byte(scan, end) == ':';
    }
    if (!sign) {
        return 0;
    }
    from = end > SAID_REACH ? end - SAID_REACH : 0;
    while (end > from && in_set(scan->bytes[end - 1], SET_DIGIT)) {
        end--; /* ip4 */
    }
    start = end;
    while (start > from && in_set(scan->bytes[start - 1], SET_ALPHA)) {
        start--;
        if (in_set(scan_byte(scan, start), SET_UPPER) &&
            (in_set(scan_before(scan, start), SET_LOWER) ||
             (in_set(scan_byte(scan, start + 1), SET_LOWER) && end - start > 1))) {
            break; /* the last word of privateIp, of IPAddress */
        }
    }
    effort_walk(scan->effort, at - start);
    return start < end && words_hold(&table_words_hosts, scan->bytes + start, end - start);
}

/* libx==10.2.0.4, x>=10.2.0.4, ^10.2.0.4, x=10.2.0.4=py38 */
static int is_compared(const struct scan *scan, size_t at, size_t end)
{
    unsigned char before = scan_before(scan, at), further = at >= 2 ? scan->bytes[at - 2] : ' ';
    unsigned char after = scan_byte(scan, end);

    return before == '^' || after == '=' ||
           (before == '=' && (further == '=' || further == '<' || further == '>' ||
                              further == '!' || further == '~')) ||
           (before == '<' && after != '>') ||
           (before == '>' && after != '<' && further != '-' && further != '=');
}

/* C:\Product\10.2.0.4, but \\10.2.0.4\share is a host's. */
static int is_directory(const struct scan *scan, size_t at)
{
    return scan_before(scan, at) == '\\' &&
           !(at >= 2 && scan->bytes[at - 2] == '\\' &&
             (at < 3 || !in_set(scan->bytes[at - 3], SET_WORD)));
}

/* Whether the line begins with a package's name that the numbers follow: - libx-dev 10.2.0.4 */
static int is_listed_package(const struct scan *scan, size_t line, size_t at)
{
    size_t end = at, start;
    int hyphen = 0;

    while (end > line && (is_blank(scan->bytes[end - 1]) || scan->bytes[end - 1] == '=' ||
                          scan->bytes[end - 1] == ':')) {
        end--;
    }
    for (start = end; start > line && in_set(scan->bytes[start - 1], SET_TOKEN); start--) {
        hyphen |= scan->bytes[start - 1] == '-';
    }
    for (size_t i = line; i < start; i++) {
        if (in_set(scan_byte(scan, i), SET_WORD) && i + 4 < start) {
            return 0;
        }
    }
    return end < at && end > start && (hyphen || scan_is_at(scan, start, "lib")) &&
           in_set(scan_byte(scan, start), SET_ALPHA);
}

int version_is_package(const struct scan *scan, size_t at, size_t end)
{
    size_t from = reach_start(scan, at, PACKAGE_REACH), line = line_start(scan, from, at);
    size_t reach = end + SAID_REACH < scan->length ? end + SAID_REACH : scan->length;
    const unsigned char *newline = memchr(scan->bytes + end, '\n', reach - end);

    effort_walk(scan->effort, 2 * (at - line));
    if (newline != NULL) {
        reach = (size_t)(newline - scan->bytes);
    }
    return is_compared(scan, at, end) || is_directory(scan, at) ||
           is_listed_package(scan, line, at) ||
           scan_holds_word(scan, &table_words_software, line, at) ||
           scan_holds_word(scan, &table_words_software, end, reach);
}
