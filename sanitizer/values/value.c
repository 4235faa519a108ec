#include "value.h"

#include <string.h>

#include "extent.h"
#include "said.h"
#include "sign.h"
#include "tables/words.h"

/* How far what opens a value may reach: a type, a constructor, a length. */
#define OPENING_MAX 40

/* A full stop is looked for in so many bytes of a value: code has one soon. */
#define DOTTED_MAX ((size_t)255)

/* How long a list of strings may be. */
#define LIST_MAX 512

/* std::string("s"), Buffer.from("s"): what makes a value of a string, and reads none elsewhere.
 */
static int makes_string(const struct scan *scan, size_t at, size_t end)
{
    static const char *const makers[] = {
        "from",         "string",   "str",      "byte",         "bytes",     "some",
        "optional",     "secret",   "decode",   "securestring", "b64decode", "secretstr",
        "atob",         "tostring", "password", "md5",          "text",      "qstringliteral",
        "qlatin1string"};
    size_t word = end;

    while (word > at && in_set(scan->bytes[word - 1], SET_ALNUM)) {
        word--;
    }
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (end - word == strlen(makers[i]) && scan_is_at(scan, word, makers[i])) {
            return 1;
        }
    }
    return 0;
}

/* string(9) "s", 0x7ffe "s": a length or an address; where the quote is, or `at`. */
static size_t skip_number(const struct scan *scan, size_t at)
{
    size_t i = at;

    if (scan_byte(scan, i) == '0' && scan_byte(scan, i + 1) == 'x') {
        i += 2;
        while (i - at < 20 && in_set(scan_byte(scan, i), SET_HEX)) {
            i++;
        }
        return scan_byte(scan, i) == ' ' && scan_byte(scan, i + 1) == '"' ? i + 1 : at;
    }
    if (scan_is_at(scan, i, "string(")) {
        for (i += 7; i - at < 20 && in_set(scan_byte(scan, i), SET_DIGIT); i++) {
        }
        return scan_is_at(scan, i, ") \"") ? i + 2 : at;
    }
    return at;
}

/* Whether the byte is one of so many from `at` on. */
static int stands_within(const struct scan *scan, size_t at, size_t length, unsigned char byte)
{
    size_t left = at < scan->length ? scan->length - at : 0;

    return memchr(scan->bytes + at, byte, left < length ? left : length) != NULL;
}

/* Skip what may stand before a string: 0x7ffe "s", b"s", Some("s"), String("s"), @"s". */
static size_t skip_opening(const struct scan *scan, size_t at)
{
    size_t i = skip_number(scan, at), letters;

    if (i > at) {
        return i;
    }
    if (scan_is_at(scan, i, "<<\"") || scan_is_at(scan, i, "r#\"")) {
        return i + 2;
    }
    if (scan_is_at(scan, i, "string '") || scan_is_at(scan, i, "std::string \"")) {
        return i + (scan_byte(scan, i + 3) == ':' ? 12 : 7);
    }
    letters = i;
    while (letters - at < 24 &&
           (in_set(scan_byte(scan, letters), SET_ALPHA) || scan_byte(scan, letters) == '@' ||
            scan_byte(scan, letters) == '&')) {
        letters++;
    }
    if (scan_byte(scan, letters) == '(' && is_quote(scan_byte(scan, letters + 1))) {
        return makes_string(scan, at, letters) || said_is_password(scan, letters + 2)
                   ? letters + 1
                   : at;
    }
    if (is_quote(scan_byte(scan, letters)) && letters - at <= 2) {
        return letters;
    }
    if (!stands_within(scan, at, OPENING_MAX + 1, '(')) {
        return at;
    }
    while (i - at < OPENING_MAX && (in_set(scan_byte(scan, i), SET_TOKEN) ||
                                    scan_byte(scan, i) == ':' || scan_byte(scan, i) == ' ' ||
                                    scan_byte(scan, i) == '[' || scan_byte(scan, i) == ']')) {
        i++;
    }
    if (scan_byte(scan, i) == '(' && makes_string(scan, at, i)) {
        i += scan_byte(scan, i + 1) == 'b' ? 2 : 1;
        return is_quote(scan_byte(scan, i)) ? i : at;
    }
    return at;
}

/* q(s), qq{s}, %q[s]: what closes such a string of Perl or Ruby; *ret_start is where s starts.
 */
static unsigned char quoting_end(const struct scan *scan, size_t at, size_t *ret_start)
{
    static const char opens[] = "([{<!|/", ends[] = ")]}>!|/";
    size_t i = scan_byte(scan, at) == '%' ? at + 1 : at;
    const char *found;

    if (table_lower[scan_byte(scan, i)] != 'q') {
        return 0;
    }
    i += scan_byte(scan, i + 1) == 'q' ? 2 : 1;
    found = scan_byte(scan, i) != '\0' ? strchr(opens, scan_byte(scan, i)) : NULL;
    for (size_t end = i + 1; found != NULL && end - i < LIST_MAX; end++) {
        if (scan_byte(scan, end) == (unsigned char)ends[found - opens]) {
            *ret_start = i + 1;
            return (unsigned char)ends[found - opens];
        }
        if (scan_byte(scan, end) == '\n') {
            break;
        }
    }
    return 0;
}

/* ["a", "b"]: the strings of a list, to the last one's end; 0 if it is no such list. */
static size_t list_end(const struct scan *scan, size_t at)
{
    size_t last = 0, end = at;

    while (end < scan->length && end - at < LIST_MAX && is_quote(scan->bytes[end])) {
        unsigned char quote = scan->bytes[end];

        end++;
        while (end < scan->length && end - at < LIST_MAX && scan->bytes[end] != quote &&
               scan->bytes[end] != '\n') {
            end++;
        }
        if (scan_byte(scan, end) != quote) {
            return 0;
        }
        last = end++;
        if (scan_before(scan, at) == '(') {
            break; /* what else stands in brackets are arguments */
        }
        while (
            end - at < LIST_MAX && end < scan->length &&
            (scan->bytes[end] == ',' || (scan->bytes[end] <= ' ' && scan->bytes[end] != 0))) {
            end++;
        }
    }
    end += scan_byte(scan, end) == ' ';
    return scan_byte(scan, end) == ']' || scan_byte(scan, end) == ')' ? last : 0;
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

/* </b>, </td><td> and blanks; not the end of the text's own element. */
static size_t skip_end_tags(const struct scan *scan, size_t at)
{
    size_t i = at, tag;

    while (scan_byte(scan, i) == '<' && i - at < OPENING_MAX) {
        for (tag = i + 1; tag - i < 12 && (in_set(scan_byte(scan, tag), SET_ALNUM) ||
                                           scan_byte(scan, tag) == '/');
             tag++) {
        }
        if (scan_byte(scan, tag) != '>') {
            return at;
        }
        i = sign_skip_blanks(scan, tag + 1);
    }
    return i;
}

/* !vault, !!str: what YAML says of a value's type. */
static size_t skip_yaml_tag(const struct scan *scan, size_t at)
{
    size_t i = at;

    while (i - at < OPENING_MAX &&
           (in_set(scan_byte(scan, i), SET_WORD) || scan_byte(scan, i) == '!')) {
        i++;
    }
    return scan_byte(scan, i) == ' ' ? sign_skip_blanks(scan, i) : at;
}

/* <<EOF and the end of its line. */
static size_t skip_heredoc(const struct scan *scan, size_t at)
{
    size_t i = at + 2;

    while (i - at < OPENING_MAX &&
           (in_set(scan_byte(scan, i), SET_DASHED) || is_quote(scan_byte(scan, i)) ||
            scan_byte(scan, i) == '~')) {
        i++;
    }
    return scan_byte(scan, i) == '\n' && i > at + 2 ? sign_skip_blanks(scan, i + 1) : at;
}

/* Where the value is written: in the next line of JSON, YAML or what PHP prints, or here. */
static size_t skip_lines(const struct scan *scan, size_t at, size_t start, unsigned char sign,
                         int *ret_block)
{
    size_t first = sign_skip_blanks(scan, start), block;

    if ((is_quote(scan_byte(scan, at)) || scan_before(scan, start) == '>') &&
        (sign == ':' || sign == '=') &&
        (scan_byte(scan, first) == '\n' || scan_byte(scan, first) == '\r')) {
        size_t next = first;

        while (next - start < 64 && next < scan->length && scan->bytes[next] != VIEW_REDACTED &&
               (scan->bytes[next] <= ' ' || (scan_before(scan, next) == '\n' &&
                                             strchr("+-#>*", scan->bytes[next]) != NULL))) {
            next++; /* also in a diff, a comment or a quotation */
        }
        if (is_quote(scan_byte(scan, next)) || scan_is_at(scan, next, "string(") ||
            (scan_before(scan, start) != '>' && !scan_is_at(scan, next, "file \""))) {
            first = next;
        }
    }
    if (scan_is_at(scan, first, "** ")) {
        return first + 3; /* **Password:** x */
    }
    if (scan_is_at(scan, first, "</")) {
        return skip_end_tags(scan, first); /* <b>Password:</b> x */
    }
    if (scan_byte(scan, first) == '!' && sign == ':') {
        first = skip_yaml_tag(scan, first);
    }
    if (scan_is_at(scan, first, "<<") && sign == '=') {
        first = skip_heredoc(scan, first);
    }
    if ((scan_byte(scan, first) == '|' || scan_byte(scan, first) == '>') && sign == ':') {
        block = first + 1;
        if (scan_byte(scan, block) == '-' || scan_byte(scan, block) == '+') {
            block++;
        }
        if (scan_byte(scan, block) == '\n') {
            *ret_block = 1; /* YAML's block of lines */
            return sign_skip_blanks(scan, block + 1);
        }
    }
    return first;
}

/* process.env.X || "x", x or "y": where the string begins that stands for what is not there. */
static size_t behind_or(const struct scan *scan, size_t at)
{
    static const char *const joints[] = {" || ", " ?? ", " or ", " ?: "};
    size_t end = at;

    while (end - at < LIST_MAX &&
           (in_set(scan_byte(scan, end), SET_TOKEN) || scan_byte(scan, end) == '[' ||
            scan_byte(scan, end) == ']')) {
        end++;
    }
    for (size_t i = 0; end > at && i < sizeof joints / sizeof *joints; i++) {
        if (scan_is_at(scan, end, joints[i]) && is_quote(scan_byte(scan, end + 4))) {
            return end + 5;
        }
    }
    return 0;
}

/* The value from `first` on, whatever its syntax. `line`: it may run to the line's end. */
static void take(struct scan *scan, size_t first, int line, struct value *value)
{
    unsigned char open = scan_byte(scan, first), quote = 0;
    size_t inner = first, opened;

    if (value->sign == '=' || value->sign == ':') {
        quote = quoting_end(scan, first, &inner);
    }
    value->quoted = 1;
    opened = first + (scan_byte(scan, first + 1) == ' ' ? 2 : 1);
    if ((open == '[' || open == '(') && value->sign != '>' &&
        is_quote(scan_byte(scan, opened)) && list_end(scan, opened) != 0) {
        value->start = opened + 1;
        value->end = list_end(scan, opened);
        return;
    }
    if (scan_is_at(scan, first, "<![cdata[")) {
        value->start = first + 9;
        value->end = extent_element(scan, first);
        return;
    }
    if (quote == 0) {
        inner = opened = skip_opening(scan, first);
        quote = is_quote(scan_byte(scan, inner)) ? scan_byte(scan, inner) : 0;
        while (quote != 0 && scan_byte(scan, inner) == quote && inner - opened < 64) {
            inner++; /* """ too */
        }
        if (inner - opened == 2) {
            value->start = value->end = inner; /* an empty string */
            return;
        }
    }
    value->start = inner;
    if (quote != 0) {
        value->end = extent_quoted(scan, inner, quote);
        return;
    }
    if (behind_or(scan, inner) != 0) {
        value->start = behind_or(scan, inner);
        value->end = extent_quoted(scan, value->start, scan->bytes[value->start - 1]);
        return;
    }
    value->quoted = 0;
    value->end = value->sign == '>' ? extent_element(scan, inner) : extent_bare(scan, inner);
    if (line && value->end > value->start && (scan_byte(scan, value->end) == ' ')) {
        value->end = extent_line(scan, value->end);
    }
}

/* Whether only blanks stand before the key in its line. */
static int begins_line(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    while (at > 0 && key_start - at < OPENING_MAX &&
           (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == '\t')) {
        at--;
    }
    return scan_before(scan, at) == '\n';
}

/* Whether the value stands in a connection string, a query, a line of an environment or of
 * properties, and not in source code. */
static int is_joined(const struct scan *scan, size_t key_start, size_t at, size_t start,
                     const struct value *value)
{
    unsigned char before = scan_before(scan, key_start), after = scan_byte(scan, value->end);
    size_t length = value->end - value->start;
    int ends_line = after == '\n' || after == '\r';

    if (before == ';' || before == '&' || before == '?' || value->sign == '>' ||
        (after == ';' && in_set(scan_byte(scan, value->end + 1), SET_ALPHA)) ||
        (before == '-' && scan_before(scan, key_start - 1) == '-')) {
        return 1;
    }
    if (memchr(scan->bytes + value->start, '.', length < DOTTED_MAX ? length : DOTTED_MAX) !=
        NULL) {
        return value->sign == '=' && !value->spaced && start == at + 1 &&
               is_all_capitals(scan, key_start, at);
    }
    if (value->sign == ':') {
        return ends_line && value->spaced && start == at + 1 && begins_line(scan, key_start);
    }
    if (value->sign != '=' || value->spaced || start != at + 1) {
        return value->sign == '=' && ends_line && before == '\n';
    }
    return is_all_capitals(scan, key_start, at) || after == ' ' || after == '"' ||
           (ends_line && before == '\n');
}

int value_find(struct scan *scan, size_t key_start, size_t at, enum value_blank blank, int line,
               struct value *ret_value)
{
    struct value value = {0};
    size_t start = sign_find(scan, key_start, at, blank, &value.sign), first;

    if (start == 0) {
        return 0;
    }
    value.spaced = sign_skip_blanks(scan, start) > start;
    first = skip_lines(scan, at, start, value.sign, &line); /* it says whether lines hold it */
    take(scan, first, line, &value);
    if (value.end <= value.start) {
        return 0;
    }
    value.joined = is_joined(scan, key_start, at, start, &value);
    *ret_value = value;
    return 1;
}
