/* Passwords that are written into a program: echo x | sudo -S, expect's send "x\r". */
#include "commands.h"

#include <string.h>

#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* How far before what reads it a password is written. */
#define REACH 200
#define COMMAND_MAX 80

/* So many lines a group of commands writes: a password, and again. */
#define GROUP_MAX 3

/* What stands between a setting and its string. */
#define SIGN_MAX 4

static void found_password(struct scan *scan, size_t start, size_t end,
                           enum table_matcher matcher)
{
    struct value value = {.start = start, .end = end, .quoted = 1, .sign = ' '};

    if (end > start && scan_byte(scan, start) != '$' &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, start, end, scan_matcher_name(matcher));
    }
}

/* The argument of "echo" that ends at `end`: where it starts, or `end`. */
static size_t echo_argument(struct scan *scan, size_t end)
{
    static const char *const commands[] = {"echo ", "printf "};
    size_t at = end, from = end > REACH ? end - REACH : 0;

    if (!scan_one_stands_between(scan, &scan->no_echo, from, end, commands, 2)) {
        return end;
    }
    while (at > 0 && end - at < REACH && scan->bytes[at - 1] != '\n') {
        at--;
        if ((scan_is_at(scan, at, "echo ") || scan_is_at(scan, at, "printf ")) &&
            !in_set(scan_before(scan, at), SET_WORD)) {
            effort_spend(scan->effort, (end - at) / 2);
            at += table_lower[scan->bytes[at]] == 'e' ? 5 : 7;
            while (at < end && scan_byte(scan, at) == '-') {
                while (at < end && scan_byte(scan, at) != ' ') {
                    at++;
                }
                at += at < end ? 1 : 0;
            }
            return at;
        }
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end;
}

/* "x" | ConvertTo-SecureString: where the string starts that is closed before `end`, or
 * `end`. */
static size_t string_before(const struct scan *scan, size_t end)
{
    const size_t from = end > REACH ? end - REACH : 0;
    const unsigned char quote = scan_before(scan, end);
    size_t at;

    if (!is_quote(quote)) {
        return end;
    }
    for (at = end - 1; at > from && scan->bytes[at - 1] != '\n'; at--) {
        if (scan->bytes[at - 1] == quote) {
            effort_walk(scan->effort, end - at);
            return at - 1;
        }
    }
    effort_walk(scan->effort, end - at);
    return end;
}

/* sudo -S <<< x: what a program that asks for a password is given. */
static void match_here_string(struct scan *scan, size_t at, size_t end)
{
    static const char *const programs[] = {
        "passwd",        "sudo -s",    "kinit",       "cryptsetup", "load-key",
        "-stdin",        "with-token", "su ",         "unlock",     "login",
        "passphrase-fd", "ssh-add",    "pass insert", "word_stdin", "secret create"};
    size_t line = scan_line(scan, at).start, start = end, last;
    size_t from = at - line < COMMAND_MAX ? line : at - COMMAND_MAX;

    if (!scan_one_stands_between(scan, &scan->no_program, from, at, programs,
                                 sizeof programs / sizeof *programs)) {
        return;
    }
    start += scan_byte(scan, start) == ' ';
    if (is_quote(scan_byte(scan, start))) {
        last = extent_quoted(scan, start + 1, scan->bytes[start]);
        start++;
    } else {
        for (last = start; last - start < REACH && scan_byte(scan, last) > ' ' &&
                           scan_byte(scan, last) != ';' && scan_byte(scan, last) != ')';
             last++) {
        }
        effort_walk(scan->effort, last - start);
    }
    found_password(scan, start, last, MATCHER_PIPE);
}

/* NAME:x of what changes passwords: the part behind the colon; `start` if there is none. */
static size_t behind_name(const struct scan *scan, size_t start, size_t last)
{
    const unsigned char *colon = memchr(scan->bytes + start, ':', last - start);

    return colon != NULL ? (size_t)(colon - scan->bytes) + 1 : start;
}

/* Behind "+ echo -n " or "+ printf %s " at `at`, or `at`. */
static size_t skip_traced_echo(const struct scan *scan, size_t at)
{
    static const char *const options[] = {"-n ", "-e ",   "-ne ",    "-en ",
                                          "%s ", "'%s' ", "'%s\\n' "};
    size_t next = scan_is_at(scan, at, "+ echo ")     ? at + 7
                  : scan_is_at(scan, at, "+ printf ") ? at + 9
                                                      : at;

    return next > at ? extent_skip_words(scan, next, options, sizeof options / sizeof *options,
                                         SIZE_MAX)
                     : at;
}

/* "+ echo x" above or below "+ docker login --password-stdin": a pipe, as a traced shell prints
 * it. */
static void match_traced(struct scan *scan, size_t at, size_t end)
{
    const struct scan_run line = scan_line(scan, at);
    size_t start = line.start, from = start > REACH ? start - REACH : 0, last;

    if (scan_byte(scan, start) != '+') {
        return;
    }
    for (start -= start > 0; start > from && scan->bytes[start - 1] != '\n'; start--) {
    }
    effort_walk(scan->effort, line.start - start);
    if (skip_traced_echo(scan, start) == start) {
        start = line.end + 1;
    }
    from = start;
    start = skip_traced_echo(scan, start);
    for (last = start; last - start < REACH && scan_byte(scan, last) != '\n'; last++) {
    }
    effort_walk(scan->effort, last - start);
    if (start == from || scan_byte(scan, last) != '\n') {
        return;
    }
    if (is_quote(scan_byte(scan, start)) && last > start + 1 &&
        scan->bytes[last - 1] == scan->bytes[start]) {
        start++;
        last--;
    }
    found_password(
        scan, scan_is_at(scan, end - 8, "chpasswd") ? behind_name(scan, start, last) : start,
        last, MATCHER_PIPE);
}

/* PassCmd "echo x": the program that tells a password is one that knows it. */
static void match_told(struct scan *scan, size_t end)
{
    size_t quote = end, start;

    while (quote - end < SIGN_MAX && !is_quote(scan_byte(scan, quote)) &&
           scan_byte(scan, quote) != '\n') {
        if (scan_is_at(scan, quote, "=echo ")) { /* '--passwordeval=echo x' */
            start = quote + strlen("=echo ");
            for (quote = start; in_set(scan_byte(scan, quote), SET_TYPABLE);) {
                quote++;
            }
            effort_walk(scan->effort, quote - start);
            found_password(scan, start, quote, MATCHER_PIPE);
            return;
        }
        quote++;
    }
    start = quote + 1 + strlen("echo ");
    if (scan_is_at(scan, quote + 1, "echo ") && scan_byte(scan, start) != '\n') {
        found_password(scan, start, extent_quoted(scan, start, scan->bytes[quote]),
                       MATCHER_PIPE);
    }
}

/* (echo x; echo x) | smbpasswd: what is written before the last that a group writes, whose
 * argument starts at `at`. */
static void match_group(struct scan *scan, size_t at)
{
    for (unsigned int i = 0; i < GROUP_MAX && at > 5; i++) {
        size_t last = at - 5, start;

        while (last > 0 && (scan->bytes[last - 1] == ' ' || scan->bytes[last - 1] == '&')) {
            last--;
        }
        effort_walk(scan->effort, at - 5 - last);
        last -= scan_before(scan, last) == ';';
        start = echo_argument(scan, last);
        if (start == last) {
            return;
        }
        at = start;
        if (is_quote(scan_byte(scan, start)) && last > start + 1) {
            start++;
            last--;
        }
        found_password(scan, start, last, MATCHER_PIPE);
    }
}

/* Whether what ends at `end` hashes or encodes anything, and asks for no password. */
static int encodes(const struct scan *scan, size_t end)
{
    static const char *const programs[] = {"base64", "sum",         "md5",
                                           "shasum", "openssl sha", "openssl dgst"};

    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (scan_is_at(scan, end - strlen(programs[i]), programs[i])) {
            return 1;
        }
    }
    return 0;
}

/* echo -n x | sha256sum, printf x | base64: whether [start, end) is a word that nothing was to
 * be added to. */
static int is_exact(const struct scan *scan, size_t start, size_t end)
{
    const size_t before = start - (size_t)is_quote(scan_before(scan, start));

    return (scan_is_at(scan, before - 3, "-n ") || scan_is_at(scan, before - 4, "-ne ") ||
            scan_is_at(scan, before - 7, "printf ") || scan_is_at(scan, before - 3, "%s ") ||
            scan_is_at(scan, before - 5, "'%s' ") || scan_is_at(scan, before - 5, "\"%s\" ")) &&
           memchr(scan->bytes + start, ' ', end - start) == NULL &&
           memchr(scan->bytes + start, '%', end - start) == NULL &&
           scan_byte(scan, start) != '/';
}

void match_pipe(struct scan *scan, size_t at, size_t end)
{
    size_t from = end > REACH ? end - REACH - 1 : 0, bar, start, last;
    const unsigned char *found = memrchr(scan->bytes + from, '|', end - from);
    int is_group;

    if (scan_byte(scan, at) == ' ' && scan->bytes[at + 1] == '<') {
        match_here_string(scan, at, end);
        return;
    }
    if (scan_is_at(scan, at, "extpass") ||
        (table_lower[scan->bytes[at]] == 'p' && !scan_is_at(scan, at, "passwd"))) {
        match_told(scan, end);
        return;
    }
    bar = found != NULL ? (size_t)(found - scan->bytes) + 1 : 0;
    if (found == NULL || memchr(found, '\n', end - bar + 1) != NULL) {
        match_traced(scan, at, end);
        return;
    }
    if (bar < at && memchr(found, ';', at - bar + 1) != NULL) {
        return; /* the command before it is another's */
    }
    last = bar - 1;
    while (last > 0 && scan->bytes[last - 1] == ' ') {
        last--;
    }
    effort_walk(scan->effort, bar - 1 - last);
    is_group = last > 0 && scan->bytes[last - 1] == ')';
    last -= (size_t)is_group;
    start = scan_is_at(scan, end - 6, "string") ? string_before(scan, last)
                                                : echo_argument(scan, last);
    if (is_group && start < last) {
        match_group(scan, start);
    }
    if (start < last && is_quote(scan_byte(scan, start))) {
        start++;
        last -= is_quote(scan->bytes[last - 1]) ? 1 : 0;
    }
    if (scan_is_at(scan, end - 8, "chpasswd") && start < last) {
        size_t behind = behind_name(scan, start, last);

        if (behind == start) {
            return;
        }
        start = behind;
    }
    if (start < last &&
        (!encodes(scan, end) || said_is_password(scan, start) || is_exact(scan, start, last))) {
        found_password(scan, start, last, MATCHER_PIPE);
    }
}

/* Whether somebody was asked for a password shortly before. */
static int is_asked_for(struct scan *scan, size_t at)
{
    static const char *const words[] = {"assword", "assphrase"};
    size_t from = at > REACH ? at - REACH : 0;

    return scan_one_stands_between(scan, &scan->no_password, from, at, words, 2);
}

/* AUTH PLAIN, AUTH CRAM-MD5: how, and not by what. */
static int is_mechanism(const struct scan *scan, size_t at, size_t end)
{
    while (at < end && (in_set(scan_byte(scan, at), SET_USLUG))) {
        at++;
    }
    return at == end;
}

/* send("PASS x"), cmd('PASS x'), command(c, "AUTH x"): what a protocol is told in a string of a
 * call. */
static void match_told_in_string(struct scan *scan, size_t at, size_t end)
{
    const unsigned char before = scan_before(scan, at);
    size_t last = end;

    while (last - end < COMMAND_MAX && (in_set(scan_byte(scan, last), SET_ALNUM) ||
                                        in_set(scan_byte(scan, last), SET_TYPED))) {
        last++;
    }
    effort_spend(scan->effort, (last - end) / 2);
    if ((before == '(' || before == ' ' || before == '[') &&
        ((scan->bytes[at + 1] == 'P' && scan->bytes[at + 2] == 'A') ||
         (scan->bytes[at + 1] == 'A' && scan->bytes[at + 2] == 'U' && before != '[' &&
          !is_mechanism(scan, end, last))) &&
        (scan_byte(scan, last) == scan->bytes[at] || scan_is_at(scan, last, "\\r\\n"))) {
        found_password(scan, end, last, MATCHER_SEND);
    }
}

void match_send(struct scan *scan, size_t at, size_t end)
{
    const unsigned char quote = scan_before(scan, end);
    size_t last = end;

    if (is_quote(scan_byte(scan, at))) {
        match_told_in_string(scan, at, end);
        return;
    }
    if (in_set(scan_before(scan, at), SET_WORD)) {
        return;
    }
    while (last - end < 64 && scan_byte(scan, last) != quote && scan_byte(scan, last) != '\\' &&
           scan_byte(scan, last) != '\n' && scan_byte(scan, last) != '\r') {
        last++;
    }
    effort_walk(scan->effort, last - end);
    if (is_asked_for(scan, at) ||
        ((scan_byte(scan, last) == '\\' || scan_byte(scan, last) == '\r') && /* confirmed */
         said_is_password(scan, end) && memchr(scan->bytes + end, ' ', last - end) == NULL &&
         memchr(scan->bytes + end, '/', last - end) == NULL)) {
        found_password(scan, end, last, MATCHER_SEND);
    }
}
