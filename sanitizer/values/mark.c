#include "mark.h"

#include <string.h>

#include "bytes.h"
#include "extent.h"
#include "label.h"
#include "member.h"
#include "said.h"

/* How many dots lead to a value, and how long a name or a word in brackets is. */
#define NUMBER_MIN 4
#define MARK_MAX 64

/* invalid password(x) or username(y), as a broker logs what it refused. */
static int is_refused(const struct scan *scan, size_t key_start, size_t at)
{
    static const char *const verdicts[] = {"invalid ", "wrong ", "incorrect ", "bad "};
    size_t end = at;

    while (end - at < MARK_MAX && in_set(scan_byte(scan, end), SET_TYPABLE)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (end == at || scan_byte(scan, end) != ')') {
        return 0;
    }
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        const size_t length = strlen(verdicts[i]);

        if (key_start >= length && scan_is_at(scan, key_start - length, verdicts[i])) {
            return 1;
        }
    }
    return 0;
}

size_t mark_in_block(const struct scan *scan, size_t open)
{
    const size_t quote = extent_skip_blanks(scan, open + 1);
    size_t end = quote + 1;

    if (quote == open + 1 || !is_quote(scan_byte(scan, quote))) {
        return 0;
    }
    while (end - quote < MARK_MAX && scan_byte(scan, end) != scan->bytes[quote] &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - quote);
    return scan_byte(scan, end) == scan->bytes[quote] && scan_is_at(scan, end + 1, " }") ? quote
                                                                                         : 0;
}

/* password("x"), password{"x"}; a debugger's frame: check_password (given=0x2 "x") */
static size_t find_bracket(const struct scan *scan, const struct mark *mark)
{
    if (scan_is_at(scan, mark->sign, "{0x") && mark->sign > mark->at) {
        return mark->sign; /* --key {0xE1, ...} */
    }
    if (scan->bytes[mark->sign] == '{' && mark->sign > mark->at) {
        return mark->blank != VALUE_BLANK_IS_NONE ? mark_in_block(scan, mark->sign) : 0;
    }
    if (scan->bytes[mark->sign] == '(' && mark->sign == mark->at + 1 &&
        mark->blank != VALUE_BLANK_IS_NONE) {
        const size_t said =
            label_find(scan, mark->key_start, mark->sign, mark->blank == VALUE_BLANK_IS_SIGN);

        return said != 0 ? said : member_of_frame(scan, mark->at);
    }
    if (mark->sign == mark->at && mark->blank != VALUE_BLANK_IS_NONE &&
        is_refused(scan, mark->key_start, mark->at + 1)) {
        return mark->at + 1;
    }
    if (mark->sign == mark->at && scan_byte(scan, mark->at + 1) == ')') {
        return mark->blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, mark->at) : 0;
    }
    return is_quote(scan_byte(scan, mark->sign + 1)) && mark->sign == mark->at ? mark->sign + 1
                                                                               : 0;
}

/* | Password | `x` | and nothing else: the last cell of its row. */
static int ends_row(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < MARK_MAX && in_set(scan_byte(scan, end), SET_TYPABLE)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at && (scan_is_at(scan, end, "` |\n") ||
                        (scan_is_at(scan, end, "` |") && end + 3 == scan->length));
}

/* | PIN | 482913 | */
static int is_number_cell(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < MARK_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end - at >= NUMBER_MIN && scan_is_at(scan, end, " |");
}

/* PASSWORD ?= x, password ||= x, process.env.PASSWORD || "x"; the row of a table, an answer */
static size_t find_operator(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign;
    unsigned char byte = scan->bytes[sign], next = scan_byte(scan, sign + 1);

    if (byte == '|' && sign > mark->at && next == ' ' && mark->blank != VALUE_BLANK_IS_NONE &&
        scan_byte(scan, sign + 2) == '`' && ends_row(scan, sign + 3)) {
        return sign + 1;
    }
    if (((byte == '|' && sign > mark->at) || (byte == '?' && sign == mark->at)) &&
        next == ' ' && mark->blank != VALUE_BLANK_IS_NONE &&
        (said_is_password(scan, sign + 2) || (byte == '|' && is_number_cell(scan, sign + 2)))) {
        return sign + 1;
    }
    if (next == '=') {
        return sign + 2;
    }
    if (byte == '?' && sign == mark->at && next == '(' && is_quote(scan_byte(scan, sign + 2))) {
        return sign + 2; /* valid_password?("x") */
    }
    if (byte == '?' && sign == mark->at && next == ' ' && mark->blank != VALUE_BLANK_IS_NONE &&
        said_is_password(scan, sign + 2)) {
        return sign + 1; /* Passphrase? x1y2z3 */
    }
    if (next != byte) {
        return mark->blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, mark->at) : 0;
    }
    return scan_byte(scan, sign + 2) == '='                                ? sign + 3
           : is_quote(scan_byte(scan, extent_skip_blanks(scan, sign + 2))) ? sign + 2
                                                                           : 0;
}

/* A name as C's structures have them: words of small letters, and no number in them. */
static int is_c_name(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < MARK_MAX &&
           (in_set(scan_byte(scan, end), SET_LOWER) || scan_byte(scan, end) == '_')) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at && !in_set(scan_byte(scan, end), SET_WORD) &&
           memchr(scan->bytes + at, '_', end - at) != NULL;
}

/* An arrow, "token - value", a column of a list: "password ---- value" */
static size_t find_hyphen(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign;
    unsigned char next = scan_byte(scan, sign + 1);

    if (next == '>' && scan_before(scan, sign) == ')') {
        return mark->blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, mark->at) : 0;
    }
    if (next == '>' && sign == mark->at && is_c_name(scan, sign + 2)) {
        return 0; /* pwd->pw_name */
    }
    if (scan_is_at(scan, sign, "- hexdump")) {
        return bytes_dump_sign(scan, sign + 9);
    }
    if (next == '>' ||
        (next == ' ' && sign > mark->at &&
         (is_quote(scan_byte(scan, sign + 2)) || said_is_password(scan, sign + 2)))) {
        return sign + 2;
    }
    if (next == '-' && sign > mark->at && mark->blank == VALUE_BLANK_BEFORE_QUOTE) {
        while (scan_byte(scan, sign) == '-') {
            sign++;
        }
        effort_walk(scan->effort, sign - mark->sign);
        return scan_byte(scan, sign) == ' ' ? sign : 0;
    }
    return 0;
}

/* Lisp's pair, "password....: value", password.should == "x" */
static size_t find_dot(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign, value;

    if (sign > mark->at && scan_byte(scan, sign + 1) == ' ' &&
        is_quote(scan_byte(scan, sign + 2))) {
        return sign + 1;
    }
    if (scan_is_at(scan, sign, "...")) {
        while (scan_byte(scan, sign) == '.' && sign - mark->at < MARK_MAX) {
            sign++;
        }
        effort_walk(scan->effort, sign - mark->sign);
        return scan_byte(scan, sign) == ':' ||
                       (scan_byte(scan, sign) == ' ' && sign > mark->sign + 3)
                   ? sign + 1
                   : 0; /* three dots and a blank end a sentence */
    }
    value = said_refused(scan, sign);
    return value != 0                           ? value
           : mark->blank != VALUE_BLANK_IS_NONE ? said_asserted(scan, mark->at)
                                                : 0;
}

/* port [1025] pass [x1y2z3], as a log sets apart what it was given. */
static size_t find_in_brackets(const struct scan *scan, const struct mark *mark)
{
    size_t end = mark->sign + 1;

    while (end - mark->sign < MARK_MAX && scan_byte(scan, end) > ' ' &&
           scan_byte(scan, end) != ']' && scan_byte(scan, end) != '[') {
        end++;
    }
    effort_walk(scan->effort, end - mark->sign);
    return mark->sign == mark->at + 1 && scan_byte(scan, end) == ']' &&
                   is_blank(scan_byte(scan, end + 1)) && end > mark->sign + 1 &&
                   (mark->blank != VALUE_BLANK_IS_NONE ||
                    (mark->key_start > 1 && scan->bytes[mark->key_start - 2] == ']')) &&
                   said_is_password(scan, mark->sign + 1)
               ? mark->sign + 1
               : 0;
}

/* Enter your token · x, Password … x, Token › x: an answer as it stays on a terminal. */
static size_t find_after_mark(const struct scan *scan, const struct mark *mark)
{
    static const char *const marks[] = {"\xc2\xb7 ", "\xe2\x80\xa6 ", "\xe2\x80\xba ",
                                        "\xe2\x86\x92 "};

    for (size_t i = 0; mark->sign > mark->at && i < sizeof marks / sizeof *marks; i++) {
        const size_t value = mark->sign + strlen(marks[i]);

        if (scan_is_at(scan, mark->sign, marks[i]) && said_is_password(scan, value)) {
            return value - 1;
        }
    }
    return 0;
}

/* enterText(find.byKey(Key('password')), 'x') */
static int is_entered(const struct scan *scan, const struct mark *mark)
{
    size_t at;

    for (at = mark->key_start; at > 0 && mark->key_start - at < MARK_MAX; at--) {
        if (scan_is_at(scan, at - 1, "entertext(")) {
            return 1;
        }
    }
    effort_walk(scan->effort, mark->key_start - at);
    return 0;
}

size_t mark_behind_pattern(const struct scan *scan, const struct mark *mark)
{
    static const char *const changes[] = {"), {target: {value: ", "), { target: { value: "};
    static const char *const ends[] = {"]', '", "]\", \"", "/i), '", "/i), \"", "/), '"};

    size_t closed = mark->at;

    if (mark->blank == VALUE_BLANK_IS_NONE) {
        return 0;
    }
    closed += is_quote(scan_byte(scan, closed)) ? 1 : scan_is_at(scan, closed, "/i") ? 2 : 0;
    for (size_t i = 0; closed > mark->at && i < sizeof changes / sizeof *changes; i++) {
        if (scan_is_at(scan, closed, changes[i])) {
            return closed + strlen(changes[i]); /* what a test changes a field to */
        }
    }
    if (scan_is_at(scan, closed, ")), ") && closed > mark->at && is_entered(scan, mark)) {
        return closed + 4;
    }
    if (scan_byte(scan, mark->at) != ']' && scan_byte(scan, mark->at) != '/') {
        return 0;
    }
    for (size_t i = 0; mark->blank != VALUE_BLANK_IS_NONE && i < sizeof ends / sizeof *ends;
         i++) {
        if (scan_is_at(scan, mark->at, ends[i])) {
            return mark->at + strlen(ends[i]) - 1;
        }
    }
    return 0;
}

/* *password*: value */
static size_t find_star(const struct scan *scan, const struct mark *mark)
{
    size_t sign = mark->sign;

    while (scan_byte(scan, sign) == '*') {
        sign++;
    }
    effort_walk(scan->effort, sign - mark->sign);
    return scan_byte(scan, sign) == ':' ? sign + 1 : 0;
}

/* password <- "x", of R */
static size_t find_arrow(const struct scan *scan, const struct mark *mark)
{
    return scan_byte(scan, mark->sign + 1) == '-' && mark->sign > mark->at ? mark->sign + 2 : 0;
}

size_t mark_find(const struct scan *scan, const struct mark *mark)
{
    switch (scan_byte(scan, mark->sign)) {
    case '(':
    case '{':
        return find_bracket(scan, mark);
    case '<':
        return find_arrow(scan, mark);
    case '|':
    case '?':
    case '+':
        return find_operator(scan, mark);
    case '[':
        return find_in_brackets(scan, mark);
    case '-':
        return find_hyphen(scan, mark);
    case '.':
        return find_dot(scan, mark);
    case '*':
        return find_star(scan, mark);
    default:
        return find_after_mark(scan, mark);
    }
}
