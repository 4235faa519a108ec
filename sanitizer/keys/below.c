#include "below.h"

#include "scan/looks.h"
#include "values/extent.h"

/* So much may stand behind the key in its line, and before it where it stands alone. */
#define LINE_MAX 96
#define INDENT_MAX 8

#define VALUE_MIN 8
#define VALUE_MAX 64
#define HEX_MIN 16

/* Whether the line goes on behind `at` as a sentence does that announces something: "... to
 * proceed:". Sets *ret_end to its end. */
static int announces(const struct scan *scan, size_t at, size_t *ret_end)
{
    size_t end = at, last;

    for (; end - at < LINE_MAX && scan_byte(scan, end) != '\n'; end++) {
        unsigned char byte = scan->bytes[end];

        if (!in_set(byte, SET_ALPHA) && byte != ' ' && byte != ':' && byte != ',' &&
            byte != '\r') {
            return 0;
        }
    }
    for (last = end; last > at && is_blank(scan->bytes[last - 1]); last--) {
    }
    *ret_end = end;
    return scan_byte(scan, end) == '\n' && last > at && scan->bytes[last - 1] == ':';
}

/* Whether nothing but the key stands in the line. Sets *ret_end to its end. */
static int stands_alone(const struct scan *scan, size_t start, size_t end, size_t *ret_end)
{
    size_t first = start, last = end;

    while (first > 0 && start - first < INDENT_MAX && scan->bytes[first - 1] == ' ') {
        first--;
    }
    while (scan_byte(scan, last) == ' ' || scan_byte(scan, last) == '\r') {
        last++;
    }
    *ret_end = last;
    return scan_before(scan, first) == '\n' && scan_byte(scan, last) == '\n';
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

int below_find(const struct scan *scan, size_t start, size_t end, size_t *ret_start,
               size_t *ret_end)
{
    size_t line, first, last, after;
    const int is_announced = announces(scan, end, &line);

    if (!is_announced && !stands_alone(scan, start, end, &line)) {
        return 0;
    }
    for (first = line;
         first < scan->length && first - line < INDENT_MAX && is_blank(scan->bytes[first]);) {
        first++;
    }
    for (last = first;
         last < scan->length && last - first <= VALUE_MAX && scan->bytes[last] > ' ';) {
        last++;
    }
    for (after = last; scan_byte(scan, after) == ' ' || scan_byte(scan, after) == '\r';) {
        after++;
    }
    if (scan_byte(scan, after) != '\n' || last - first < VALUE_MIN ||
        last - first > VALUE_MAX ||
        (!is_typed(scan->bytes + first, last - first) &&
         !(is_announced && is_drawn(scan->bytes + first, last - first)))) {
        return 0;
    }
    *ret_start = first;
    *ret_end = last;
    return 1;
}
