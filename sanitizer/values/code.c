#include "code.h"

#include <string.h>

#include "extent.h"
#include "scan/looks.h"
#include "tables/words.h"

/* What decides stands in the first bytes. */
#define JUDGED_MAX 255

/* What a server draws for a password is no longer. */
#define DRAWN_MAX 20

/* password=user_password, token=token: a variable's name and not its value. */
static int is_named_like_key(const struct scan *scan, size_t at, size_t end)
{
    size_t word = end;

    while (word > at && in_set(scan->bytes[word - 1], SET_LOWER)) {
        word--;
    }
    effort_walk(scan->effort, end - word);
    if (word > at && in_set(scan->bytes[word - 1], SET_UPPER)) {
        word--;
    }
    return (word == at || scan->bytes[word - 1] == '_' ||
            in_set(scan_byte(scan, word), SET_UPPER)) &&
           words_hold(&table_words_variables, scan->bytes + word, end - word);
}

/* @tokens.shift, :bcrypt, &Key{}, []token{}, (*SID)(x): what Ruby and Go begin a value with. */
static int opens_code(const struct scan *scan, size_t at, size_t end)
{
    size_t word = at + 1;

    if (scan_is_at(scan, at, "[]") || scan_is_at(scan, at, "(*")) {
        return 1;
    }
    while (word < end && word - at < JUDGED_MAX &&
           (in_set(scan_byte(scan, word), SET_ALPHA) || scan_byte(scan, word) == '_' ||
            scan_byte(scan, word) == '.')) {
        word++;
    }
    effort_walk(scan->effort, word - at);
    switch (scan->bytes[at]) {
    case '@':
    case ':':
        return word == end && word > at + 1;
    case '&':
        return scan_byte(scan, word) == '{';
    default:
        return scan_byte(scan, word) == '?' && scan_byte(scan, word + 1) == '.';
    }
}

/* $1, @p0: a placeholder that something is bound to. */
static int is_placeholder(const struct scan *scan, const struct value *value)
{
    size_t at = value->start + 1, first;

    at += scan->bytes[value->start] == '@' && scan_byte(scan, at) == 'p';
    if (scan->bytes[value->start] != '$' && at == value->start + 1) {
        return 0;
    }
    for (first = at; at - first < 3 && in_set(scan_byte(scan, at), SET_DIGIT);) {
        at++;
    }
    return at > first && at == value->end;
}

/* uVb7(cL2dN>f at its line's end: an open bracket that nothing closes, in what was drawn for a
 * password. */
static int is_drawn_with_bracket(const struct scan *scan, const struct value *value,
                                 size_t open)
{
    const unsigned char *text = scan->bytes + value->start;
    size_t length = value->end - value->start;
    unsigned char after = scan_byte(scan, value->end);

    return length <= DRAWN_MAX && open + 1 < value->end && (after == '\n' || after == '\r') &&
           memchr(text, ')', length) == NULL && memchr(text, ']', length) == NULL &&
           looks_of_three_kinds(text, length);
}

int code_is(const struct scan *scan, const struct value *value, size_t digits)
{
    size_t at = value->start, end = value->start, parts = 0;
    unsigned char after;

    if (in_set(scan_byte(scan, at), SET_DIGIT)) {
        return 0;
    }
    if (is_placeholder(scan, value)) {
        return 1;
    }
    if (value->spaced && digits == 0 && opens_code(scan, at, value->end)) {
        return 1;
    }
    if (scan_byte(scan, at) == '(' && in_set(scan_byte(scan, at + 1), SET_ALPHA)) {
        if (digits == 0 && scan_byte(scan, value->end) == ',' &&
            scan_byte(scan, value->end + 1) == ' ') {
            return 1; /* auth=(USER, PASSWORD) */
        }
        at += value->spaced ? 1 : 0; /* (getenv("X") or f()) */
        end = at;
    }
    while (end < value->end && end - at < JUDGED_MAX &&
           (in_set(scan_byte(scan, end), SET_WORD) || scan_byte(scan, end) == '.')) {
        parts += scan_byte(scan, end) == '.';
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (end == at) {
        return 0;
    }
    after = scan_byte(scan, end);
    if (after == '[' && strchr("+~!%^*=?#", scan_byte(scan, end + 1)) != NULL) {
        return 0; /* no index begins so */
    }
    if (after == '(' || after == '[' || (after == '-' && scan_byte(scan, end + 1) == '>') ||
        (after == ':' && scan_byte(scan, end + 1) == ':')) {
        return !is_drawn_with_bracket(scan, value, end) &&
               (parts > 0 || digits < 4 || is_quote(scan_byte(scan, end + 1)));
    }
    if (parts > 0 && scan_is_at(scan, end, " = ")) {
        return 1; /* a type: duration_pb2.Duration = x */
    }
    if (after == '@' && scan_is_at(scan, end, "@entry=")) {
        return 1;
    }
    if (after == '/' && value->sign == ':' && !value->spaced && end + 2 == value->end &&
        in_set(scan->bytes[end + 1], SET_DIGIT)) {
        return 1; /* module:function/2 of Erlang */
    }
    if (end < value->end && scan_byte(scan, end) != ' ') {
        return 0;
    }
    return digits == 0 && !value->joined && (parts > 0 || is_named_like_key(scan, at, end));
}

int code_is_name(const struct scan *scan, const struct value *value)
{
    size_t joints = 0, i = value->start;
    unsigned char after = scan_byte(scan, value->end);

    while (i < value->end && i - value->start < JUDGED_MAX &&
           (in_set(scan_byte(scan, i), SET_ALPHA) || scan_byte(scan, i) == '_')) {
        joints += scan_byte(scan, i) == '_';
        i++;
    }
    effort_walk(scan->effort, i - value->start);
    return i >= value->end && joints > 0 &&
           (after == ')' || after == ',' || after == ']' ||
            (value->spaced && value->sign == '=' &&
             looks_constant(scan->bytes + value->start, value->end - value->start)));
}
