#include "value.h"

#include <string.h>

#include "pair.h"
#include "words.h"

#define SPACES_MAX 16

/* How far back the name of an element is looked for. */
#define TAG_MAX 96

/* How far a quoted value may run over lines; beyond that the quote was an apostrophe. */
#define QUOTED_LINES_MAX 2048

/* How many values within one with brackets are followed to their own ends. */
#define BARE_VISITS_MAX 8
#define BARE_STEPS_MIN 512

static size_t skip_blanks(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < SPACES_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    return end;
}

static int is_quote(unsigned char byte)
{
    return byte == '"' || byte == '\'' || byte == '`';
}

/* <password> or <ns:password>, and not a scope or a template's argument. */
static int opens_element(const struct scan *scan, size_t at)
{
    if (scan_before(scan, at) == ':') {
        at = scan_run_start(scan, SET_WORD, at - 1, 24);
    }
    return scan_before(scan, at) == '<';
}

/* Whether the end tag at `end` ("</...") closes the element whose text starts at `at`. */
static int closes_element(const struct scan *scan, size_t at, size_t end)
{
    size_t name = at - 1;

    while (name > 0 && at - name < TAG_MAX && scan->bytes[name - 1] != '<') {
        name--;
    }
    for (size_t i = 0;; i++) {
        unsigned char byte = scan_byte(scan, name + i);

        if (!in_set(byte, SET_TOKEN) && byte != ':') {
            return scan_byte(scan, end + 2 + i) == '>' || end + 2 + i >= scan->length;
        }
        if (byte != scan_byte(scan, end + 2 + i)) {
            return end + 2 + i >= scan->length;
        }
    }
}

/* The text of an XML element runs to its end tag; without one it is no element, unless the text
 * was cut off in its first line. */
static size_t element_end(const struct scan *scan, size_t at)
{
    size_t end = at;
    int lines = 0, code = 0;

    while (end < scan->length && scan->bytes[end] != '<' && end - at < QUOTED_LINES_MAX) {
        lines |= end > at && scan->bytes[end] == '\n';
        code |= scan->bytes[end] == '(';
        end++;
    }
    if (end == scan->length) {
        return lines || code ? at : end;
    }
    return scan->bytes[end] == '<' && scan_byte(scan, end + 1) == '/' &&
                   closes_element(scan, at, end)
               ? end
               : at;
}

/* ---- Signs --------------------------------------------------------------------------------
 */

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
    return skip_blanks(scan, end);
}

/* "password hunter2": no sign, but no prose either. */
static int is_password_word(const struct scan *scan, size_t at)
{
    size_t end = at, digits = 0, letters = 0, capitals = 0;

    while (end < scan->length && end - at < 64 && scan->bytes[end] > ' ') {
        digits += in_set(scan->bytes[end], SET_DIGIT) != 0;
        letters += in_set(scan->bytes[end], SET_ALPHA) != 0;
        capitals += end > at && in_set(scan->bytes[end], SET_UPPER) &&
                    in_set(scan->bytes[end - 1], SET_LOWER);
        end++;
    }
    while (end > at && in_set(scan->bytes[end - 1], SET_CLOSING)) {
        end--;
    }
    return end - at >= 6 && digits + capitals > 0 && letters > 1 &&
           !words_hold(&table_words_digests, scan->bytes + at, end - at);
}

/* A word with several digits in it. */
static int holds_digits(const struct scan *scan, size_t at)
{
    size_t digits = 0;

    for (size_t i = at; i - at < 64 && scan_byte(scan, i) > ' '; i++) {
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
    }
    return digits > 1;
}

static size_t find_sign(const struct scan *scan, size_t key_start, size_t at,
                        enum value_blank blank, unsigned char *ret_sign)
{
    size_t sign = is_quote(scan_byte(scan, at)) ? pair_attribute(scan, at) : 0;
    size_t element = sign == 0 ? pair_element(scan, key_start, at) : 0;
    unsigned char byte, next;

    if (element != 0 && element_end(scan, element) > element) {
        *ret_sign = '>';
        return element;
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
        return sign;
    case ':':
        if (next == ':') {
            return 0; /* C++ and Rust scopes */
        }
        return next == '=' ? sign + 2 : sign + 1;
    case '>':
        return sign == at && opens_element(scan, key_start) &&
                       element_end(scan, at + 1) > at + 1
                   ? sign + 1
                   : 0;
    case '(':
        return is_quote(next) && sign == at ? sign + 1 : 0;
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
    case 'f':
        if (sign > at && pair_sentence(scan, sign) != 0) {
            return pair_sentence(scan, sign);
        }
        break;
    case 'i':
        if (next == 's' && scan_byte(scan, sign + 2) == ' ' && sign > at &&
            is_quote(scan_byte(scan, sign + 3))) {
            return sign + 2; /* the password is 'x' */
        }
        break;
    case ',':
        *ret_sign = '(';
        /* ("password", "x"): a pair in a list or call */
        if (is_quote(scan_byte(scan, at)) &&
            is_quote(scan_byte(scan, skip_blanks(scan, sign + 1)))) {
            return sign + 1;
        }
        return 0;
    default:
        break;
    }
    *ret_sign = ' ';
    if (scan_before(scan, sign) == ' ' && sign > at && in_set(byte, SET_DIGIT) && next == ' ' &&
        blank == VALUE_BLANK_BEFORE_QUOTE && holds_digits(scan, sign + 2)) {
        return sign + 1; /* password 7 094F471A1A0A: the number says how it is hidden */
    }
    if (scan_before(scan, sign) == ' ' && sign > at &&
        (blank == VALUE_BLANK_IS_SIGN ||
         (blank == VALUE_BLANK_BEFORE_QUOTE && !is_quote(scan_byte(scan, at)) &&
          (is_quote(byte) || is_password_word(scan, sign) ||
           pair_follows_login(scan, key_start))))) {
        return sign;
    }
    return 0;
}

/* ---- Ends ---------------------------------------------------------------------------------
 */

static size_t quoted_end(const struct scan *scan, size_t at, unsigned char quote)
{
    size_t end = at, line = 0;

    while (end < scan->length) {
        unsigned char byte = scan->bytes[end];

        if (byte == '\\') {
            end += 2;
            continue;
        }
        if (byte == quote) {
            return end;
        }
        if (byte == '\n') {
            if (line == 0) {
                line = end;
            }
            if (end - at > QUOTED_LINES_MAX) {
                return line;
            }
        }
        end++;
    }
    return line != 0 && scan->length - at > QUOTED_LINES_MAX ? line : scan->length;
}

/* Whether what follows a ',' ';' or '&' at `at` is the next item and not more of this value. */
static int item_follows(const struct scan *scan, size_t at)
{
    size_t i = at + 1;
    unsigned char byte = scan_byte(scan, i);

    if (byte <= ' ' || is_quote(byte)) {
        return 1;
    }
    while (i - at < 40 && (in_set(scan_byte(scan, i), SET_WORD) || scan_byte(scan, i) == '-' ||
                           scan_byte(scan, i) == '.' || scan_byte(scan, i) == ' ')) {
        i++;
    }
    return i > at + 1 && (scan_byte(scan, i) == '=' || scan_byte(scan, i) == ':');
}

static int closes(unsigned char byte)
{
    return byte <= ' ' || byte == ',' || byte == ';' || byte == ')' || byte == ']' ||
           byte == '}' || byte == '>';
}

/* Where the run that holds a bare value from `at` on stops; *ret_nested: it opens brackets. */
static size_t bare_stop(const struct scan *scan, size_t at, int *ret_nested)
{
    size_t end = at;
    int depth = 0, nested = 0;

    for (; end < scan->length; end++) {
        unsigned char byte = scan->bytes[end];

        if (byte <= ' ' && byte != VIEW_REDACTED) {
            break;
        }
        if (byte == '(' || byte == '[' || byte == '{') {
            depth++;
            nested = 1;
        } else if (byte == ')' || byte == ']' || byte == '}') {
            if (depth == 0 && closes(scan_byte(scan, end + 1))) {
                break;
            }
            depth -= depth > 0;
        } else if (is_quote(byte)) {
            if (closes(scan_byte(scan, end + 1))) {
                break;
            }
        } else if (byte == ',' || byte == ';' || byte == '&' || byte == '|') {
            if (item_follows(scan, end)) {
                break;
            }
        } else if (byte == '<' && (scan_byte(scan, end + 1) == '/' ||
                                   in_set(scan_byte(scan, end + 1), SET_ALPHA))) {
            break;
        } else if (byte == '\\') {
            unsigned char next = scan_byte(scan, end + 1);

            if (next == 'n' || next == 'r' || next == '"') {
                break;
            }
        }
    }
    *ret_nested = nested;
    return end;
}

/*
 * Keys within a value that turned out harmless have values that stop where it does, unless
 * brackets open before them. Those are looked at anew, but only so often: then what is hidden
 * may be more than the value.
 */
static size_t bare_end(struct scan *scan, size_t at)
{
    struct scan_bare *bare = &scan->bare;
    size_t end;
    int nested;

    if (at < bare->start || at >= bare->stop) {
        end = bare_stop(scan, at, &nested);
        *bare = (struct scan_bare){at, end, nested ? BARE_VISITS_MAX : 0,
                                   (end - at) * 2 + BARE_STEPS_MIN, 0};
    } else if (bare->visits > 0 && bare->steps >= bare->stop - at) {
        end = bare_stop(scan, at, &nested);
        bare->steps -= bare->stop - at;
        bare->visits--;
    } else {
        end = bare->stop;
    }
    while (end > at && (scan->bytes[end - 1] == '.' || scan->bytes[end - 1] == ':')) {
        end--;
    }
    return end;
}

static size_t rest_of_line(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end < scan->length && scan->bytes[end] != '\n' && scan->bytes[end] != '\r') {
        if (scan->bytes[end] == '#' && scan_before(scan, end) == ' ') {
            break;
        }
        end++;
    }
    while (end > at && scan->bytes[end - 1] == ' ') {
        end--;
    }
    return end;
}

/* ---- The value ----------------------------------------------------------------------------
 */

/* Skip what may stand before a string: 0x7ffe "s", b"s", Some("s"), String("s"), @"s". */
static size_t skip_opening(const struct scan *scan, size_t at)
{
    size_t i = at;

    if (scan_byte(scan, i) == '0' && scan_byte(scan, i + 1) == 'x') {
        i += 2;
        while (i - at < 20 && in_set(scan_byte(scan, i), SET_HEX)) {
            i++;
        }
        return scan_byte(scan, i) == ' ' && scan_byte(scan, i + 1) == '"' ? i + 1 : at;
    }
    while (i - at < 24 && (in_set(scan_byte(scan, i), SET_ALPHA) || scan_byte(scan, i) == '@' ||
                           scan_byte(scan, i) == '&')) {
        i++;
    }
    if (scan_byte(scan, i) == '(' && is_quote(scan_byte(scan, i + 1))) {
        return i + 1;
    }
    return is_quote(scan_byte(scan, i)) && i - at <= 2 ? i : at;
}

/* NAME=value: an environment's, and not source code. */
static int is_all_capitals(const struct scan *scan, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (in_set(scan->bytes[i], SET_LOWER)) {
            return 0;
        }
    }
    return 1;
}

int value_find(struct scan *scan, size_t key_start, size_t at, enum value_blank blank, int line,
               struct value *ret_value)
{
    struct value value = {0};
    size_t start = find_sign(scan, key_start, at, blank, &value.sign), first;
    unsigned char quote;

    if (start == 0) {
        return 0;
    }
    first = skip_blanks(scan, start);
    value.spaced = first > start;
    if (is_quote(scan_byte(scan, at)) && value.sign == ':' &&
        (scan_byte(scan, first) == '\n' || scan_byte(scan, first) == '\r')) {
        while (first - start < 64 && scan_byte(scan, first) <= ' ' && first < scan->length &&
               scan->bytes[first] != VIEW_REDACTED) {
            first++; /* JSON may go on in the next line */
        }
    }
    if ((scan_byte(scan, first) == '|' || scan_byte(scan, first) == '>') && value.sign == ':') {
        size_t block = first + 1;

        if (scan_byte(scan, block) == '-' || scan_byte(scan, block) == '+') {
            block++;
        }
        if (scan_byte(scan, block) == '\n') {
            first = skip_blanks(scan, block + 1); /* YAML's block of lines */
            line = 1;
        }
    }
    first = skip_opening(scan, first);
    quote = scan_byte(scan, first);
    if (is_quote(quote)) {
        value.quoted = 1;
        while (scan_byte(scan, first) == quote && first - start < 64) {
            first++; /* """ too */
        }
        value.start = first;
        value.end = quoted_end(scan, first, quote);
    } else {
        value.start = first;
        value.end = value.sign == '>' ? element_end(scan, first) : bare_end(scan, first);
        if (line && value.end > value.start && (scan_byte(scan, value.end) == ' ')) {
            value.end = rest_of_line(scan, value.end);
        }
    }
    if (value.end <= value.start) {
        return 0;
    }
    value.joined = scan_before(scan, key_start) == ';' || scan_before(scan, key_start) == '&' ||
                   scan_before(scan, key_start) == '?' ||
                   (value.sign == '=' && !value.spaced && start == at + 1 &&
                    is_all_capitals(scan, key_start, at)) ||
                   (scan_byte(scan, value.end) == ';' &&
                    in_set(scan_byte(scan, value.end + 1), SET_ALPHA));
    *ret_value = value;
    return 1;
}
