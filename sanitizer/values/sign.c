#include "sign.h"

#include <string.h>

#include "argument.h"
#include "extent.h"
#include "key_end.h"
#include "label.h"
#include "mark.h"
#include "member.h"
#include "pair.h"
#include "reply.h"
#include "said.h"
#include "scan/looks.h"
#include "script_quotes.h"
#include "typed.h"
#include "wording.h"

/* How far before a key the string may begin that it stands in. */
#define STRING_MAX ((size_t)64)

/* So long is a text in base64 at least, and so far it is followed back. */
#define PADDED_MIN 22
#define PADDED_MAX 256

/* pwd::x: a password, and no scope of C++ or Rust, nor PHP's Authenticator::onFailure. */
static int is_double_colon(const struct scan *scan, size_t key_start, size_t at)
{
    size_t end = at, letters = 0;

    while (end - at < 64 && in_set(scan_byte(scan, end), SET_WORD)) {
        letters += in_set(scan->bytes[end++], SET_ALPHA) != 0;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, at) == ' ' ||
           (scan_before(scan, key_start) != ':' && scan_before(scan, key_start) != '\\' &&
            said_is_password(scan, at) && (letters < end - at || scan_byte(scan, end) > ' ') &&
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
         at > 0 && key_start - at < STRING_MAX && scan->bytes[at - 1] != '\n'; at--) {
        count += scan->bytes[at - 1] == byte;
    }
    return count % 2 == 1;
}

/* ...cT4pw==": the end of a text in base64, which holds a key's letters by chance. */
static int is_padding(const struct scan *scan, size_t at)
{
    size_t end = at, start = at;

    while (scan_byte(scan, end) == '=' && end - at < 3) {
        end++;
    }
    if (end - at > 2 || in_set(scan_byte(scan, end), SET_ALNUM)) {
        return 0;
    }
    start = scan_run_start(scan, SET_BASE64, at, PADDED_MAX);
    return at - start >= PADDED_MIN && (at - start == PADDED_MAX || (end - start) % 4 == 0) &&
           looks_of_three_kinds(scan->bytes + at - PADDED_MIN, PADDED_MIN);
}

static size_t find_equals(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign + 1;

    if (mark->sign == mark->at && is_padding(scan, mark->at)) {
        return 0;
    }
    while (scan_byte(scan, sign) == '=' || scan_byte(scan, sign) == '>' ||
           scan_byte(scan, sign) == '~') {
        sign++;
    }
    effort_walk(scan->effort, sign - mark->sign);
    if (closes_string(scan, mark->key_start, sign)) {
        return 0;
    }
    if (is_quote(scan_byte(scan, sign)) && !is_quote(scan_byte(scan, mark->at)) &&
        scan_before(scan, mark->key_start) == scan_byte(scan, sign) &&
        !in_set(scan_byte(scan, sign + 1), SET_ALNUM)) {
        return 0; /* "password=" is all of the string */
    }
    if (scan_byte(scan, sign) == '\'' && scan_before(scan, mark->key_start) == '`') {
        return 0; /* undefined method `password=' for x, as Ruby says it */
    }
    return sign;
}

/* /usr/bin/ask-password: ELF 64-bit: a program, and what it says or what is said of it. */
static int is_program(const struct scan *scan, size_t key_start)
{
    return (key_start >= 4 && scan_is_at(scan, key_start - 4, "bin/")) ||
           (key_start >= 8 && scan_is_at(scan, key_start - 8, "libexec/"));
}

/* shown ? "text" : x, where "text" is what begins at `key_start`: a colon of JavaScript's. */
static int is_alternative(const struct scan *scan, size_t key_start)
{
    size_t at = key_start - (key_start > 0 && is_quote(scan->bytes[key_start - 1]));

    return at >= 3 && scan->bytes[at - 1] == ' ' && scan->bytes[at - 2] == '?' &&
           is_blank(scan->bytes[at - 3]);
}

static size_t find_colon(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign;
    unsigned char next = scan_byte(scan, sign + 1);

    if (next == ':') {
        return mark->blank != VALUE_BLANK_IS_NONE && sign == mark->at &&
                       is_double_colon(scan, mark->key_start, sign + 2)
                   ? sign + 2
                   : 0;
    }
    if (is_program(scan, mark->key_start) ||
        (mark->sign > mark->at && is_alternative(scan, mark->key_start))) {
        return 0;
    }
    if ((!is_quote(scan_byte(scan, mark->at)) &&
         closes_string(scan, mark->key_start, extent_skip_blanks(scan, sign + 1))) ||
        scan_is_at(scan, sign, "://")) {
        return 0;
    }
    if (next == '-' && scan_before(scan, mark->key_start) == '{') {
        return sign + 2; /* ${PASSWORD:-x} */
    }
    if (scan_is_at(scan, sign + 1, " invalid value: \"")) {
        return sign + 16; /* as Kubernetes refuses what a field was given */
    }
    if (scan_is_at(scan, sign + 1, " | ") && said_is_password(scan, sign + 4)) {
        return sign + 3; /* the row of a table */
    }
    return next == '=' ? sign + 2 : label_skip_name(scan, mark->key_start, sign + 1);
}

/* key> x: an answer at a prompt that is named for what it asks. */
static size_t find_prompt(const struct scan *scan, const struct mark *mark)
{
    size_t start = mark->sign + 2, end = start;

    if (mark->sign != mark->at || scan_before(scan, mark->key_start) != '\n' ||
        scan_byte(scan, mark->sign + 1) != ' ') {
        return 0;
    }
    while (end - start < STRING_MAX * 2 && scan_byte(scan, end) > ' ') {
        end++;
    }
    effort_walk(scan->effort, end - start);
    return end > start && scan_byte(scan, end) == '\n' ? start - 1 : 0;
}

/* <password>x, and not a template's argument. */
static size_t find_element(const struct scan *scan, const struct mark *mark)
{
    size_t value = mark->sign + 1;
    unsigned char next = scan_byte(scan, value);

    return mark->sign == mark->at && pair_opens_element(scan, mark->key_start) &&
                   extent_element(scan, value) > value &&
                   (strchr(",)>(;{:", next) == NULL ||
                    scan_is_at(scan, extent_element(scan, value), "</"))
               ? value
               : find_prompt(scan, mark);
}

/* cmpstr(password, ==, "x"), patch("m.get_password", return_value="x"): where the string is; 0
 * if none of them stands there. */
static size_t behind_comma(const struct scan *scan, size_t comma)
{
    static const char *const signs[] = {", ==, ", ", !=, ", ", return_value="};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (scan_is_at(scan, comma, signs[i])) {
            const size_t quote = comma + strlen(signs[i]);

            return is_quote(scan_byte(scan, quote)) ? quote : 0;
        }
    }
    return 0;
}

/* password != "x", token ~= "x", pass <> 'x', $pass ne 'x', password.trim() == "x": where the
 * string begins, or 0. */
static size_t find_compared(const struct scan *scan, size_t sign)
{
    static const char *const signs[] = {"===", "==",  ".equals(", "!==", "!=",  "~=",  "<>",
                                        "/=",  "eq ", "ne",       "-eq", "-ne", "isnt"};
    const int is_called = scan_is_at(scan, sign, "()");
    size_t first =
        3; /* the signs before are found without, unless what is compared is called */

    if (is_called) {
        sign = extent_skip_blanks(scan, sign + 2);
        first = 0;
    }
    if (strchr("=.!~<>/-eEnNiI", scan_byte(scan, sign)) == NULL) {
        return 0;
    }
    for (size_t i = first; i < sizeof signs / sizeof *signs; i++) {
        if (scan_is_at(scan, sign, signs[i])) {
            const size_t quote = sign + strlen(signs[i]);

            return is_quote(scan_byte(scan, extent_skip_blanks(scan, quote))) ? quote : 0;
        }
    }
    return 0;
}

/* ${PASSWORD}    x, a row of Robot's: its cells stand apart by blanks. */
static size_t find_cell(const struct scan *scan, const struct mark *mark)
{
    size_t name = mark->key_start, at = mark->at + 1;

    if (scan_byte(scan, mark->at) != '}' || name < 2 || !scan_is_at(scan, name - 2, "${") ||
        (scan_before(scan, name - 2) != '\n' && !scan_is_at(scan, name - 4, "  "))) {
        return 0;
    }
    at += scan_is_at(scan, at, " =") ? 2 : scan_byte(scan, at) == '=';
    if (!scan_is_at(scan, at, "   ") && scan_byte(scan, at) != '\t') {
        return 0;
    }
    at = extent_skip_blanks(scan, at);
    return scan_is_at(scan, at, "set variable ")
               ? extent_skip_blanks(scan, at + strlen("set variable"))
               : at;
}

/* By what stands behind what closes the key. */
static size_t find_behind(const struct scan *scan, const struct mark *mark,
                          unsigned char *ret_sign)
{
    size_t value = mark_behind_pattern(scan, mark);

    *ret_sign = scan_byte(scan, mark->sign);
    if (value != 0) {
        *ret_sign = '(';
        return value;
    }
    value = label_find_pair(scan, mark->key_start, mark->at);
    if (value != 0) {
        *ret_sign = ' ';
        return value;
    }
    value = find_compared(scan, mark->sign);
    value = value == 0 ? find_cell(scan, mark) : value;
    if (value != 0) {
        *ret_sign = '=';
        return value;
    }
    switch (*ret_sign) {
    case '=':
        return find_equals(scan, mark);
    case ':':
        return find_colon(scan, mark);
    case '>':
        return find_element(scan, mark);
    case '!':
        return scan_is_at(scan, mark->sign, "!= ") && mark->blank != VALUE_BLANK_IS_NONE &&
                       is_quote(scan_byte(scan, mark->sign + 3))
                   ? mark->sign + 2
                   : wording_find(scan, mark, ret_sign);
    case '(':
    case '{':
    case '<':
    case '|':
    case '?':
    case '+':
    case '.':
    case '*':
        return mark_find(scan, mark);
    case '[':
    case '-':
    case 0xc2:
    case 0xe2:
        value = mark_find(scan, mark);
        break;
    case ')':
        *ret_sign = ':';
        value = scan_is_at(scan, mark->sign, ") {") ? mark_in_block(scan, mark->sign + 2) : 0;
        break; /* let(:password) { 'x' } */
    case ';':
        if (scan_is_at(scan, mark->sign, "; got != \"")) {
            return mark->sign + 9; /* as tests of Go read */
        }
        *ret_sign = ':';
        return is_quote(scan_byte(scan, mark->at)) ? member_serialized(scan, mark->sign) : 0;
    case ',':
        *ret_sign = '(';
        if (mark->blank != VALUE_BLANK_IS_NONE && behind_comma(scan, mark->sign) != 0) {
            return behind_comma(scan, mark->sign);
        }
        value = argument_listed(scan, mark->key_start, mark->at);
        return value != 0
                   ? value
                   : argument_find(scan, mark->key_start, mark->at, mark->sign, mark->blank);
    case '\n':
        value = argument_listed(scan, mark->key_start, mark->at);
        break;
    default:
        if (script_quotes_find(scan, mark->sign, &value) != 0) {
            *ret_sign = ':';
            return mark->sign;
        }
        value = 0;
        break;
    }
    return value != 0 ? value : wording_find(scan, mark, ret_sign);
}

size_t sign_find(const struct scan *scan, size_t key_start, size_t at, enum value_blank blank,
                 unsigned char *ret_sign)
{
    struct mark mark = {.key_start = key_start, .at = at, .blank = blank};
    size_t value;

    mark.sign = pair_attribute(scan, key_start, at);
    if (mark.sign == 0 &&
        (blank != VALUE_BLANK_IS_NONE || scan_byte(scan, at) != ' ' ||
         scan_before(scan, key_start) == '<' || scan_byte(scan, at + 1) == '<')) {
        value = pair_element(scan, key_start, at);
        if (value != 0 && extent_element(scan, value) > value) {
            *ret_sign = '>';
            return value;
        }
    }
    if (mark.sign == 0) {
        mark.sign = member_find(scan, key_start, at);
    }
    if (mark.sign == 0) {
        value = pair_form_part(scan, key_start, at);
        if (value == 0 && blank != VALUE_BLANK_IS_NONE) {
            value = member_below(scan, key_start, at);
        }
        if (value == 0 && (blank != VALUE_BLANK_IS_NONE || scan_byte(scan, at) == '\n')) {
            value = reply_find(scan, key_start, at);
        }
        if (value != 0) {
            *ret_sign = ' ';
            return value;
        }
        mark.sign = typed_find_sign(scan, at);
    }
    if (mark.sign == 0) {
        mark.sign = key_end_skip(scan, at);
    }
    return find_behind(scan, &mark, ret_sign);
}
