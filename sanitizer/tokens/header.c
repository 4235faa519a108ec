/* HTTP's authorisation and cookie headers, and a scheme's word before its credentials. */
#include "tokens.h"

#include <string.h>

#include "reading/base64_text.h"
#include "scan/looks.h"
#include "tables/words.h"
#include "values/said.h"

#define SPACES_MAX 8
#define CREDENTIALS_MIN 8
#define STRING_MIN 4
#define COOKIE_NAME_MAX 128
#define CODE_MAX 64
#define ENCODED_MIN 20
#define LOGIN_MAX 64

static size_t skip_spaces(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < SPACES_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    return end;
}

/* The quotes, brackets and sign between a header's name and its value; `at` if there are none.
 */
static size_t skip_separator(const struct scan *scan, size_t at)
{
    size_t i = at;
    int sign = 0, quoted;

    while (scan_byte(scan, i) == '"' || scan_byte(scan, i) == '\'' ||
           scan_byte(scan, i) == ']') {
        i++;
        if (i - at >= 4) {
            return at;
        }
    }
    quoted = i > at;
    i = skip_spaces(scan, i);
    for (; i - at < 16; i++) {
        unsigned char byte = scan_byte(scan, i);

        if (byte == ':' || byte == '=' || (byte == '>' && sign) ||
            (byte == ',' && !sign && quoted)) {
            sign = 1;
        } else if (byte != '"' && byte != '\'' && byte != '[' && byte != ' ') {
            break;
        }
    }
    return sign ? i : at;
}

/* Where the line ends, or the string that `quote` opened. */
static size_t line_end(const struct scan *scan, size_t at, unsigned char quote)
{
    size_t end = at;

    while (end < scan->length && scan_byte(scan, end) != '\n' && scan_byte(scan, end) != '\r') {
        if ((quote == '"' || quote == '\'') && scan_byte(scan, end) == quote &&
            scan_before(scan, end) != '\\') {
            break;
        }
        end++;
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end;
}

/* Where the value of the header [at, end) ends. curl -H "Authorization: x" https://...: with
 * the string that the header stands in, unless it has strings of its own, as Digest's. */
static size_t header_end(const struct scan *scan, size_t at, size_t end, size_t value,
                         unsigned char quote)
{
    if (quote != '"' && quote != '\'' && scan_byte(scan, end) != scan_before(scan, at)) {
        size_t within = line_end(scan, value, scan_before(scan, at));

        if (within > value && scan_before(scan, within) != '=') {
            return within;
        }
    }
    return line_end(scan, value, quote); /* only where it is found: many stand in a line */
}

static void found_header(struct scan *scan, size_t start, size_t end,
                         enum table_matcher matcher)
{
    if (start < scan->value_end) {
        start = scan->value_end;
    }
    if (end > start && !(end == start + 1 && scan_byte(scan, start) == VIEW_REDACTED)) {
        scan->value_end = end;
        scan_found(scan, start, end, scan_matcher_name(matcher));
    }
}

/* ["Authorization"] = header, ("Authorization", header): a name behind a string. */
static int is_variable(const struct scan *scan, size_t end, size_t value, size_t value_last)
{
    unsigned char after = scan_byte(scan, value_last), before = scan_before(scan, value);

    if ((scan_byte(scan, end) != '"' && scan_byte(scan, end) != '\'') || before == '"' ||
        before == '\'' || value == value_last ||
        (after != ')' && after != ',' && after != '\n' && after != '}' && after != ']')) {
        return 0;
    }
    for (size_t i = value; i < value_last; i++) {
        if (in_set(scan_byte(scan, i), SET_DIGIT)) {
            return 0;
        }
    }
    return 1;
}

/* may require authorization: server message: x */
static int is_sentence(const struct scan *scan, size_t at, size_t value)
{
    size_t end = value;

    if (scan_before(scan, at) != ' ' || at < 2 || !in_set(scan->bytes[at - 2], SET_LOWER)) {
        return 0;
    }
    while (end - value < CODE_MAX && in_set(scan_byte(scan, end), SET_LOWER)) {
        end++;
    }
    effort_walk(scan->effort, end - value);
    return end > value + 2 && scan_byte(scan, end) == ' ' &&
           in_set(scan_byte(scan, end + 1), SET_LOWER);
}

/* ["authorization", "x-api-key"]: another header's name, of small letters and hyphens. */
static int is_list_of_names(const struct scan *scan, size_t end, size_t value)
{
    size_t last = value, hyphens = 0;

    while (last - value < CODE_MAX &&
           (in_set(scan_byte(scan, last), SET_ALPHA) || scan_byte(scan, last) == '-')) {
        hyphens += scan->bytes[last++] == '-';
    }
    effort_walk(scan->effort, last - value);
    return scan_byte(scan, end + 1) == ',' && hyphens > 0 &&
           scan_byte(scan, last) == scan_before(scan, value) &&
           (scan_byte(scan, last + 1) == ',' || scan_byte(scan, last + 1) == ']');
}

void match_authorization(struct scan *scan, size_t at, size_t end)
{
    size_t value = skip_separator(scan, end), value_last;
    unsigned char quote = scan_before(scan, value);

    if (value == end || at < scan->value_end) {
        return;
    }
    if (scan_byte(scan, value) == 'f' &&
        (scan_byte(scan, value + 1) == '"' || scan_byte(scan, value + 1) == '\'')) {
        quote = scan_byte(scan, value + 1); /* Python's formatted string */
        value += 2;
    }
    value += scan_byte(scan, value) == '`';
    value_last = value;
    while (value_last - value < CODE_MAX && (in_set(scan_byte(scan, value_last), SET_WORD) ||
                                             scan_byte(scan, value_last) == '.')) {
        value_last++;
    }
    effort_walk(scan->effort, value_last - value);
    if ((value_last > value && scan_byte(scan, value_last) == '(') ||
        scan_is_at(scan, value, "<< ")) {
        return; /* a call */
    }
    if (is_variable(scan, end, value, value_last) ||
        (quote == scan_byte(scan, value - 2) && (quote == '"' || quote == '\'') &&
         scan_byte(scan, value) == ')')) {
        return; /* get("Authorization", "") */
    }
    value_last = scan_run_end(scan, SET_DASHED, value);
    if (scan_byte(scan, value_last) == ' ' &&
        words_hold(&table_words_schemes, scan->bytes + value, value_last - value)) {
        value = skip_spaces(scan, value_last);
    }
    if ((scan_byte(scan, value) == '"' || scan_byte(scan, value) == '\'') &&
        (scan_byte(scan, value + 1) == ' ' || scan_byte(scan, value + 1) == ')')) {
        return; /* "Authorization: Basic " + x */
    }
    if (is_list_of_names(scan, end, value) || is_sentence(scan, at, value) ||
        scan_byte(scan, value) == '{' || scan_is_at(scan, value, "${") ||
        scan_is_at(scan, value, "$(")) {
        return;
    }
    value_last = header_end(scan, at, end, value, quote);
    if (value_last - value < 3 ||
        words_hold(&table_words_harmless, scan->bytes + value, value_last - value)) {
        return;
    }
    found_header(scan, value, value_last, MATCHER_AUTHORIZATION);
}

/* Added cookie NAME="x" for domain host, path /, expire 0: as curl says it. */
static int is_kept(const struct scan *scan, size_t at, size_t end)
{
    return scan_byte(scan, end) == ' ' && ((at >= 6 && scan_is_at(scan, at - 6, "added ")) ||
                                           (at >= 9 && scan_is_at(scan, at - 9, "replaced ")));
}

static void match_kept_cookie(struct scan *scan, size_t end)
{
    size_t value = scan_run_end(scan, SET_TOKEN, end + 1), last;

    if (value == end + 1 || value - end > COOKIE_NAME_MAX || scan_byte(scan, value) != '=') {
        return;
    }
    for (last = ++value; last < scan->length && scan_byte(scan, last) != '\n' &&
                         !scan_is_at(scan, last, " for domain ");
         last++) {
    }
    effort_spend(scan->effort, (last - value) / 2);
    found_header(scan, value, last, MATCHER_COOKIE);
}

void match_cookie(struct scan *scan, size_t at, size_t end)
{
    size_t value = skip_separator(scan, end), i;
    int is_header;

    if (at < scan->value_end) {
        return;
    }
    if (scan_byte(scan, at) == ';') {
        match_set_cookie(scan, at);
        return;
    }
    if (is_kept(scan, at, end)) {
        match_kept_cookie(scan, end);
        return;
    }
    if (value == end || in_set(scan_before(scan, at), SET_WORD)) {
        return;
    }
    is_header = memchr(scan->bytes + end, ':', value - end) != NULL;
    for (i = value; i - value < COOKIE_NAME_MAX && scan_byte(scan, i) != '\n'; i++) {
        if (!is_header && (scan_byte(scan, i) == ' ' || scan_byte(scan, i) == ';' ||
                           scan_byte(scan, i) == ',')) {
            return; /* cookie = 0x5; flag = 3 */
        }
        if (scan_byte(scan, i) == '=') {
            found_header(scan, value,
                         header_end(scan, at, end, value, scan_before(scan, value)),
                         MATCHER_COOKIE);
            return;
        }
    }
    effort_spend(scan->effort, (i - value) / 2);
}

/* "Bearer made-up-token", and nothing else in the string. */
static int is_all_of_string(const struct scan *scan, size_t at, size_t value, size_t value_last)
{
    const unsigned char quote = scan_before(scan, at);

    return scan_byte(scan, at) == 'B' && (quote == '"' || quote == '\'') &&
           scan_byte(scan, value_last) == quote && value_last - value >= STRING_MIN &&
           !words_hold(&table_words_harmless, scan->bytes + value, value_last - value) &&
           !words_hold(&table_words_prose, scan->bytes + value, value_last - value) &&
           !words_hold(&table_words_variables, scan->bytes + value, value_last - value);
}

/* "Bearer abc123", "Bearer a1.b2.c3", "Bearer deadbeef" at a line's end: made up for a test,
 * but no word of prose. */
static int is_short_bearer(const struct scan *scan, size_t at, size_t value, size_t value_last)
{
    size_t dots = 0;

    for (size_t i = value; i < value_last && value_last - value < CODE_MAX; i++) {
        dots += scan_byte(scan, i) == '.' && i > value && i + 1 < value_last;
    }
    return scan_is_at(scan, at, "bearer ") &&
           (dots == 2 || is_all_of_string(scan, at, value, value_last) ||
            said_is_password(scan, value) ||
            (scan_byte(scan, at) == 'B' && value_last - value >= CREDENTIALS_MIN &&
             scan_byte(scan, value_last) == '\n' &&
             !words_hold(&table_words_prose, scan->bytes + value, value_last - value) &&
             !words_hold(&table_words_harmless, scan->bytes + value, value_last - value)));
}

/* Base64 of name:password, however short; the name may be empty. */
static int is_login(const struct scan *scan, size_t value, size_t value_last)
{
    unsigned char text[LOGIN_MAX];
    size_t count = base64_text(scan->bytes + value, value_last - value, text, sizeof text);

    effort_spend(scan->effort, count);
    return count > 2 && memchr(text, ':', count - 1) != NULL;
}

/* Base64 of a name and a password: it holds a digit or padding, or is long. */
static int looks_encoded(const struct scan *scan, size_t value, size_t value_last)
{
    for (size_t i = value; i < value_last && i - value < CODE_MAX; i++) {
        if (in_set(scan_byte(scan, i), SET_DIGIT) || scan_byte(scan, i) == '=') {
            return 1;
        }
    }
    return value_last - value >= ENCODED_MIN &&
           !looks_like_name(scan->bytes + value, value_last - value);
}

/* "Bearer x", "Basic x": credentials are long, and no word of prose. */
void match_scheme(struct scan *scan, size_t at, size_t end)
{
    size_t value = skip_spaces(scan, end), value_last;

    if (in_set(scan_before(scan, at), SET_WORD)) {
        return;
    }
    if (scan_byte(scan, value) == '"' || scan_byte(scan, value) == '\'') {
        value++;
    }
    value_last = scan_run_end(scan, SET_CREDENTIALS, value);
    if (scan_is_at(scan, at, "basic ") && is_login(scan, value, value_last)) {
        scan_found(scan, value, value_last, scan_matcher_name(MATCHER_SCHEME));
        return;
    }
    if (said_is_assignment(scan, value, CODE_MAX) ||
        (scan_is_at(scan, at, "basic ") && !looks_encoded(scan, value, value_last))) {
        return;
    }
    if ((value_last - value < CREDENTIALS_MIN || scan_is_at(scan, value, "http/") ||
         (looks_like_name(scan->bytes + value, value_last - value) &&
          value_last - value < 24)) &&
        !is_short_bearer(scan, at, value, value_last)) {
        return;
    }
    scan_found(scan, value, value_last, scan_matcher_name(MATCHER_SCHEME));
}
