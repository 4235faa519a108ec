/* What may stand between a sign and the value itself. */
#include "opening.h"

#include <string.h>

#include "extent.h"
#include "said.h"

/* How far what opens a value may reach: a type, a constructor, a length. */
#define OPENING_MAX 40

/* How long a colour may be. */
#define COLOUR_MAX 16

/* How long a type may be that a debugger tells before a string. */
#define SHOWN_MAX 96

/* How long the parts of a string before its bytes may be. */
#define PARTS_MAX 320

/* How long a string that q{} quotes may be. */
#define LIST_MAX 512

/* std::string("s"), Buffer.from("s"): what makes a value of a string, and reads none elsewhere.
 */
static int makes_string(const struct scan *scan, size_t at, size_t end)
{
    static const char *const makers[] = {
        "from",           "string",   "str",           "byte",         "bytes",     "some",
        "optional",       "secret",   "decode",        "securestring", "b64decode", "secretstr",
        "atob",           "tostring", "password",      "md5",          "qstring",   "text",
        "qstringliteral", "quoted",   "qlatin1string", "of",           "parse",     "new",
        "field"};
    size_t word = end;

    while (word > at && in_set(scan->bytes[word - 1], SET_ALNUM)) {
        word--;
    }
    effort_spend(scan->effort, 20);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (end - word == strlen(makers[i]) && scan_is_at(scan, word, makers[i])) {
            return 1;
        }
    }
    return 0;
}

/* string(9) "s", 0x7ffe "s", @0x7ffe: "s": a length or an address; where the quote is, or `at`.
 */
static size_t skip_number(const struct scan *scan, size_t at)
{
    const int refers = scan_byte(scan, at) == '@';
    size_t i = at + (size_t)refers;

    if (scan_byte(scan, i) == '0' && scan_byte(scan, i + 1) == 'x') {
        i += 2;
        while (i - at < 20 && in_set(scan_byte(scan, i), SET_HEX)) {
            i++;
        }
        i += (size_t)(refers && scan_byte(scan, i) == ':');
        if (scan_byte(scan, i) != ' ') {
            return at;
        }
        i++;
        i += (in_set(scan_byte(scan, i), SET_ALPHA) || scan_byte(scan, i) == '@') &&
             scan_byte(scan, i + 1) == '"'; /* L"s" */
        return scan_byte(scan, i) == '"' ? i : at;
    }
    if (scan_is_at(scan, i, "string(")) {
        for (i += 7; i - at < 20 && in_set(scan_byte(scan, i), SET_DIGIT); i++) {
        }
        return scan_is_at(scan, i, ") \"") ? i + 2 : at;
    }
    return at;
}

/* {static npos = 18446744073709551615, _M_dataplus = {..., _M_p = 0x7ffe "s"}: a string of C++
 * as its parts; where the quote is, or `at`. */
static size_t skip_parts(const struct scan *scan, size_t at)
{
    static const char pointer[] = "_m_p = ";
    size_t i;

    if (!scan_is_at(scan, at, "{static npos") && !scan_is_at(scan, at, "{_m_dataplus") &&
        !scan_is_at(scan, at, "{<std::")) {
        return at;
    }
    for (i = at + 1; i - at < PARTS_MAX && scan_byte(scan, i) != '\n'; i++) {
        if (scan_byte(scan, i) == '_' && scan_is_at(scan, i, pointer)) {
            const size_t number = i + strlen(pointer), quote = skip_number(scan, number);

            effort_walk(scan->effort, i - at);
            return quote > number ? quote : at;
        }
    }
    effort_walk(scan->effort, i - at);
    return at;
}

/* std::optional<std::string> = {[contained value] = "s"}, std::string @ 0x7ffe = "s": the type
 * that a debugger tells; where the quote is, or `at`. */
static size_t skip_shown_type(const struct scan *scan, size_t at)
{
    size_t end = at;

    if (!scan_is_at(scan, at, "std::")) {
        return at;
    }
    while (end - at < SHOWN_MAX && scan_byte(scan, end) != '"') {
        effort_spend(scan->effort, 1);
        if (scan_byte(scan, end) < ' ' || strchr(";,'", scan->bytes[end]) != NULL) {
            return at;
        }
        end++;
    }
    return scan_byte(scan, end) == '"' &&
                   (scan_is_at(scan, end - 2, "= ") || scan_is_at(scan, end - 3, "= {"))
               ? end
               : at;
}

/* chr "s", variant string "s", QVariant(QString, "s"): a type and a blank; where the quote is,
 * or `at`. */
static size_t skip_type_word(const struct scan *scan, size_t at)
{
    static const char *const types[] = {"string '", "string \"", "std::string \"", "chr \"",
                                        "qvariant(qstring, \""};
    size_t type = scan_is_at(scan, at, "variant ") ? extent_skip_blanks(scan, at + 8) : at;

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (scan_is_at(scan, type, types[i])) {
            return type + strlen(types[i]) - 1;
        }
    }
    return at;
}

/* Some(\n    "s",\n), as Rust prints in many lines: where the quote is behind the bracket at
 * `open`, or 0. */
static size_t skip_line(const struct scan *scan, size_t open)
{
    size_t quote;

    if (scan_byte(scan, open) != '(' || scan_byte(scan, open + 1) != '\n') {
        return 0;
    }
    quote = extent_skip_blanks(scan, open + 2);
    return is_quote(scan_byte(scan, quote)) ? quote : 0;
}

/* Some(x1y2z3), AttributeValue(S=x), as Scala and Java print without quotes: where the value
 * is, or `at`. */
static size_t skip_printed(const struct scan *scan, size_t at)
{
    size_t value = scan_is_at(scan, at, "some(") ? at + 5 : at;

    if (value > at) {
        return scan_byte(scan, value) == VIEW_REDACTED || said_is_password(scan, value) ? value
                                                                                        : at;
    }
    return scan_is_at(scan, at, "attributevalue(s=") ? at + 17 : at;
}

/* Whether the byte is one of so many from `at` on. */
static int stands_within(const struct scan *scan, size_t at, size_t length, unsigned char byte)
{
    size_t left = at < scan->length ? scan->length - at : 0;

    return memchr(scan->bytes + at, byte, left < length ? left : length) != NULL;
}

size_t opening_skip_colour(const struct scan *scan, size_t at)
{
    static const char *const escapes[] = {"^[[", "#033[", "\\033[", "\\e["};
    size_t end = at;

    for (size_t i = 0; end == at && i < sizeof escapes / sizeof *escapes; i++) {
        end = scan_is_at(scan, at, escapes[i]) ? at + strlen(escapes[i]) : at;
    }
    if (end == at) {
        return at;
    }
    while (end - at < COLOUR_MAX &&
           (in_set(scan_byte(scan, end), SET_DIGIT) || scan_byte(scan, end) == ';')) {
        end++;
    }
    return scan_byte(scan, end) == 'm' ? end + 1 : at;
}

size_t opening_skip(const struct scan *scan, size_t at)
{
    static const char *const names[] = {"(default=", "(value=", "(initial="};
    size_t i = skip_number(scan, at), letters;

    i = i > at ? i : skip_parts(scan, at);
    i = i > at ? i : skip_shown_type(scan, at);
    if (i > at) {
        return i;
    }
    if (scan_is_at(scan, i, "<<\"") || scan_is_at(scan, i, "r#\"")) {
        return i + 2;
    }
    if (scan_is_at(scan, i, "str(") && scan_byte(scan, i) == 'S' &&
        in_set(scan_byte(scan, i + 4), SET_ALNUM)) {
        return i + 4; /* Str(x), as OpenTelemetry shows what an attribute holds */
    }
    i = skip_type_word(scan, at);
    i = i > at ? i : skip_printed(scan, at);
    if (i > at) {
        return i;
    }
    letters = i;
    while (letters - at < 24 &&
           (in_set(scan_byte(scan, letters), SET_ALPHA) || scan_byte(scan, letters) == '@' ||
            scan_byte(scan, letters) == '&')) {
        letters++;
    }
    for (size_t name = 0; name < sizeof names / sizeof *names; name++) {
        if (scan_is_at(scan, letters, names[name])) {
            letters += strlen(names[name]);
            return is_quote(scan_byte(scan, letters)) ? letters : at; /* Field(default="s") */
        }
    }
    if (scan_byte(scan, letters) == '(' && is_quote(scan_byte(scan, letters + 1))) {
        return makes_string(scan, at, letters) || said_is_password(scan, letters + 2)
                   ? letters + 1
                   : at;
    }
    if (skip_line(scan, letters) != 0 && makes_string(scan, at, letters)) {
        return skip_line(scan, letters);
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

unsigned char opening_quoting_end(const struct scan *scan, size_t at, size_t *ret_start)
{
    static const char opens[] = "([{<!|/", ends[] = ")]}>!|/";
    size_t i = scan_byte(scan, at) == '%' ? at + 1 : at, end;
    const char *found;

    if (table_lower[scan_byte(scan, i)] != 'q') {
        return 0;
    }
    i += scan_byte(scan, i + 1) == 'q' ? 2 : 1;
    found = scan_byte(scan, i) != '\0' ? strchr(opens, scan_byte(scan, i)) : NULL;
    for (end = i + 1; found != NULL && end - i < LIST_MAX; end++) {
        if (scan_byte(scan, end) == (unsigned char)ends[found - opens]) {
            effort_walk(scan->effort, end - i);
            *ret_start = i + 1;
            return (unsigned char)ends[found - opens];
        }
        if (scan_byte(scan, end) == '\n') {
            break;
        }
    }
    effort_walk(scan->effort, end - i);
    return 0;
}

size_t opening_skip_tags(const struct scan *scan, size_t at)
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
        i = extent_skip_blanks(scan, tag + 1);
    }
    return i;
}

size_t opening_skip_type(const struct scan *scan, size_t at)
{
    size_t i = at;

    while (i - at < OPENING_MAX &&
           (in_set(scan_byte(scan, i), SET_WORD) || scan_byte(scan, i) == '!')) {
        i++;
    }
    return scan_byte(scan, i) == ' ' ? extent_skip_blanks(scan, i) : at;
}

size_t opening_skip_heredoc(const struct scan *scan, size_t at)
{
    size_t i = at + 2;

    while (i - at < OPENING_MAX &&
           (in_set(scan_byte(scan, i), SET_DASHED) || is_quote(scan_byte(scan, i)) ||
            scan_byte(scan, i) == '~')) {
        i++;
    }
    return scan_byte(scan, i) == '\n' && i > at + 2 ? extent_skip_blanks(scan, i + 1) : at;
}
