#include "below.h"

#include <string.h>

#include "scan/looks.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* So much may stand behind the key in its line, and before it where it stands alone. */
#define LINE_MAX 96
#define INDENT_MAX 8

#define VALUE_MIN 8
#define VALUE_MAX 64
#define HEX_MIN 16

/* A code that is sent to somebody: of so many digits, perhaps in two halves, behind as many
 * ends of lines. */
#define CODE_MIN 4
#define CODE_MAX 8
#define CODE_HALF 3
#define LINES_MAX 3

/* How far before the key somebody may be asked to enter it. */
#define ASKED_MAX 40

/* Whether the line goes on from `at` to `end` as a sentence does that announces something: "...
 * to proceed:". */
static int announces(const struct scan *scan, size_t at, size_t end)
{
    size_t last = end, i;

    while (last > at && is_blank(scan->bytes[last - 1])) {
        last--;
    }
    effort_walk(scan->effort, end - last);
    if (last == at || scan->bytes[last - 1] != ':') {
        return 0;
    }
    for (i = at; i < last; i++) {
        unsigned char byte = scan->bytes[i];

        if (!in_set(byte, SET_ALPHA) && byte != ' ' && byte != ':' && byte != ',') {
            break;
        }
    }
    effort_walk(scan->effort, i - at);
    return i == last;
}

/* Whether nothing but the key stands in the line, which ends at `line_end`. */
static int stands_alone(const struct scan *scan, size_t start, size_t end, size_t line_end)
{
    size_t first = start, last = end;

    while (last < line_end && is_blank(scan->bytes[last])) {
        last++;
    }
    effort_walk(scan->effort, last - end);
    while (last == line_end && first > 0 && start - first < INDENT_MAX &&
           scan->bytes[first - 1] == ' ') {
        first--;
    }
    return last == line_end && scan_before(scan, first) == '\n';
}

/* Of three kinds, with a sign that no identifier holds: a list of names is none of secrets. */
static int is_typed(const unsigned char *text, size_t length)
{
    size_t signs = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '/' || text[i] == '(' || text[i] == '=' || text[i] == '<' ||
            text[i] == ':' || text[i] >= 0x7f) {
            return 0; /* a path, code */
        }
        signs += !in_set(text[i], SET_TOKEN) && text[i] != '@' && text[i] != '$';
    }
    return signs > 0 && looks_of_three_kinds(text, length);
}

static int is_drawn(const unsigned char *text, size_t length)
{
    return looks_hex(text, length) ? length >= HEX_MIN && looks_random(text, length)
                                   : looks_drawn(text, length);
}

/* A word of letters and digits, and none of a path or of code. */
static int is_answer(const struct scan *scan, size_t start, size_t end)
{
    effort_spend(scan->effort, end - start);
    for (size_t i = start; i < end; i++) {
        if (strchr("/\\()[]<>:=;,", scan->bytes[i]) != NULL) {
            return 0;
        }
    }
    return said_is_password(scan, start);
}

/* Please enter the token for this machine: somebody was asked, and the line below answers. */
static int is_asked(const struct scan *scan, size_t start, size_t end, size_t line_end)
{
    static const char *const verbs[] = {"enter ", "paste ", "provide ", "type in ", "input "};
    const size_t from = start > ASKED_MAX ? start - ASKED_MAX : 0;
    const unsigned char *line = memrchr(scan->bytes + from, '\n', start - from);
    struct scan_run none = {0};
    size_t i;

    if (!scan_one_stands_between(scan, &none,
                                 line != NULL ? (size_t)(line - scan->bytes) + 1 : from, start,
                                 verbs, sizeof verbs / sizeof *verbs)) {
        return 0;
    }
    for (i = end; i < line_end; i++) {
        if (!in_set(scan_byte(scan, i), SET_DASHED) && scan_byte(scan, i) >= 0x21 &&
            strchr("():?,'>/.", scan->bytes[i]) == NULL) {
            break;
        }
    }
    effort_spend(scan->effort, (i - end) / 2);
    return i == line_end;
}

/* Where the line's word begins that is not empty, behind at most two empty ones. */
static size_t next_word(const struct scan *scan, size_t line)
{
    size_t at = line, lines = 0;

    while (lines <= LINES_MAX && at - line < LINE_MAX && at < scan->length &&
           scan_byte(scan, at) != '\0' && scan_byte(scan, at) <= ' ') {
        lines += scan_byte(scan, at) == '\n';
        at++;
    }
    effort_walk(scan->effort, at - line);
    return lines <= LINES_MAX ? at : line;
}

/* 482913, 482 913, 482-913: where the digits end that are alone in their line; `at` if there
 * are none. */
static size_t code_end(const struct scan *scan, size_t at)
{
    size_t digits = 0, end = at, last = at;

    while (last - at < VALUE_MAX && scan_byte(scan, last) != '\n' &&
           scan_byte(scan, last) != '<') {
        if (in_set(scan_byte(scan, last), SET_DIGIT)) {
            digits++;
            end = last + 1;
        } else if (!is_blank(scan->bytes[last]) && scan_byte(scan, last) != '\r' &&
                   !(scan_byte(scan, last) == '-' && digits == CODE_HALF)) {
            return at;
        }
        last++;
    }
    return digits >= CODE_MIN && digits <= CODE_MAX && end - at <= digits + 1 ? end : at;
}

int below_find_code(struct scan *scan, size_t start, size_t end, size_t *ret_start,
                    size_t *ret_end)
{
    const size_t line = scan_line(scan, end).end;
    const int is_element =
        scan_byte(scan, end) == '>' && line == end + 1 && scan_before(scan, start) == '<';

    if (line - end > LINE_MAX || line == scan->length ||
        !(is_element || announces(scan, end, line) || scan_is_at(scan, line - 3, " is"))) {
        return 0;
    }
    *ret_start = next_word(scan, line);
    *ret_end = code_end(scan, *ret_start);
    return *ret_end > *ret_start;
}

/* Your password:, a line without words, hunter, and another one: nobody writes prose so. */
static int is_paragraph(const struct scan *scan, size_t start, size_t end, size_t line,
                        size_t *ret_start, size_t *ret_end)
{
    struct value value = {.quoted = 1, .sign = ':'};
    size_t last;

    if (!(start >= 5 && scan_is_at(scan, start - 5, "your ")) || !announces(scan, end, line) ||
        scan_byte(scan, line + 1) != '\n') {
        return 0;
    }
    *ret_start = last = next_word(scan, line);
    while (last - *ret_start < VALUE_MAX && scan_byte(scan, last) > ' ') {
        last++;
    }
    *ret_end = last;
    value.start = *ret_start;
    value.end = last;
    return last - *ret_start >= CODE_MIN &&
           (scan_is_at(scan, last, "\n\n") || last + 1 >= scan->length) &&
           scan->bytes[last - 1] != ':' &&
           !words_hold(&table_words_prose, scan->bytes + value.start, last - value.start) &&
           !value_is_harmless(scan, &value, KEY_STRONG);
}

int below_find(struct scan *scan, size_t start, size_t end, size_t *ret_start, size_t *ret_end,
               int is_strong)
{
    const size_t line = scan_line(scan, end).end;
    size_t first, last, after;
    int is_announced, asked;

    if (line - end > LINE_MAX || line == scan->length) {
        return 0;
    }
    if (is_paragraph(scan, start, end, line, ret_start, ret_end) &&
        (is_strong || said_is_password(scan, *ret_start))) {
        return 1;
    }
    if (is_strong && scan_is_at(scan, end, ":\n") && line == end + 1) {
        *ret_start = line + 1;
        *ret_end = code_end(scan, line + 1);
        if (*ret_end > *ret_start && *ret_end - *ret_start <= CODE_MAX) {
            return 1;
        }
    }
    asked = is_asked(scan, start, end, line);
    is_announced = asked || (is_strong && announces(scan, end, line));
    if (!is_announced && !(is_strong && stands_alone(scan, start, end, line))) {
        return 0;
    }
    for (first = line;
         first < scan->length && first - line < INDENT_MAX && is_blank(scan->bytes[first]);) {
        first++;
    }
    for (last = first;
         last < scan->length && last - first <= VALUE_MAX && scan_byte(scan, last) > ' ';) {
        last++;
    }
    for (after = last; after - last < INDENT_MAX &&
                       (scan_byte(scan, after) == ' ' || scan_byte(scan, after) == '\r');) {
        after++;
    }
    effort_spend(scan->effort, last - first);
    if (scan_byte(scan, after) != '\n' || last - first < VALUE_MIN ||
        last - first > VALUE_MAX ||
        (!is_typed(scan->bytes + first, last - first) &&
         !(asked && is_answer(scan, first, last)) &&
         !(is_announced && is_drawn(scan->bytes + first, last - first)))) {
        return 0;
    }
    *ret_start = first;
    *ret_end = last;
    return 1;
}
