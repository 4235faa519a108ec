/*
 * What a command prints that tells a secret, alone in the line below it: $ pass show x,
 * # echo $DB_PASSWORD, > kubectl get secret x -o yaml | base64 -d.
 */
#include "commands.h"

#include <string.h>

#include "tables/words.h"
#include "values/extent.h"
#include "values/value.h"

#define PROMPT_MAX 64
#define COMMAND_MAX 300
#define NAME_MAX 64
#define SECRET_MIN 4
#define SECRET_MAX 128

/* Whether the line, from `at` on, says that it is a secret that is asked for: many a field is
 * none. */
static int is_of_secret(const struct scan *scan, size_t at, size_t end)
{
    static const char *const words[] = {
        "pass",   "secret", "token",  "-key", "_key", "apikey", "pwd",       "rand",   "cred",
        "genkey", "psk",    "keygen", "totp", ".key", "login",  "whoami -t", "keyring"};
    struct scan_run none = {0};

    return scan_one_stands_between(scan, &none, at, end, words, sizeof words / sizeof *words) &&
           !scan_is_at(scan, none.end, "passwd\n") && !scan_is_at(scan, none.end, "pwd\n");
}

/* $ x, bob@host:~# x, [bob@host ~]$ x, C:\> x: behind the prompt that begins the line, or
 * where the line begins. */
static size_t behind_prompt(const struct scan *scan, const struct scan_run *line)
{
    size_t behind = line->start, i;

    for (i = line->start; i < line->end && i - line->start < PROMPT_MAX; i++) {
        const unsigned char byte = scan->bytes[i];

        if (byte == '>' && in_set(scan_byte(scan, i + 1), SET_ALPHA)) {
            return i + 1; /* C:\>echo %X% */
        }
        if (scan_byte(scan, i + 1) == ' ' && byte != '\0' && strchr("$#%>", byte) != NULL) {
            behind = i + 2;
            if (scan_byte(scan, behind) != '$' && scan_byte(scan, behind) != '#') {
                break; /* and not "> $ x", a prompt that is quoted */
            }
        }
    }
    effort_spend(scan->effort, (i - line->start) / 2);
    return behind;
}

/* Where the name's last word begins, behind "_" or what else parts them. */
static size_t last_word(const struct scan *scan, size_t start, size_t end)
{
    size_t at = end;

    while (at > start && in_set(scan->bytes[at - 1], SET_ALNUM)) {
        at--;
    }
    return at;
}

/* $DB_PASSWORD, "${X_TOKEN}", %X_TOKEN%, X_TOKEN: whether a variable that is named for a secret
 * is all that ends the line. */
static int is_variable(const struct scan *scan, size_t at, size_t line_end)
{
    size_t start = at, end, last;

    while (start - at < NAME_MAX && strchr("$\"'{%(", scan_byte(scan, start)) != NULL &&
           scan_byte(scan, start) != '\0') {
        start++;
    }
    effort_spend(scan->effort, start - at);
    start += scan_is_at(scan, start, "env:") ? 4 : 0;
    for (end = start; end - start < NAME_MAX && in_set(scan_byte(scan, end), SET_WORD);) {
        end++;
    }
    last = last_word(scan, start, end);
    effort_walk(scan->effort, 2 * end - start - last);
    at = end;
    while (at < line_end && at - end < 4 && strchr("\"'}%); ", scan->bytes[at]) != NULL) {
        at++;
    }
    return end > start && at == line_end &&
           (is_of_secret(scan, start, end) || scan_is_at(scan, last, "auth") ||
            scan_is_at(scan, last, "pin") || scan_is_at(scan, last, "psk") ||
            scan_is_at(scan, last, "pw") || scan_is_at(scan, last, "pat")) &&
           !(last > start &&
             words_hold(&table_words_key_endings, scan->bytes + last, end - last)) &&
           !scan_is_at(scan, end - 3, "_id") && !scan_is_at(scan, start, "pwd");
}

/* /run/secrets/x, x/password.txt: whether a file that is named for a secret, and holds nothing
 * else, ends the line. */
static int is_file(const struct scan *scan, size_t at, size_t line_end)
{
    static const char *const endings[] = {".txt", ".token", ".secret", ".pass", ".password",
                                          ".pwd", ".pw",    ".psk",    ".conf"};
    size_t end = at, name = at;

    while (end < line_end && scan_byte(scan, end) > ' ') {
        name = scan->bytes[end++] == '/' ? end : name;
    }
    effort_walk(scan->effort, end - at);
    if (end + 1 < line_end || end == name) {
        return 0;
    }
    if (scan_is_at(scan, name, "namespace") || scan_is_at(scan, name, "passwd\n") ||
        scan_is_at(scan, name, "ca.")) {
        return 0;
    }
    if (memchr(scan->bytes + name, '.', end - name) == NULL || scan_byte(scan, name) == '.') {
        return is_of_secret(scan, at, end) || scan_is_at(scan, name, ".erlang.cookie");
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t length = strlen(endings[i]);

        if (end - name > length && scan_is_at(scan, end - length, endings[i])) {
            return i + 1 < sizeof endings / sizeof *endings && is_of_secret(scan, name, end);
        }
    }
    return 0;
}

/* Whether the command that woke the matcher, at `at`, prints a secret and nothing else. */
static int prints_secret(const struct scan *scan, size_t at, size_t end, size_t command,
                         size_t line_end)
{
    for (size_t cat = at; cat < end; cat++) {
        if (scan_is_at(scan, cat, "cat ") && !in_set(scan_before(scan, cat), SET_WORD)) {
            return is_file(scan, cat + 4, line_end);
        }
    }
    if (scan_is_at(scan, at, "echo ") || scan_is_at(scan, at, "printenv ") ||
        scan_is_at(scan, at, "$env:")) {
        return !in_set(scan_before(scan, at), SET_WORD) && is_variable(scan, end, line_end);
    }
    return memchr(scan->bytes + command, VIEW_REDACTED, line_end - command) != NULL ||
           (!scan_is_at(scan, end - 3, "sum") && is_of_secret(scan, command, line_end));
}

/* done, fi: a line of a script, and nothing that another printed. */
static int is_of_script(const struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"done",     "esac",  "exit",  "wait",   "else", "then",
                                        "true",     "false", "break", "return", "date", "sync",
                                        "continue", "shift", "popd",  "reboot", "clear"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, start, words[i]) && strlen(words[i]) == end - start) {
            return 1;
        }
    }
    return 0;
}

void match_printed(struct scan *scan, size_t at, size_t end)
{
    const struct scan_run line = scan_line(scan, at);
    struct value value = {.quoted = 1, .sign = ' '};
    size_t command;

    if (at < scan->printed_end) {
        return;
    }
    if (line.end - line.start > COMMAND_MAX || scan_byte(scan, line.end) != '\n' ||
        line.end >= scan->length) {
        scan->printed_end = line.end;
        return;
    }
    command = behind_prompt(scan, &line);
    if ((command == line.start && at != command &&
         !in_set(scan_byte(scan, command), SET_LOWER)) ||
        command > end) {
        return;
    }
    scan->printed_end = line.end; /* what one says of a line, another would, too */
    if (!prints_secret(scan, at, end, command, line.end)) {
        return;
    }
    value.start = line.end + 1;
    value.start += scan->bytes[line.start] == '+' && scan_byte(scan, value.start) == '+';
    value.start += scan_byte(scan, value.start) == '"'; /* terraform output x */
    for (value.end = value.start;
         value.end - value.start < SECRET_MAX && scan_byte(scan, value.end) > ' ' &&
         scan->bytes[value.end] != '"' && scan->bytes[value.end] != ':' &&
         (scan->bytes[value.end] != '/' || value.end > value.start);) {
        value.end++;
    }
    effort_spend(scan->effort, (value.end - value.start) / 2);
    at = value.end + (scan_byte(scan, value.end) == '"');
    at += scan_is_at(scan, at, "  -") ? 3 : 0; /* of sha256sum */
    at += scan_byte(scan, at) == '\r';
    if (value.end - value.start < SECRET_MIN || scan_byte(scan, at) != '\n' ||
        strchr("[<{#(-$+", scan->bytes[value.start]) != NULL ||
        (command == line.start && is_of_script(scan, value.start, value.end))) {
        return; /* a message of several words, an address */
    }
    if (!value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_PRINTED));
    }
}
