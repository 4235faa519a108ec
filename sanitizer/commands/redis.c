/*
 * Passwords that Redis is given: at its prompt, in what it reports of its commands, and on the
 * wire, where each word follows its length.
 */
#include "commands.h"

#include <string.h>

#include "values/value.h"

#define WORD_MAX 256
#define LINE_MAX 256

/* The blanks and the number before a string in a reply of several lines. */
#define INDENT_MAX 24

static void found_password(struct scan *scan, size_t start, size_t end)
{
    const struct value value = {.start = start, .end = end, .quoted = 1, .sign = ' '};

    if (end > start + 2 && !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, start, end, scan_matcher_name(MATCHER_REDIS));
    }
}

/* Where the string begins that follows at `at`, in this line or, behind its number, in the
 * next: 2) "x"; 0 if none does. */
static size_t next_string(const struct scan *scan, size_t at)
{
    size_t start = at + (scan_byte(scan, at) == ','); /* ["AUTH", "x"] */

    while (start - at < INDENT_MAX && is_blank(scan_byte(scan, start)) &&
           start < scan->length) {
        start++;
    }
    if (memchr(scan->bytes + at, '\n', start - at) != NULL) {
        while (in_set(scan_byte(scan, start), SET_DIGIT) && start - at < INDENT_MAX) {
            start++;
        }
        start += scan_is_at(scan, start, ") ") ? 2 : 0;
    }
    return start > at && scan_byte(scan, start) == '"' ? start + 1 : 0;
}

static size_t string_end(const struct scan *scan, size_t start)
{
    size_t end = start;

    while (end - start < WORD_MAX && scan_byte(scan, end) != '"' &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - start);
    return end;
}

/* "AUTH" "x", "AUTH" "bob" "x": `at` is behind the first string. */
static void behind_strings(struct scan *scan, size_t at)
{
    size_t start = next_string(scan, at), end = start != 0 ? string_end(scan, start) : 0,
           second;

    if (start == 0 || scan_byte(scan, end) != '"') {
        return;
    }
    second = next_string(scan, end + 1);
    if (second != 0 && memchr(scan->bytes + end, '\n', second - end) == NULL &&
        !scan_is_at(scan, second, "setname\"")) {
        start = second;
        end = string_end(scan, start);
    }
    if (scan_byte(scan, at) == ',' &&
        (scan_before(scan, at - 1) != 'H' || scan_run_end(scan, SET_UPPER, start) == end)) {
        return; /* ("auth", "login"), ("AUTH", "PLAIN") */
    }
    found_password(scan, start, end);
}

static size_t word_end(const struct scan *scan, size_t at, unsigned char closing)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ' &&
           scan_byte(scan, end) != closing) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end;
}

/* > AUTH x, (AUTH bob x): the last of one or two words, where nothing follows but `closing`. */
static void behind_blank(struct scan *scan, size_t at, unsigned char closing)
{
    size_t start = at + 1, end = word_end(scan, start, closing);

    if (scan_byte(scan, end) == ' ' && scan_byte(scan, end + 1) > ' ') {
        start = end + 1;
        end = word_end(scan, start, closing);
    }
    if (scan_byte(scan, end) == closing || scan_byte(scan, end) == '\r') {
        found_password(scan, start, end);
    }
}

/* The end of a line on the wire, or what stands for it where a trace shows points or escapes.
 */
static size_t skip_end(const struct scan *scan, size_t at)
{
    static const char *const ends[] = {"\r\n", "\n", "..", "\\r\\n"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (scan_is_at(scan, at, ends[i])) {
            return at + strlen(ends[i]);
        }
    }
    return at;
}

/* $9, the length of the word in the next line: sets where that begins; 0 if none stands here.
 */
static size_t word_on_wire(const struct scan *scan, size_t at, size_t *ret_end)
{
    size_t first = skip_end(scan, at), start, length = 0, end = first + 1;

    if (first == at || scan_byte(scan, first) != '$') {
        return 0;
    }
    while (in_set(scan_byte(scan, end), SET_DIGIT) && length < WORD_MAX) {
        length = length * 10 + (size_t)(scan->bytes[end++] - '0');
    }
    start = skip_end(scan, end);
    if (start == end || length == 0 || length > WORD_MAX || start + length > scan->length) {
        return 0;
    }
    *ret_end = start + length;
    return start;
}

static void on_wire(struct scan *scan, size_t at)
{
    size_t end, last, start = word_on_wire(scan, at, &end), second;

    if (start == 0) {
        return;
    }
    second = word_on_wire(scan, end, &last);
    if (second != 0) {
        start = second;
        end = last;
    }
    found_password(scan, start, end);
}

/* ACL SETUSER bob on >x <y #hash ~*: passwords that are added, taken away, or hashed. */
static void behind_user(struct scan *scan, size_t at)
{
    size_t end = at;

    if (at < scan->rights_end) {
        return; /* followed already */
    }
    for (size_t word = at; word - at < LINE_MAX && scan_byte(scan, word) > ' ';
         word = end + (scan_byte(scan, end) == ' ')) {
        effort_spend(scan->effort, 2);
        end = word_end(scan, word, '"');
        scan->rights_end = end;
        if (strchr("><#", scan->bytes[word]) != NULL && end > word + 1) {
            found_password(scan, word + 1, end);
        }
        if (scan_byte(scan, end) == '"') {
            return;
        }
    }
}

void match_redis(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, last;
    unsigned char before, behind;

    while (start < end && !in_set(scan_byte(scan, start), SET_ALPHA)) {
        start++;
    }
    for (last = start; last < end && in_set(scan_byte(scan, last), SET_ALPHA); last++) {
    }
    before = scan_before(scan, start);
    behind = scan_byte(scan, last);
    if (scan_is_at(scan, start, "setuser")) {
        behind_user(scan, end);
    } else if (behind == '"' && before == '"') {
        behind_strings(scan, last + 1);
    } else if (behind == ' ' && before == '(') {
        behind_blank(scan, last, ')');
    } else if (behind == ' ' && before == ' ' && scan_before(scan, start - 1) == '>' &&
               (in_set(scan_before(scan, start - 2), SET_DIGIT) ||
                scan_before(scan, start - 2) == ']')) {
        behind_blank(scan, last, '\n');
    } else if (skip_end(scan, last) > last && strchr("\n.n", before) != NULL) {
        on_wire(scan, last);
    }
}
