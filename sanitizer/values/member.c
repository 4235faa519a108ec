#include "member.h"

#include <stdint.h>
#include <string.h>

#include "extent.h"
#include "said.h"
#include "scan/looks.h"
#include "tables/words.h"

/* A key's members are looked for so far behind it, in lines that begin no later than this. */
#define MEMBER_MAX ((size_t)320)
#define MEMBER_LINES_MAX 6
#define LINE_BEFORE_MAX ((size_t)96)

#define WORD_MAX 24

/* A terminal's line that was broken behind a key. */
#define BROKEN_MIN 48

/* "Name       : KEY": so far a name's sign may stand before it. */
#define NAME_GAP_MAX 24

size_t member_value_word(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && in_set(scan_byte(scan, end), SET_WORD)) {
        end++;
    }
    if (end > at && scan_byte(scan, end) == ':' &&
        in_set(scan_byte(scan, end + 1), SET_LOWER)) {
        for (at = ++end; end - at < WORD_MAX && in_set(scan_byte(scan, end), SET_WORD); end++) {
        } /* android:value */
    }
    if (end == at || !words_hold(&table_words_values, scan->bytes + at, end - at)) {
        return 0;
    }
    end += is_quote(scan_byte(scan, end)) ? 1 : 0;
    while (scan_byte(scan, end) == ' ') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, end) == '=' || scan_byte(scan, end) == ':' ? end : 0;
}

static size_t skip_indent(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < LINE_BEFORE_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end;
}

size_t member_skip_alike(const struct scan *scan, size_t key_start, size_t line,
                         size_t *ret_indent)
{
    const size_t key_line = scan_line_start(scan, key_start, LINE_BEFORE_MAX);
    size_t alike = 0, i;

    if (key_line == SIZE_MAX) {
        *ret_indent = SIZE_MAX;
        return line;
    }
    for (i = 0; key_line + i < key_start; i++) {
        unsigned char byte = scan->bytes[key_line + i], other = scan_byte(scan, line + i);

        if (byte != other && !(in_set(byte, SET_DIGIT) && in_set(other, SET_DIGIT))) {
            break;
        }
        alike = byte > ' ' && !is_quote(byte) ? i + 1 : alike;
    }
    effort_spend(scan->effort, i);
    *ret_indent = skip_indent(scan, key_line + alike) - key_line - alike;
    return line + alike;
}

int member_is_named(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    at -= at > 0 && is_quote(scan->bytes[at - 1]);
    while (at > 0 && key_start - at < NAME_GAP_MAX &&
           (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == ':' ||
            is_quote(scan->bytes[at - 1]))) {
        at--;
    }
    return at < key_start && ((at >= 4 && scan_is_at(scan, at - 4, "name")) ||
                              (at >= 3 && scan_is_at(scan, at - 3, "key")));
}

size_t member_find(const struct scan *scan, size_t key_start, size_t at)
{
    size_t i = at + (is_quote(scan_byte(scan, at)) ? 1 : 0);
    int opens = 0;

    while (i - at < 8 && (scan_byte(scan, i) == ' ' || scan_byte(scan, i) == ':' ||
                          scan_byte(scan, i) == '=' || scan_byte(scan, i) == '{')) {
        opens |= scan_byte(scan, i) != ' ';
        i++;
    }
    i += scan_byte(scan, i) == '\r';
    if (scan_byte(scan, i) != '\n' || i >= scan->length ||
        (!opens && !member_is_named(scan, key_start))) {
        return 0;
    }
    for (int lines = 0; lines < MEMBER_LINES_MAX; lines++) {
        size_t indent, first = member_skip_alike(scan, key_start, i + 1, &indent), sign;

        i = skip_indent(scan, first);
        if (i - first < indent || (opens && i - first == indent)) {
            return 0;
        }
        sign = member_value_word(scan, i + (is_quote(scan_byte(scan, i)) ? 1 : 0));
        if (sign != 0) {
            return sign;
        }
        while (i < scan->length && i - at < MEMBER_MAX && scan_byte(scan, i) != '\n') {
            i++;
        }
        effort_walk(scan->effort, i - first);
        if (i >= scan->length || scan_byte(scan, i) != '\n') {
            return 0;
        }
    }
    return 0;
}

/* NAME and, in the line below, 'x' or u'x': a setting, as a page for a programmer shows it. */
static size_t setting_below(const struct scan *scan, size_t key_start, size_t at, size_t end)
{
    size_t value = end + 1;

    if (scan_byte(scan, end) != '\n' || scan_before(scan, key_start) != '\n' ||
        !looks_constant(scan->bytes + key_start, at - key_start)) {
        return 0;
    }
    value += scan_byte(scan, value) == 'u';
    return is_quote(scan_byte(scan, value)) ? value : 0;
}

/* 777379-760700-...: eight groups of six digits open a volume. */
static int is_recovery_key(const struct scan *scan, size_t start, size_t end)
{
    size_t hyphens = 0;

    effort_walk(scan->effort, end - start);
    for (size_t i = start; i < end; i++) {
        hyphens += scan_byte(scan, i) == '-';
        if (scan_byte(scan, i) != '-' && !in_set(scan_byte(scan, i), SET_DIGIT)) {
            return 0;
        }
    }
    return hyphens == 7 && end - start == 55;
}

/* Password: and nothing else, or what a terminal broke at its edge: the line below may begin
 * where the key's does. */
static int ends_own_line(const struct scan *scan, size_t key_start, size_t sign, size_t first)
{
    return scan_byte(scan, sign) == ':'
               ? is_quote(scan_before(scan, key_start)) || scan_before(scan, key_start) <= ' '
               : scan_before(scan, first) == '\n' &&
                     scan_line_start(scan, key_start, LINE_BEFORE_MAX) != SIZE_MAX &&
                     key_start - scan_line_start(scan, key_start, LINE_BEFORE_MAX) >=
                         BROKEN_MIN;
}

size_t member_below(const struct scan *scan, size_t key_start, size_t at)
{
    size_t i = at, start, end, sign, indent;

    while (i - at < 4 && (scan_byte(scan, i) == ' ' || is_quote(scan_byte(scan, i)))) {
        i++;
    }
    start = setting_below(scan, key_start, at, i);
    if (start != 0) {
        return start;
    }
    if (scan_byte(scan, i) != ':' && scan_byte(scan, i) != '=') {
        return 0;
    }
    sign = i;
    i += scan_byte(scan, i + 1) == '\r' ? 2 : 1;
    i += scan_byte(scan, i) == ' ';
    if (scan_byte(scan, i) != '\n' || i >= scan->length) {
        return 0;
    }
    start = member_skip_alike(scan, key_start, i + 1, &indent);
    i = skip_indent(scan, start);
    for (end = i; end < scan->length && end - i < LINE_BEFORE_MAX &&
                  scan_byte(scan, end) > ' ' && scan_byte(scan, end) != ':' &&
                  scan_byte(scan, end) != '=';) {
        end++;
    }
    effort_walk(scan->effort, end - i);
    if (indent == SIZE_MAX || (!said_is_password(scan, i) && !is_recovery_key(scan, i, end)) ||
        (scan_byte(scan, end) != '\n' && scan_byte(scan, end) != '\r')) {
        return 0;
    }
    return i - start > indent || (ends_own_line(scan, key_start, sign, i) &&
                                  strchr("#$>%/", scan->bytes[end - 1]) == NULL)
               ? i
               : 0;
}

/* Whether an argument's address stands in reach: most calls have none. */
static int holds_address(const struct scan *scan, size_t at)
{
    size_t reach = scan->length - at < MEMBER_MAX ? scan->length : at + MEMBER_MAX;
    const unsigned char *end = scan->bytes + reach, *sign = scan->bytes + at;

    for (; (sign = memchr(sign, '=', (size_t)(end - sign))) != NULL; sign++) {
        effort_spend(scan->effort, 2);
        if (scan_is_at(scan, (size_t)(sign - scan->bytes), "=0x")) {
            return 1;
        }
    }
    return 0;
}

size_t member_of_frame(const struct scan *scan, size_t at)
{
    size_t i = at + 2, string = 0, address = 0;

    if (!scan_is_at(scan, at, " (") || !holds_address(scan, at)) {
        return 0;
    }
    for (; i - at < MEMBER_MAX && scan_byte(scan, i) != '\n'; i++) {
        effort_spend(scan->effort, 1);
        if (scan_is_at(scan, i, "=0x")) {
            address = i;
        } else if (scan_byte(scan, i) == '"' && address != 0) {
            string = i;
            for (i++; i - at < MEMBER_MAX && scan_byte(scan, i) != '"'; i++) {
                if (scan_byte(scan, i) == '\n' || scan_byte(scan, i) == ' ' ||
                    scan_byte(scan, i) == '/') {
                    effort_walk(scan->effort, i - string);
                    return 0; /* a prompt, a path */
                }
            }
            effort_walk(scan->effort, i - string);
            address = 0;
        } else if (scan_is_at(scan, i, ") at ") || scan_is_at(scan, i, ") from ")) {
            return string != 0 && said_is_password(scan, string + 1) ? string : 0;
        }
    }
    return 0;
}

size_t member_serialized(const struct scan *scan, size_t at)
{
    size_t i = at + 3;

    if (!scan_is_at(scan, at, ";s:")) {
        return 0;
    }
    while (i - at < 12 && in_set(scan_byte(scan, i), SET_DIGIT)) {
        i++;
    }
    return scan_byte(scan, i) == ':' && scan_byte(scan, i + 1) == '"' ? i + 1 : 0;
}
