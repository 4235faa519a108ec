#include "blank.h"

#include <stdint.h>
#include <string.h>

#include "extent.h"
#include "login_before.h"
#include "said.h"
#include "scan/looks.h"

/* What a password is for, "Private Key". */
#define REALM_MAX 24

/* How long a word is that ends a line, how deep a setting is indented, and how many blanks put
 * a value in a column. */
#define LINE_MAX ((size_t)96)
#define INDENT_MAX 24
#define COLUMN_MIN 3

/* AuthLDAPBindPassword: so many capitals begin parts of a directive's name. */
#define CAPITALS_MIN 3

/* A password of digits in a line of its own has as many, and its name more letters than "pass".
 */
#define NUMBER_MIN 4
#define NAME_MIN 5

/* How deep what is stored by a path may be. */
#define PARTS_MAX 6

/* A package and its question begin with as many letters in common. */
#define OWNER_ALIKE 3

/* A word with several digits in it. */
static int holds_digits(const struct scan *scan, size_t at)
{
    size_t digits = 0, i;

    for (i = at; i - at < 64 && scan_byte(scan, i) > ' '; i++) {
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
    }
    effort_walk(scan->effort, i - at);
    return digits > 1;
}

/* Whether the word at `at` is the last of its line. */
static int is_last(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < LINE_MAX && scan_byte(scan, end) > ' ') {
        end++;
    }
    while (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\r') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at && scan_byte(scan, end) == '\n';
}

/* set X y, as a shell of its own is told in a line, behind its prompt. */
static int is_set_at_prompt(const struct scan *scan, size_t key_start, size_t value)
{
    size_t at = key_start;

    at -= at >= 5 && scan_is_at(scan, at - 5, "setg ")  ? 5
          : at >= 4 && scan_is_at(scan, at - 4, "set ") ? 4
                                                        : 0;
    if (at == key_start || !is_last(scan, value)) {
        return 0;
    }
    at -= scan_before(scan, at) == ' ';
    return scan_before(scan, at) == '\n' || scan_before(scan, at) == '>' ||
           scan_before(scan, at) == '#';
}

/* src/auth/login.js */
static int is_path(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < LINE_MAX && scan_byte(scan, end) > ' ' && scan_byte(scan, end) != '/') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, end) == '/';
}

/* bmc-config-password x; Password      x: a word alone behind a name of three parts, or in a
 * column. */
static int is_setting(const struct scan *scan, size_t key_start, size_t at, size_t value)
{
    size_t line = key_start, hyphens = 0, comments = 0, parts = 0;

    for (size_t i = key_start; i < at; i++) {
        hyphens += scan_byte(scan, i) == '-';
        parts +=
            in_set(scan_byte(scan, i), SET_UPPER) && in_set(scan_byte(scan, i + 1), SET_LOWER);
    }
    effort_spend(scan->effort, (at - key_start) / 2);
    while (line > 0 && key_start - line < INDENT_MAX &&
           (scan->bytes[line - 1] == ' ' || scan->bytes[line - 1] == '\t' ||
            scan->bytes[line - 1] == '#' || scan->bytes[line - 1] == ';')) {
        line--;
        comments += scan_byte(scan, line) == '#' || scan_byte(scan, line) == ';';
    }
    if (parts < CAPITALS_MIN || !in_set(scan_byte(scan, key_start), SET_UPPER)) {
        parts = 0;
    }
    if (value - at < COLUMN_MIN && parts == 0 && !scan_is_at(scan, key_start, "env.") &&
        (hyphens == 0 || hyphens + (comments > 0) < 2)) {
        return 0;
    }
    return scan_before(scan, line) == '\n' && is_last(scan, value) &&
           in_set(scan_byte(scan, value), SET_LALNUM) && !is_path(scan, value);
}

/* Whether the line at `at` is a name with such a joint, and what it is set to. */
static int is_setting_line(const struct scan *scan, size_t at, unsigned char joint)
{
    size_t end = at;

    while (end - at < LINE_MAX && in_set(scan_byte(scan, end), SET_TOKEN)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end > at && scan_byte(scan, end) == ' ' && scan_byte(scan, end + 1) > ' ' &&
           memchr(scan->bytes + at, joint, end - at) != NULL &&
           !scan_is_at(scan, end + 1, "=") && is_last(scan, end + 1);
}

/* db.connection.password x, and in the line above or below db.connection.url y: settings of a
 * name and a word. */
static int is_among_settings(const struct scan *scan, size_t key_start, size_t at, size_t value)
{
    static const unsigned char joints[] = {'.', '_', '-'};
    unsigned char joint = 0;
    size_t above, end;

    if (scan_before(scan, key_start) != '\n' || value != at + 1 || !is_last(scan, value) ||
        !in_set(scan_byte(scan, value), SET_ALNUM) || is_path(scan, value)) {
        return 0;
    }
    for (size_t i = 0; joint == 0 && i < sizeof joints; i++) {
        joint =
            memchr(scan->bytes + key_start, joints[i], at - key_start) != NULL ? joints[i] : 0;
    }
    if (joint == 0) {
        return 0;
    }
    for (end = value; end - value < LINE_MAX && scan_byte(scan, end) != '\n'; end++) {
    }
    effort_walk(scan->effort, end - value);
    above = key_start > 0 ? scan_line_start(scan, key_start - 1, LINE_MAX) : SIZE_MAX;
    return (above != SIZE_MAX && is_setting_line(scan, above, joint)) ||
           is_setting_line(scan, end + 1, joint);
}

/* d-i passwd/root-password password x: the answer to a package's question of this type. */
static int is_preseeded(const struct scan *scan, size_t key_start, size_t at)
{
    size_t start = key_start - 1, slashes = 0, owner;

    if (at - key_start != strlen("password") || scan_before(scan, key_start) != ' ') {
        return 0;
    }
    while (start > 0 && key_start - start < LINE_MAX && scan->bytes[start - 1] > ' ') {
        start--;
        slashes += scan_byte(scan, start) == '/';
    }
    effort_spend(scan->effort, key_start - start);
    if (slashes == 0 || start < 2 || scan_byte(scan, start) == '/' ||
        (scan->bytes[start - 1] != ' ' && scan->bytes[start - 1] != '\t') ||
        !in_set(scan->bytes[start - 2], SET_ALNUM)) {
        return 0;
    }
    owner = scan_run_start(scan, SET_TOKEN, start - 1, LINE_MAX);
    return scan_before(scan, owner) == '\n' &&
           (scan_is_at(scan, owner, "d-i ") ||
            memcmp(scan->bytes + owner, scan->bytes + start, OWNER_ALIKE) == 0);
}

/* consul kv put app/db/password x, etcdctl put /app/token x: by the path of what is stored. */
static int is_put(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    for (int parts = 0; parts < PARTS_MAX && scan_before(scan, at) == '/'; parts++) {
        at = scan_run_start(scan, SET_TOKEN, at - 1, LINE_MAX);
    }
    return at >= strlen("dctl put ") &&
           (scan_is_at(scan, at - 7, "kv put ") || scan_is_at(scan, at - 9, "dctl put "));
}

/* ENV X y, setenv X y, set -x X y, #define X "y": a blank is the sign. */
static int is_set_by_blank(const struct scan *scan, size_t key_start, size_t value, int strong)
{
    static const char *const setters[] = {
        "setenv ",     "env ",        "arg ",       "setx ",       "_param ",
        "-x ",         "-gx ",        "-ux ",       "config set ", "figure set ",
        "put global ", "put secure ", "put system "};

    if (is_put(scan, key_start)) {
        return 1;
    }
    if (scan_before(scan, key_start) != ' ') {
        return 0;
    }
    if (key_start >= 8 && scan_is_at(scan, key_start - 8, "#define ")) {
        return (strong || scan_is_at(scan, value - 5, "pass ")) &&
               is_quote(scan_byte(scan, value));
    }
    if (key_start < 2 || strchr("vgxmtle", table_lower[scan->bytes[key_start - 2]]) == NULL) {
        return 0; /* no setter ends so */
    }
    for (size_t i = 0; i < sizeof setters / sizeof *setters; i++) {
        size_t length = strlen(setters[i]);

        if (key_start >= length && scan_is_at(scan, key_start - length, setters[i]) &&
            (setters[i][0] == '_' ||
             !in_set(scan_before(scan, key_start - length), SET_ALPHA))) {
            return 1;
        }
    }
    return 0;
}

/* password "Auth" "x1y2z3", as OpenVPN is told for what: the blank behind the name; 0 if there
 * is none. */
static size_t behind_realm(const struct scan *scan, size_t quote)
{
    size_t end = quote + 1;

    while (end - quote < REALM_MAX && (in_set(scan_byte(scan, end), SET_ALPHA) ||
                                       (scan_byte(scan, end) == ' ' && end > quote + 1))) {
        end++;
    }
    return scan_is_at(scan, end, "\" \"") && (scan_byte(scan, end + 3) == VIEW_REDACTED ||
                                              said_is_password(scan, end + 3))
               ? end + 1
               : 0;
}

/* refresh_token "x7Gk2mQp9", (setq api-token "x7Gk2mQp9"): a string that no word of a language
 * is, behind a name of several words, of which a parser tells none. */
static int is_named_string(const struct scan *scan, size_t key_start, size_t at, size_t quote)
{
    size_t seams = 0, end = quote + 1;

    if (!is_quote(scan_byte(scan, quote)) || is_quote(scan_byte(scan, at)) || quote != at + 1 ||
        !said_is_password(scan, quote + 1)) {
        return 0;
    }
    for (size_t i = key_start + 1; i < at; i++) {
        seams +=
            scan_byte(scan, i) == '_' || scan_byte(scan, i) == '-' ||
            (in_set(scan_byte(scan, i), SET_UPPER) && in_set(scan->bytes[i - 1], SET_LOWER));
    }
    while (end - quote < LINE_MAX && scan_byte(scan, end) > ' ' &&
           scan_byte(scan, end) != scan->bytes[quote]) {
        end++;
    }
    effort_walk(scan->effort, end - quote);
    return seams > 0 && scan_byte(scan, end) == scan->bytes[quote];
}

/* password 97837392, alone in a line that may end with ";". */
static int is_number_of_line(const struct scan *scan, size_t key_start, size_t at, size_t value)
{
    size_t line = key_start, end = value;

    while (end - value < LINE_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    effort_walk(scan->effort, end - value);
    if (end - value < NUMBER_MIN || at - key_start < NAME_MIN) {
        return 0;
    }
    end += scan_byte(scan, end) == ';';
    while (line > 0 && key_start - line < INDENT_MAX && is_blank(scan->bytes[line - 1]) &&
           scan->bytes[line - 1] != '\n') {
        line--;
    }
    return scan_byte(scan, end) == '\n' && scan_before(scan, line) == '\n';
}

size_t blank_find(const struct scan *scan, size_t key_start, size_t at, size_t sign,
                  enum value_blank blank)
{
    unsigned char byte = scan_byte(scan, sign);

    if (sign == at || (scan_before(scan, sign) != ' ' && scan_before(scan, sign) != '\t')) {
        return 0;
    }
    if ((byte == '-' && scan_byte(scan, sign + 1) == '-') ||
        (scan_before(scan, key_start) == '/' && is_quote(byte))) {
        return 0; /* another option; the path of a file */
    }
    if (scan_before(scan, key_start) == ':' && !is_quote(scan_byte(scan, at)) &&
        (is_quote(byte) || (byte == '[' && is_quote(scan_byte(scan, sign + 1))))) {
        return sign; /* {:password "x"} of Clojure */
    }
    if (blank == VALUE_BLANK_IS_SIGN ||
        is_set_by_blank(scan, key_start, sign,
                        blank != VALUE_BLANK_IS_NONE ||
                            (at >= 5 && scan_is_at(scan, at - 5, "_pass")))) {
        return sign;
    }
    if (scan_before(scan, sign) == '\t' && is_quote(byte) &&
        looks_constant(scan->bytes + key_start, at - key_start)) {
        return sign; /* DB_PASS and 'x' in the cells of a page that was copied */
    }
    if (blank == VALUE_BLANK_BEFORE_WORD && is_quote(byte) && !is_quote(scan_byte(scan, at)) &&
        !in_set(scan->bytes[at - 1], SET_LOWER) &&
        !in_set(scan_byte(scan, key_start), SET_LOWER)) {
        return sign; /* CREATE SECRET s (KEY_ID 'x', SECRET 'y') */
    }
    if (is_set_at_prompt(scan, key_start, sign) || is_setting(scan, key_start, at, sign) ||
        (blank != VALUE_BLANK_IS_NONE && is_among_settings(scan, key_start, at, sign))) {
        return sign;
    }
    if (is_named_string(scan, key_start, at, sign) ||
        (blank == VALUE_BLANK_BEFORE_QUOTE && is_number_of_line(scan, key_start, at, sign))) {
        return sign;
    }
    if (blank == VALUE_BLANK_IS_NONE ||
        (key_start >= 8 && scan_is_at(scan, key_start - 8, "#define "))) {
        return 0;
    }
    if (is_preseeded(scan, key_start, at)) {
        return sign;
    }
    if (in_set(byte, SET_DIGIT) && scan_byte(scan, sign + 1) == ' ' &&
        holds_digits(scan, sign + 2)) {
        return sign + 1; /* password 7 094F471A1A0A: the number says how it is hidden */
    }
    if (is_quote(scan_byte(scan, at)) && scan_byte(scan, at) == byte) {
        return said_is_password(scan, sign + 1) ? sign : 0; /* Option "password" "x1y2z3" */
    }
    if (!is_quote(scan_byte(scan, at)) && byte == '"' && behind_realm(scan, sign) != 0) {
        return behind_realm(scan, sign);
    }
    return !is_quote(scan_byte(scan, at)) &&
                   ((is_quote(byte) && (blank == VALUE_BLANK_BEFORE_QUOTE ||
                                        scan_before(scan, key_start) == ':' ||
                                        scan_before(scan, sign) == '\t')) ||
                    said_is_password(scan, sign) || login_before_key(scan, key_start, sign))
               ? sign
               : 0;
}
