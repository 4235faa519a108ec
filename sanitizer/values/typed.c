#include "typed.h"

#include <string.h>

#include "bytes.h"
#include "extent.h"

/* How long a type between a key and its sign may be. */
#define TYPE_MAX 40

/* Likewise, and "default" behind it. */
#define DEFAULT_MAX 48

/* nvarchar(50): either bracket around the length of a type. */
static int is_length(const struct scan *scan, size_t at)
{
    return (scan_byte(scan, at) == '(' && in_set(scan_byte(scan, at + 1), SET_DIGIT)) ||
           (scan_byte(scan, at) == ')' && in_set(scan_before(scan, at), SET_DIGIT));
}

/* Where "=" stands behind what a type is written with; 0 if it does not. */
static size_t behind_type(const struct scan *scan, size_t at)
{
    size_t reach = scan->length - at < TYPE_MAX ? scan->length : at + TYPE_MAX, i = at;

    if (memchr(scan->bytes + at, '=', reach - at) == NULL) {
        return 0;
    }
    while (i < reach && (in_set(scan_byte(scan, i), SET_TYPE) || is_length(scan, i) ||
                         scan_is_at(scan, i, "'static "))) {
        i += scan_byte(scan, i) == '\'' ? 8 : 1;
    }
    return i < reach && scan_byte(scan, i) == '=' ? i : 0;
}

/* @Password (String) = 'x', as drivers print what they bind. */
static size_t behind_bound_type(const struct scan *scan, size_t at)
{
    size_t end = at + 2;

    if (scan_byte(scan, at) != ' ' || scan_byte(scan, at + 1) != '(') {
        return 0;
    }
    while (end - at < TYPE_MAX && in_set(scan_byte(scan, end), SET_WORD)) {
        end++;
    }
    return scan_is_at(scan, end, ") = ") && is_quote(scan_byte(scan, end + 4)) ? end + 2 : 0;
}

/* Field(default="x"), Field("x"): where what a member of a model has by itself may stand. */
static size_t behind_field(const struct scan *scan, size_t at)
{
    at += scan_is_at(scan, at, "field(") ? 6 : 0;
    return at + (scan_is_at(scan, at, "default=") ? 8 : 0);
}

/* string Password { get; set; } = "x"; */
static size_t behind_accessors(const struct scan *scan, size_t at)
{
    size_t end = at;

    if (!scan_is_at(scan, at, " { get;")) {
        return 0;
    }
    while (end - at < TYPE_MAX && scan_byte(scan, end) != '}') {
        end++;
    }
    return scan_is_at(scan, end, "} = ") && is_quote(scan_byte(scan, end + 4)) ? end + 2 : 0;
}

size_t typed_find_sign(const struct scan *scan, size_t at)
{
    static const char *const types[] = {"str",      "char", "text",  "byte",   "any",
                                        "optional", "var",  "union", "secure", "progmem"};
    size_t sign = behind_type(scan, at), quote, bytes;
    struct scan_run none = {0};
    int known = scan_byte(scan, at) == '$' ||
                (scan_byte(scan, at) == '[' && (in_set(scan_byte(scan, at + 1), SET_DIGIT) ||
                                                scan_byte(scan, at + 1) == ']'));

    if (behind_accessors(scan, at) != 0) {
        return behind_accessors(scan, at);
    }
    if (sign == 0) {
        return behind_bound_type(scan, at);
    }
    quote = extent_skip_blanks(scan, sign + 1);
    if (!is_quote(scan_byte(scan, quote)) && !is_quote(scan_byte(scan, quote + 1)) &&
        !is_quote(scan_byte(scan, behind_field(scan, quote))) &&
        (scan_byte(scan, quote) != '{' || bytes_find(scan, quote, &bytes) == 0)) {
        return 0;
    }
    return known || scan_one_stands_between(scan, &none, at, sign, types,
                                            sizeof types / sizeof *types)
               ? sign
               : 0;
}

size_t typed_default(const struct scan *scan, size_t at)
{
    static const char word[] = " default ";
    const size_t length = sizeof word - 1;
    size_t reach = scan->length - at < DEFAULT_MAX ? scan->length : at + DEFAULT_MAX;
    size_t quote = scan_next(scan, at, reach, '\'');

    if (quote == reach || quote - at < length || !scan_is_at(scan, quote - length, word)) {
        return 0;
    }
    for (size_t i = at; i < quote - length; i++) {
        effort_spend(scan->effort, 1);
        if (!in_set(scan_byte(scan, i), SET_WORD) && strchr(" ()", scan->bytes[i]) == NULL) {
            return 0;
        }
    }
    return quote - 1;
}

size_t typed_registry_value(const struct scan *scan, size_t at)
{
    size_t end = scan_is_at(scan, at, "reg_sz ")          ? at + 6
                 : scan_is_at(scan, at, "reg_expand_sz ") ? at + 13
                 : scan_is_at(scan, at, "reg_binary ")    ? at + 10
                                                          : 0;

    return end != 0 && scan_byte(scan, extent_skip_blanks(scan, end)) > ' ' ? end : 0;
}
