/*
 * Lists of names and passwords, a line each, below what says that they are some: chpasswd's in
 * YAML or of a shell, a section [users], a table of PPP's secrets, pairs of strings that begin
 * with a well-known name.
 */
#include "commands.h"

#include <stdint.h>
#include <string.h>

#include "keys/nested.h"
#include "named.h"
#include "values/extent.h"
#include "values/value.h"

/* What is read of such a list, and how long its lines are. */
#define LIST_MAX 2048
#define LINE_MAX 200

/* How many lines above the one that woke the matcher belong to it. */
#define ABOVE_MAX 16

/* How far before a list it may be said of whom. */
#define SAID_MAX ((size_t)64)

/* Words of a table's line: client, server, secret, addresses. */
#define TABLE_WORDS 5
#define SECRET 2

struct line {
    size_t start; /* behind blanks and what makes a comment of it */
    size_t end;
    size_t indent;
};

static int read_line(const struct scan *scan, size_t at, size_t limit, struct line *ret_line)
{
    struct line line = {.start = at, .end = at};

    while (line.end < limit && line.end - at < LINE_MAX && scan->bytes[line.end] != '\n') {
        line.end++;
    }
    effort_walk(scan->effort, line.end - at);
    if (line.end - at == LINE_MAX || at >= limit) {
        return 0;
    }
    while (line.start < line.end && strchr(" \t#;", (char)scan->bytes[line.start]) != NULL &&
           scan->bytes[line.start]) {
        line.start++;
    }
    line.indent = line.start - at;
    effort_spend(scan->effort, line.indent);
    while (line.end > line.start && is_blank(scan->bytes[line.end - 1])) {
        line.end--;
    }
    *ret_line = line;
    return 1;
}

/* An empty line, or one that is not in force. */
static int is_comment(const struct scan *scan, const struct line *line)
{
    const size_t first = line->start - line->indent;

    return line->end == line->start || memchr(scan->bytes + first, '#', line->indent) != NULL ||
           memchr(scan->bytes + first, ';', line->indent) != NULL;
}

static void found(struct scan *scan, size_t start, size_t end)
{
    scan_found(scan, start, end, scan_matcher_name(MATCHER_CREDENTIAL_LIST));
}

static void found_unless_harmless(struct scan *scan, size_t start, size_t end)
{
    const struct value value = {.start = start, .end = end, .quoted = 1, .sign = ' '};

    if (end > start && !value_is_harmless(scan, &value, KEY_STRONG)) {
        found(scan, start, end);
    }
}

/* - bob:x, 'bob:x' */
static int find_named(struct scan *scan, struct line line)
{
    size_t password;

    if (scan_is_at(scan, line.start, "- ") && line.end > line.start + 1) {
        line.start += 2;
    }
    if (line.end > line.start + 1 && is_quote(scan->bytes[line.start]) &&
        scan->bytes[line.end - 1] == scan->bytes[line.start]) {
        line.start++;
        line.end--;
    }
    password = named_password(scan, line.start, line.end);
    if (password != 0) {
        found(scan, password, line.end);
    }
    return memchr(scan->bytes + line.start, ':', line.end - line.start) != NULL;
}

/* bob = x, admin: a name, what it has, and what it may do. Settings have "_" in their names. */
static int find_assigned(struct scan *scan, struct line line)
{
    size_t at = line.start, end;

    const int is_user = scan_is_at(scan, at, "user_"); /* of an object store */

    while (at < line.end && in_set(scan_byte(scan, at), SET_TOKEN) &&
           (is_user || scan_byte(scan, at) != '_')) {
        at++;
    }
    effort_walk(scan->effort, at - line.start);
    at = extent_skip_blanks(scan, at);
    if (at >= line.end || at == line.start || scan_byte(scan, at) != '=') {
        return is_comment(scan, &line);
    }
    at = extent_skip_blanks(scan, at + 1);
    for (end = at; end < line.end && scan_byte(scan, end) > ' ' && scan_byte(scan, end) != ',';
         end++) {
    }
    effort_walk(scan->effort, end - at);
    if (end > at && scan_byte(scan, at) != '/' &&
        (end == line.end || scan_byte(scan, end) == ',' || is_user)) {
        found_unless_harmless(scan, at, end);
    }
    return 1;
}

/* The words of a line of a table, of which quotes hold some together; how many there are. */
static size_t read_words(const struct scan *scan, const struct line *line,
                         struct line words[TABLE_WORDS])
{
    size_t at = line->start, count = 0;

    while (at < line->end && scan_byte(scan, at) != '#') {
        const unsigned char quote = is_quote(scan_byte(scan, at)) ? scan->bytes[at] : 0;
        size_t start = at + (quote != 0);

        for (at = start; at < line->end && (quote != 0 ? scan_byte(scan, at) != quote
                                                       : !is_blank(scan->bytes[at]));
             at++) {
        }
        if (count < TABLE_WORDS) {
            words[count] = (struct line){.start = start, .end = at};
        }
        count++;
        for (at += quote != 0; at < line->end && is_blank(scan->bytes[at]); at++) {
        }
    }
    effort_walk(scan->effort, line->end - line->start);
    effort_spend(scan->effort, count);
    return count;
}

/* bob * "x" *, also behind what comments it out */
static int find_in_table(struct scan *scan, struct line line)
{
    struct line words[TABLE_WORDS];
    const size_t count = read_words(scan, &line, words);

    if (count > SECRET && count <= TABLE_WORDS) {
        found_unless_harmless(scan, words[SECRET].start, words[SECRET].end);
    }
    return count > SECRET || line.end == line.start || count == 0;
}

/* "bob" "x" and nothing else */
static int find_pair(struct scan *scan, struct line line)
{
    struct line words[TABLE_WORDS];

    if (line.end == line.start || !is_quote(scan->bytes[line.start])) {
        return is_comment(scan, &line);
    }
    if (read_words(scan, &line, words) != 2 || !is_quote(scan->bytes[line.end - 1])) {
        return 0;
    }
    found_unless_harmless(scan, words[1].start, words[1].end);
    return 1;
}

/* The lines from `at` on, for as long as they belong to the list. */
static void find_lines(struct scan *scan, size_t at, int (*find)(struct scan *, struct line),
                       size_t indent)
{
    const size_t limit = at + LIST_MAX < scan->length ? at + LIST_MAX : scan->length;
    struct line line;
    size_t last = at; /* a comment that ends the list may head another */

    while (read_line(scan, at, limit, &line) &&
           (indent == 0 || line.indent >= indent || line.end == line.start) &&
           find(scan, line)) {
        last = is_comment(scan, &line) ? at : SIZE_MAX;
        for (at = line.end; at < limit && scan_byte(scan, at) != '\n'; at++) {
        }
        effort_spend(scan->effort, 5 + (at - line.end) / 2); /* lines may be empty */
        at++;
    }
    at = last < at ? last : at;
    scan->list_end = at > scan->list_end ? at : scan->list_end;
}

/* Where the list begins that a line in its middle tells of. */
static size_t first_line(const struct scan *scan, size_t at)
{
    size_t line = at;

    for (unsigned int i = 0; i < ABOVE_MAX && line > 0; i++) {
        size_t above = line - 1;

        while (above > 0 && line - above < LINE_MAX && scan->bytes[above - 1] != '\n') {
            above--;
        }
        effort_walk(scan->effort, line - above);
        if (line - above >= LINE_MAX ||
            (scan_byte(scan, above) != '"' && scan_byte(scan, above) != ';')) {
            break;
        }
        line = above;
    }
    return line;
}

/* bob l2tpd "x" *: a line whose server is the program that reads it */
static void find_table_line(struct scan *scan, const struct scan_run *run)
{
    struct line line, words[TABLE_WORDS];

    if (read_line(scan, run->start, run->end, &line) &&
        read_words(scan, &line, words) == SECRET + 2 &&
        (scan->bytes[words[SECRET + 1].start] == '*' ||
         is_quote(scan_before(scan, words[SECRET].start)))) {
        find_in_table(scan, line);
    }
}

/* cat <<EOF | chpasswd: what is piped stands in the lines below. */
static int is_fed(const struct scan *scan, size_t line, size_t at)
{
    size_t i = at;

    while (i > line && at - i < LINE_MAX && !scan_is_at(scan, i - 1, "<<")) {
        i--;
    }
    effort_walk(scan->effort, at - i);
    return i > line && at - i < LINE_MAX;
}

/* basicAuth({users: {, gin.Accounts{: what says that the members are names and passwords */
static int is_of_basic_authentication(const struct scan *scan, size_t at)
{
    const size_t from = at > SAID_MAX ? at - SAID_MAX : 0;
    size_t start = from;

    while (start < at &&
           !(scan_is_at(scan, start, "basic") && scan_is_at(scan, start + 6, "auth")) &&
           !scan_is_at(scan, start, "basicauth")) {
        start++;
    }
    effort_spend(scan->effort, (start - from) / 2);
    return start < at || scan_is_at(scan, at, "accounts");
}

void match_credential_list(struct scan *scan, size_t at, size_t end)
{
    const struct scan_run line = scan_line(scan, at);
    struct line opening;

    if (scan->bytes[end - 1] == '{') {
        nested_accounts(scan, end, is_of_basic_authentication(scan, at),
                        scan_matcher_name(MATCHER_CREDENTIAL_LIST));
        return;
    }
    if (at < scan->list_end) {
        return;
    }
    if (scan_is_at(scan, at, "chpasswd:")) {
        if (line.end == end && read_line(scan, line.start, line.end, &opening)) {
            find_lines(scan, line.end + 1, find_named, opening.indent + 1);
        }
    } else if (scan_before(scan, end) == '<' || scan_before(scan, end) == '-' ||
               (scan_byte(scan, at) == '|' && is_fed(scan, line.start, at))) {
        find_lines(scan, line.end + 1, find_named, 0);
    } else if (scan_byte(scan, at) == '[') {
        if (line.end == end) {
            find_lines(scan, line.end + 1, find_assigned, 0);
        }
    } else if (scan_byte(scan, at) == '"') {
        find_lines(scan, first_line(scan, line.start), find_pair, 0);
    } else if (scan_is_at(scan, at, "ip address") || scan_is_at(scan, at + 8, "secret")) {
        size_t secret = line.start;

        while (secret < end && secret - line.start < LINE_MAX &&
               !(scan_is_at(scan, secret, "secret") && is_blank(scan_before(scan, secret)))) {
            secret++;
        }
        effort_spend(scan->effort, secret - line.start);
        if (memchr(scan->bytes + line.start, '#', secret - line.start) != NULL &&
            scan_is_at(scan, secret, "secret")) {
            find_lines(scan, line.end + 1, find_in_table, 0);
        }
    } else {
        find_table_line(scan, &line);
    }
}
