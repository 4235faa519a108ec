#include "sign.h"

#include <string.h>

#include "blank.h"
#include "extent.h"
#include "member.h"
#include "pair.h"
#include "said.h"
#include "typed.h"

#define SPACES_MAX 64

/* How long a visibility between a key and its sign may be. */
#define MARK_MAX 64

size_t sign_skip_blanks(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < SPACES_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    return end;
}

/* <password> or <ns:password>, and not a scope or a template's argument. */
static int opens_element(const struct scan *scan, size_t at)
{
    if (scan_before(scan, at) == ':') {
        at = scan_run_start(scan, SET_WORD, at - 1, 24);
    }
    return scan_before(scan, at) == '<';
}

/* ["x":protected]=>, [x:Some\Class:private] =>: what PHP prints of an object's members. */
static size_t skip_visibility(const struct scan *scan, size_t at)
{
    for (size_t i = at; i - at < MARK_MAX && scan_byte(scan, at) == ':'; i++) {
        unsigned char byte = scan_byte(scan, i);

        if (byte == ']') {
            return scan_is_at(scan, i - 7, "private") || scan_is_at(scan, i - 9, "protected")
                       ? i + 1
                       : at;
        }
        if (!in_set(byte, SET_WORD) && byte != ':' && byte != '\\' && byte != '"') {
            break;
        }
    }
    return at;
}

/* Skip what closes a key: ' " ] ) and blanks. */
static size_t skip_key_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    if (is_quote(scan_byte(scan, end))) {
        end++;
        if (scan_byte(scan, end) == ']' || scan_byte(scan, end) == ')') {
            end++;
        }
    } else if (scan_byte(scan, end) == ']' || scan_byte(scan, end) == '}') {
        end++;
    } else if (scan_byte(scan, end) == '[' && scan_byte(scan, end + 1) == ']') {
        end += 2;
    }
    if (scan_is_at(scan, end, "</") && scan_before(scan, end) != ' ') {
        size_t tag; /* <em>password</em> = x */

        for (tag = end + 2; tag - end < SPACES_MAX && in_set(scan_byte(scan, tag), SET_ALNUM);
             tag++) {
        }
        if (scan_byte(scan, tag) == '>') {
            tag += scan_is_at(scan, tag + 1, "&nbsp;") ? 7 : 1;
            tag = sign_skip_blanks(scan, tag);
            return scan_byte(scan, tag) == '=' || scan_byte(scan, tag) == ':' ? tag : end;
        }
    }
    return sign_skip_blanks(scan, skip_visibility(scan, end));
}

/* {password, "x"}, strcmp(password, "x"), assert_eq!(password, "x") */
static int is_compared(const struct scan *scan, size_t key_start)
{
    static const char *const openings[] = {"{",    "[:",    "cmp(",   "eq(",
                                           "eq!(", "qual(", "quals(", "tenv("};

    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t length = strlen(openings[i]);

        if (key_start >= length && scan_is_at(scan, key_start - length, openings[i])) {
            return 1;
        }
    }
    return 0;
}

/* setopt(handle, LIBOPT_PASSWORD, "x"): a constant with the key in its name, as an argument. */
static int is_option(const struct scan *scan, size_t key_start, size_t key_end)
{
    size_t joints = 0;

    for (size_t at = key_start; at < key_end; at++) {
        if (in_set(scan->bytes[at], SET_LOWER)) {
            return 0;
        }
        joints += scan->bytes[at] == '_';
    }
    return joints > 0 && key_start >= 2 && scan_is_at(scan, key_start - 2, ", ");
}

/* "cookie": "secret", "x": 1: the key is what another was given. */
static int is_value_itself(const struct scan *scan, size_t key_start)
{
    size_t at = key_start > 0 ? key_start - 1 : 0;

    while (at > 0 && key_start - at < SPACES_MAX && scan->bytes[at - 1] == ' ') {
        at--;
    }
    return scan_before(scan, at) == ':' || scan_before(scan, at) == '=' ||
           scan_before(scan, at) == '>';
}

/* {"message": "Wrong password", "status": 401}: the string at `quote` is the next member's
 * name. */
static int names_member(const struct scan *scan, size_t quote)
{
    unsigned char byte = scan_byte(scan, quote);
    size_t end = quote + 1;

    if (!is_quote(byte)) {
        return 0;
    }
    while (end - quote < MARK_MAX && scan_byte(scan, end) != byte &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    return scan_byte(scan, end) == byte &&
           scan_byte(scan, sign_skip_blanks(scan, end + 1)) == ':';
}

/* pwd::x: a password, and no scope of C++ or Rust. */
static int is_double_colon(const struct scan *scan, size_t key_start, size_t at)
{
    size_t end = at;

    while (end - at < 64 && in_set(scan_byte(scan, end), SET_WORD)) {
        end++;
    }
    return scan_byte(scan, at) == ' ' ||
           (scan_before(scan, key_start) != ':' && said_is_password(scan, at) &&
            scan_byte(scan, end) != '(' && scan_byte(scan, end) != ':' &&
            scan_byte(scan, end) != '<' && scan_byte(scan, end) != '{');
}

/* "Password: ": the quote behind the blanks closes the string that the key stands in. */
static int closes_string(const struct scan *scan, size_t key_start, size_t quote)
{
    unsigned char byte = scan_byte(scan, quote), next = scan_byte(scan, quote + 1);
    size_t count = 0;

    if (!is_quote(byte) || (next != ' ' && next != '\n' && !in_set(next, SET_CLOSING))) {
        return 0;
    }
    for (size_t at = key_start;
         at > 0 && key_start - at < MARK_MAX && scan->bytes[at - 1] != '\n'; at--) {
        count += scan->bytes[at - 1] == byte;
    }
    return count % 2 == 1;
}

static size_t find_colon(const struct scan *scan, size_t key_start, size_t at, size_t sign,
                         enum value_blank blank)
{
    unsigned char next = scan_byte(scan, sign + 1);

    if (next == ':') {
        return blank != VALUE_BLANK_IS_NONE && sign == at &&
                       is_double_colon(scan, key_start, sign + 2)
                   ? sign + 2
                   : 0;
    }
    if ((!is_quote(scan_byte(scan, at)) &&
         closes_string(scan, key_start, sign_skip_blanks(scan, sign + 1))) ||
        scan_is_at(scan, sign, "://")) {
        return 0;
    }
    if (scan_is_at(scan, sign + 1, " | ") && said_is_password(scan, sign + 4)) {
        return sign + 3; /* the row of a table */
    }
    return next == '=' ? sign + 2 : sign + 1;
}

/* name="password" and an empty line: a part of a form, whose value stands in the line after. */
static size_t skip_part_header(const struct scan *scan, size_t key_start, size_t at)
{
    size_t i = at + 1;

    if (key_start < 6 || !is_quote(scan_byte(scan, at)) ||
        !scan_is_at(scan, key_start - 6, "name=")) {
        return 0;
    }
    i += scan_byte(scan, i) == '\r';
    if (scan_byte(scan, i) != '\n') {
        return 0;
    }
    i++;
    i += scan_byte(scan, i) == '\r';
    return scan_byte(scan, i) == '\n' && i < scan->length ? i + 1 : 0;
}

/* Name    REG_SZ    value, as Windows lists its registry: the type says where the value is. */
static size_t registry_value(const struct scan *scan, size_t at)
{
    size_t end = scan_is_at(scan, at, "reg_sz ")          ? at + 6
                 : scan_is_at(scan, at, "reg_expand_sz ") ? at + 13
                 : scan_is_at(scan, at, "reg_binary ")    ? at + 10
                                                          : 0;

    return end != 0 && scan_byte(scan, sign_skip_blanks(scan, end)) > ' ' ? end : 0;
}

size_t sign_find(const struct scan *scan, size_t key_start, size_t at, enum value_blank blank,
                 unsigned char *ret_sign)
{
    size_t sign = pair_attribute(scan, key_start, at);
    size_t element = sign == 0 && (blank != VALUE_BLANK_IS_NONE || scan_byte(scan, at) != ' ')
                         ? pair_element(scan, key_start, at)
                         : 0;
    size_t member = sign == 0 && element == 0 ? member_find(scan, key_start, at) : 0;
    unsigned char byte, next;

    if (element != 0 && extent_element(scan, element) > element) {
        *ret_sign = '>';
        return element;
    }
    if (sign == 0 && member == 0 && skip_part_header(scan, key_start, at) != 0) {
        *ret_sign = ' ';
        return skip_part_header(scan, key_start, at);
    }
    if (sign == 0 && member == 0 && blank != VALUE_BLANK_IS_NONE &&
        member_below(scan, key_start, at) != 0) {
        *ret_sign = ' ';
        return member_below(scan, key_start, at);
    }
    if (sign == 0) {
        sign = member != 0 ? member : typed_find_sign(scan, at);
    }
    sign = sign != 0 ? sign : skip_key_end(scan, at);
    byte = scan_byte(scan, sign);
    next = scan_byte(scan, sign + 1);
    *ret_sign = byte;
    switch (byte) {
    case '=':
        sign++;
        while (scan_byte(scan, sign) == '=' || scan_byte(scan, sign) == '>' ||
               scan_byte(scan, sign) == '~') {
            sign++;
        }
        if (closes_string(scan, key_start, sign)) {
            return 0;
        }
        if (is_quote(scan_byte(scan, sign)) && !is_quote(scan_byte(scan, at)) &&
            scan_before(scan, key_start) == scan_byte(scan, sign) &&
            !in_set(scan_byte(scan, sign + 1), SET_ALNUM)) {
            return 0; /* "password=" is all of the string */
        }
        return sign;
    case ':':
        return find_colon(scan, key_start, at, sign, blank);
    case '>':
        return sign == at && opens_element(scan, key_start) &&
                       extent_element(scan, at + 1) > at + 1 &&
                       (strchr(",)>(;{:", next) == NULL || /* a template's argument */
                        scan_is_at(scan, extent_element(scan, at + 1), "</"))
                   ? sign + 1
                   : 0;
    case '(':
        if (sign == at + 1 && blank != VALUE_BLANK_IS_NONE) {
            return member_of_frame(scan, at);
        }
        return is_quote(next) && sign == at ? sign + 1 : 0;
    case '{':
        return is_quote(next) && sign == at ? sign + 1 : 0;
    case '<':
        return next == '-' && sign > at ? sign + 2 : 0; /* R's arrow */
    case '|':
        if (next == ' ' && sign > at && blank != VALUE_BLANK_IS_NONE &&
            said_is_password(scan, sign + 2)) {
            return sign + 1; /* the row of a table */
        }
        __attribute__((fallthrough));
    case '?':
    case '+':
        if (next == '=') {
            return sign + 2; /* PASSWORD ?= x */
        }
        if (next == byte && scan_byte(scan, sign + 2) == '=') {
            return sign + 3;
        }
        if (next != byte && blank != VALUE_BLANK_IS_NONE) {
            return said_asserted(scan, at);
        }
        /* process.env.PASSWORD || "x" */
        return next == byte && is_quote(scan_byte(scan, sign_skip_blanks(scan, sign + 2)))
                   ? sign + 2
                   : 0;
    case '-':
        if (next == '>' || (next == ' ' && sign > at)) {
            return sign + 2; /* an arrow, or "token - value" */
        }
        if (next == '-' && sign > at && blank == VALUE_BLANK_BEFORE_QUOTE) {
            while (scan_byte(scan, sign) == '-') {
                sign++; /* a column of a list: "password ---- value" */
            }
            return scan_byte(scan, sign) == ' ' ? sign : 0;
        }
        break;
    case '.':
        if (sign > at && next == ' ' && is_quote(scan_byte(scan, sign + 2))) {
            return sign + 1; /* Lisp's pair */
        }
        if (next == '.' && scan_byte(scan, sign + 2) == '.') {
            while (scan_byte(scan, sign) == '.' && sign - at < MARK_MAX) {
                sign++; /* "password....: value" */
            }
            return scan_byte(scan, sign) == ':' || scan_byte(scan, sign) == ' ' ? sign + 1 : 0;
        }
        return blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, at) : 0;
    case '*':
        /* *password*: value */
        while (scan_byte(scan, sign) == '*') {
            sign++;
        }
        return scan_byte(scan, sign) == ':' ? sign + 1 : 0;
    case ';':
        *ret_sign = ':';
        return is_quote(scan_byte(scan, at)) ? member_serialized(scan, sign) : 0;
    case ',':
        *ret_sign = '(';
        /* ("password", "x"): a pair in a list or call */
        if ((is_quote(scan_byte(scan, at)) && !is_value_itself(scan, key_start)) ||
            (blank != VALUE_BLANK_IS_NONE && sign == at &&
             (is_compared(scan, key_start) || is_option(scan, key_start, at)))) {
            size_t value = sign_skip_blanks(scan, sign + 1);

            if (names_member(scan, value)) {
                return 0;
            }
            if (is_quote(scan_byte(scan, value)) || is_quote(scan_byte(scan, value + 1)) ||
                scan_is_at(scan, value, "<<\"")) {
                return sign + 1;
            }
        }
        return blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, at) : 0;
    default:
        break;
    }
    if (sign > at && blank != VALUE_BLANK_IS_NONE && said_for(scan, sign) != 0) {
        return said_for(scan, sign);
    }
    *ret_sign = ' ';
    if (sign > at && blank != VALUE_BLANK_IS_NONE) {
        size_t said = said_verbs(scan, sign, blank == VALUE_BLANK_IS_SIGN);

        if (said != 0) {
            return said;
        }
    }
    if (sign > at && scan_is_at(scan, sign, "reg_")) {
        return registry_value(scan, sign);
    }
    sign = blank_find(scan, key_start, at, sign, blank);
    return sign != 0 || blank == VALUE_BLANK_IS_NONE ? sign : said_asserted(scan, at);
}
