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
    return scan_byte(scan, end) == '=' || scan_byte(scan, end) == ':' ? end : 0;
}

/* How a line begins: what marks each line of a diff, a quotation or a comment, and blanks. */
struct line_start {
    unsigned char mark; /* 0: none */
    size_t indent;      /* SIZE_MAX: too far away to see */
};

static size_t skip_mark(const struct scan *scan, size_t at, unsigned char *ret_mark)
{
    unsigned char byte = scan_byte(scan, at);

    *ret_mark = 0;
    if (byte == '+' || byte == '-' || byte == '#' || byte == '>' || byte == '/' ||
        byte == '*') {
        *ret_mark = byte;
        at += scan_byte(scan, at + 1) == byte ? 2 : 1;
    }
    return at;
}

static struct line_start line_start_of(const struct scan *scan, size_t at)
{
    struct line_start line = {0, 0};
    size_t start = at;

    while (start > 0 && at - start < LINE_BEFORE_MAX && scan->bytes[start - 1] != '\n') {
        start--;
    }
    if (at - start == LINE_BEFORE_MAX) {
        line.indent = SIZE_MAX;
        return line;
    }
    start = skip_mark(scan, start, &line.mark);
    while (scan_byte(scan, start + line.indent) == ' ' ||
           scan_byte(scan, start + line.indent) == '\t') {
        line.indent++;
    }
    return line;
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
    struct line_start line;
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
    line = line_start_of(scan, key_start);
    for (int lines = 0; lines < MEMBER_LINES_MAX && line.indent != SIZE_MAX; lines++) {
        unsigned char mark;
        size_t next = skip_mark(scan, ++i, &mark), first, sign;

        i = first = mark == line.mark ? next : i;
        while (i - first < LINE_BEFORE_MAX &&
               (scan_byte(scan, i) == ' ' || scan_byte(scan, i) == '\t')) {
            i++;
        }
        if (i - first < line.indent || (opens && i - first == line.indent)) {
            return 0;
        }
        sign = member_value_word(scan, i + (is_quote(scan_byte(scan, i)) ? 1 : 0));
        if (sign != 0) {
            return sign;
        }
        while (i < scan->length && i - at < MEMBER_MAX && scan->bytes[i] != '\n') {
            i++;
        }
        if (i >= scan->length || scan->bytes[i] != '\n') {
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

    for (size_t i = start; i < end; i++) {
        hyphens += scan->bytes[i] == '-';
        if (scan->bytes[i] != '-' && !in_set(scan->bytes[i], SET_DIGIT)) {
            return 0;
        }
    }
    return hyphens == 7 && end - start == 55;
}

size_t member_below(const struct scan *scan, size_t key_start, size_t at)
{
    size_t i = at, start, end;
    unsigned char mark;
    struct line_start line;

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
    i += scan_byte(scan, i + 1) == '\r' ? 2 : 1;
    if (scan_byte(scan, i) != '\n' || i >= scan->length) {
        return 0;
    }
    line = line_start_of(scan, key_start);
    start = skip_mark(scan, i + 1, &mark);
    start = mark == line.mark ? start : i + 1;
    for (i = start; i - start < LINE_BEFORE_MAX &&
                    (scan_byte(scan, i) == ' ' || scan_byte(scan, i) == '\t');) {
        i++;
    }
    for (end = i; end < scan->length && end - i < LINE_BEFORE_MAX && scan->bytes[end] > ' ' &&
                  scan->bytes[end] != ':' && scan->bytes[end] != '=';) {
        end++;
    }
    return line.indent != SIZE_MAX && i - start > line.indent &&
                   (said_is_password(scan, i) || is_recovery_key(scan, i, end)) &&
                   (scan_byte(scan, end) == '\n' || scan_byte(scan, end) == '\r')
               ? i
               : 0;
}

/* Whether an argument's address stands in reach: most calls have none. */
static int holds_address(const struct scan *scan, size_t at)
{
    size_t reach = scan->length - at < MEMBER_MAX ? scan->length : at + MEMBER_MAX;
    const unsigned char *end = scan->bytes + reach, *sign = scan->bytes + at;

    for (; (sign = memchr(sign, '=', (size_t)(end - sign))) != NULL; sign++) {
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
        if (scan_is_at(scan, i, "=0x")) {
            address = i;
        } else if (scan->bytes[i] == '"' && address != 0) {
            string = i;
            for (i++; i - at < MEMBER_MAX && scan_byte(scan, i) != '"'; i++) {
                if (scan->bytes[i] == '\n' || scan->bytes[i] == ' ' || scan->bytes[i] == '/') {
                    return 0; /* a prompt, a path */
                }
            }
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
