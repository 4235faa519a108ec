#include "assigned.h"

#include <string.h>

#include "extent.h"
#include "said.h"
#include "tables/words.h"

/* A full stop is looked for in so many bytes of a value: code has one soon. */
#define DOTTED_MAX ((size_t)255)

/* How far before a key what opens a map may stand. */
#define MAP_MAX 160

/* How long the name of a setting may be that follows another. */
#define NAME_MAX 24

/* How far before a password what it opens is named. */
#define CONNECTION_MAX 160

/* How deep a line may be indented. */
#define INDENT_MAX 40

/* How long a line above, and a passphrase. */
#define LINE_MAX 160
#define PHRASE_MAX ((size_t)96)

/* NAME=value: an environment's, and not source code. */
static int is_all_capitals(const struct scan *scan, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER)) {
            return 0;
        }
    }
    return 1;
}

int assigned_is_in_map(const struct scan *scan, size_t key_start, unsigned char after)
{
    size_t at = key_start;

    if (after != ',' && after != '}') {
        return 0;
    }
    while (at > 0 && key_start - at < MAP_MAX && scan->bytes[at - 1] != '(' &&
           scan->bytes[at - 1] != '\n' && scan->bytes[at - 1] != '{') {
        at--;
    }
    effort_walk(scan->effort, key_start - at);
    return scan_before(scan, at) == '{' && at > 0;
}

/* Whether only blanks stand before the key in its line. */
static int begins_line(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    while (at > 0 && key_start - at < INDENT_MAX &&
           (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == '\t')) {
        at--;
    }
    at -= at > 0 && strchr("+->#", scan->bytes[at - 1]) != NULL && scan->bytes[at - 1] != 0;
    return scan_before(scan, at) == '\n'; /* also in a diff, a quotation or a comment */
}

/* user=app password=x host=db1, {User:app Password:x Host:db1}: blanks between them, as in no
 * source code. */
static int is_among_others(const struct scan *scan, size_t key_start, const struct value *value)
{
    size_t name = value->end + 1;

    if (value->sign == ':' && !value->spaced && scan_byte(scan, value->end) == ' ' &&
        (scan_before(scan, key_start) == ' ' || scan_before(scan, key_start) == '{')) {
        while (name - value->end < NAME_MAX && in_set(scan_byte(scan, name), SET_WORD)) {
            name++;
        }
        return name > value->end + 1 && scan_byte(scan, name) == ':' &&
               scan_byte(scan, name + 1) > ' ';
    }
    return scan_before(scan, key_start) <= ' ' && scan_byte(scan, value->end) == ' ' &&
           said_is_assignment(scan, value->end + 1, NAME_MAX);
}

/* spring.datasource.password=x, and not self.password=x. */
static int is_property(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *dot = memchr(scan->bytes + start, '.', end - start);

    return dot != NULL && !scan_is_at(scan, start, "self.") &&
           !scan_is_at(scan, start, "this.");
}

/* # password=x: a setting that is not in force. */
static int is_commented(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    at -= scan_before(scan, at) == ' ';
    return (scan_before(scan, at) == '#' || scan_before(scan, at) == ';') &&
           scan_before(scan, at - 1) == '\n';
}

/* The name at `at` in its line, behind blanks, up to the sign; `at` if there is none. */
static size_t setting_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX && in_set(scan_byte(scan, end), SET_TOKEN)) {
        end++;
    }
    return end;
}

/* The line before the key's, if it is indented alike; where its first word stands, or 0. */
static size_t alike_before(const struct scan *scan, size_t key_start)
{
    const size_t line = scan_line_start(scan, key_start, INDENT_MAX);
    size_t before;

    if (line == SIZE_MAX || line == 0) {
        return 0;
    }
    before = scan_line_start(scan, line - 1, LINE_MAX);
    if (before == SIZE_MAX || before + (key_start - line) >= line ||
        !in_set(scan->bytes[before + (key_start - line)], SET_ALPHA)) {
        return 0;
    }
    for (size_t i = 0; i < key_start - line; i++) {
        if (scan->bytes[line + i] != scan->bytes[before + i] &&
            scan->bytes[before + i] != '-') {
            return 0; /* a list's first line begins with a hyphen */
        }
    }
    return before + (key_start - line);
}

/* An indented name=value below another, and no arguments of a call, which commas end. */
static int is_below_setting(const struct scan *scan, size_t key_start)
{
    const size_t at = alike_before(scan, key_start), end = at != 0 ? setting_end(scan, at) : 0;
    const size_t line = scan_line_start(scan, key_start, INDENT_MAX);

    return end > at && scan_byte(scan, end) == '=' && scan_byte(scan, end + 1) > ' ' &&
           scan_byte(scan, end + 1) != '=' && strchr(",({[\\", scan->bytes[line - 2]) == NULL;
}

/* "password: this is it" below "username: bob". */
static int is_below_login(const struct scan *scan, size_t key_start)
{
    const size_t at = alike_before(scan, key_start), end = at != 0 ? setting_end(scan, at) : 0;

    return end > at && scan_byte(scan, end) == ':' && scan_byte(scan, end + 1) == ' ' &&
           words_hold(&table_words_logins, scan->bytes + at, end - at);
}

/* Whether one of the names stands in the line before the key, at most `reach` bytes away. */
static int one_stands_before(const struct scan *scan, size_t key_start, size_t reach,
                             const char *const *names, size_t count)
{
    for (size_t at = key_start; at > 0 && key_start - at < reach;) {
        at--;
        effort_spend(scan->effort, (count + 1) / 3);
        if (scan_byte(scan, at) == '\n') {
            return 0;
        }
        for (size_t i = 0; i < count; i++) {
            if (scan_is_at(scan, at, names[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* host=x port=y password=wrong: what else is named in a connection string. */
static int is_in_connection(const struct scan *scan, size_t key_start)
{
    static const char *const names[] = {
        "host=", "port=", "server=", "dbname=", "database=", "hostaddr=", "data source="};

    return one_stands_before(scan, key_start, CONNECTION_MAX, names,
                             sizeof names / sizeof *names);
}

/* user: 'bob', ...: whether somebody is named among the members shortly before, and by no word
 * that is an error's. */
static int is_beside_login(const struct scan *scan, size_t key_start)
{
    static const char *const names[] = {"user", "login", "mail", "host"};
    size_t at = key_start;

    while (at > 0 && key_start - at < LINE_MAX) {
        size_t end, word;

        at--;
        effort_spend(scan->effort, 2);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (!scan_is_at(scan, at, names[i])) {
                continue;
            }
            effort_spend(scan->effort, EFFORT_ITEM);
            end = setting_end(scan, at);
            end += (size_t)is_quote(scan_byte(scan, end));
            end = extent_skip_blanks(scan, end);
            if (scan_byte(scan, end) != ':' && scan_byte(scan, end) != '=') {
                continue;
            }
            end += scan_byte(scan, end + 1) == '>' ? 2 : 1;
            word = extent_skip_blanks(scan, end);
            end = setting_end(scan, word + 1);
            if (is_quote(scan_byte(scan, word)) &&
                !words_hold(&table_words_harmless, scan->bytes + word + 1, end - word - 1)) {
                return 1;
            }
        }
    }
    return 0;
}

/* connect({password: 'wrong'}): what a program gives for a password that opens nothing. */
static int is_fake_in_code(const struct scan *scan, size_t key_start, const struct value *value)
{
    const unsigned char *word = scan->bytes + value->start;
    const size_t length = value->end - value->start;

    return (value->sign == ':' || value->sign == '=') &&
           is_quote(scan_before(scan, value->start)) &&
           words_hold(&table_words_harmless, word, length) &&
           words_hold(&table_words_fakes, word, length) &&
           ((length == strlen("wrong") && scan_is_at(scan, value->start, "wrong") &&
             !is_quote(scan_before(scan, key_start))) ||
            is_beside_login(scan, key_start));
}

int assigned_is_listed(const struct scan *scan, size_t key_start, const struct value *value)
{
    const unsigned char before = scan_before(scan, key_start);

    if (value->end - value->start > PHRASE_MAX) {
        return 0;
    }
    if (value->quoted) {
        return is_fake_in_code(scan, key_start, value);
    }
    if (value->sign == ':') {
        return before <= ' ' && value->spaced &&
               words_hold(&table_words_prose, scan->bytes + value->start,
                          setting_end(scan, value->start) - value->start) &&
               is_below_login(scan, key_start);
    }
    return value->sign == '=' && !value->spaced &&
           (before == ' ' || before == ';' || before == '&' || before == '?') &&
           words_hold(&table_words_harmless, scan->bytes + value->start,
                      value->end - value->start) &&
           words_hold(&table_words_fakes, scan->bytes + value->start,
                      value->end - value->start) &&
           is_in_connection(scan, key_start);
}

/* {User:bob Password:x}, map[password:x user:bob], as Go prints them, and /password:x */
static int is_printed(const struct scan *scan, size_t key_start, const struct value *value)
{
    const unsigned char before = scan_before(scan, key_start),
                        after = scan_byte(scan, value->end);

    if (before == '/') {
        return after <= ' ' && is_blank(scan_before(scan, key_start - 1));
    }
    if (before == ' ' && scan_before(scan, key_start - 1) == ',') {
        return 0; /* {user:user, password:password} of JavaScript */
    }
    return (before == '{' || before == '[' || before == ' ') &&
           (((after == '}' || after == ']') && before == ' ') ||
            is_among_others(scan, key_start, value) || (before == '[' && after == ' '));
}

/* -var db_password=x, -Dstore.password=x: the argument of an option, or one itself. */
static int is_of_option(const struct scan *scan, size_t key_start)
{
    size_t word = key_start, option;

    if (scan_before(scan, word) == '-' || (word > 1 && scan->bytes[word - 2] == '-')) {
        return is_blank(scan_before(scan, word - 1)) ||
               (word > 2 && is_blank(scan->bytes[word - 3]));
    }
    if (scan_before(scan, word) != ' ') {
        return 0;
    }
    option = scan_run_start(scan, SET_DASHED, word - 1, NAME_MAX);
    return option + 1 < word - 1 && scan_byte(scan, option) == '-' &&
           (option == 0 || is_blank(scan->bytes[option - 1]));
}

/* login: bob password: x */
static int is_behind_login(const struct scan *scan, size_t key_start)
{
    static const char *const names[] = {"user: ", "login: ", "username: ", "email: "};

    return one_stands_before(scan, key_start, MAP_MAX, names, sizeof names / sizeof *names);
}

int assigned_is_joined(const struct scan *scan, size_t key_start, size_t at, size_t start,
                       const struct value *value)
{
    unsigned char before = scan_before(scan, key_start), after = scan_byte(scan, value->end);
    size_t length = value->end - value->start;
    int ends_line = after == '\n' || after == '\r';

    if (before == ';' || before == '&' || before == '?' || before == '#' ||
        value->sign == '>' ||
        (after == ';' && in_set(scan_byte(scan, value->end + 1), SET_ALPHA)) ||
        (before == '-' && (scan_before(scan, key_start - 1) == '-' ||
                           (value->sign == ' ' && scan_before(scan, key_start - 1) == ' ')))) {
        return 1;
    }
    if (memchr(scan->bytes + value->start, '.', length < DOTTED_MAX ? length : DOTTED_MAX) !=
        NULL) {
        return (value->sign == '=' || value->sign == ':') && !value->spaced &&
               start == at + 1 &&
               ((value->sign == '=' && is_all_capitals(scan, key_start, at)) ||
                is_among_others(scan, key_start, value) ||
                (value->sign == '=' && ends_line && before == '\n' &&
                 is_property(scan, key_start, at)));
    }
    if (value->sign == ' ' && ends_line && start == at &&
        is_all_capitals(scan, key_start, at) && before == ' ') {
        return 1; /* ENV PASSWORD x */
    }
    if (value->sign == ':' && !value->spaced && is_printed(scan, key_start, value)) {
        return 1;
    }
    if (value->sign == ':') {
        return ends_line && value->spaced && start == at + 1 &&
               (begins_line(scan, key_start) || is_behind_login(scan, key_start));
    }
    if (value->sign != '=' || value->spaced || start != at + 1) {
        return value->sign == '=' && ends_line &&
               (before == '\n' || is_commented(scan, key_start));
    }
    if (is_of_option(scan, key_start)) {
        return 1;
    }
    return is_all_capitals(scan, key_start, at) || before == ':' || after == ' ' ||
           after == '"' || after == '&' || (after == '\'' && before != '(') ||
           (ends_line && (before == '\n' || is_commented(scan, key_start) ||
                          is_below_setting(scan, key_start))) ||
           assigned_is_in_map(scan, key_start, after);
}
