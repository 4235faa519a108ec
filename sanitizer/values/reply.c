/*
 * Values that answer in the next line: to a debugger's user, to a program's prompt as its calls
 * are traced, to whom a validator shows what it refused.
 */
#include "reply.h"

#include <string.h>

#include "extent.h"
#include "member.h"
#include "opening.h"
#include "said.h"

/* How much of a line may stand before the key, and before its value in the line below. */
#define LINE_MAX 96
#define REPLY_MAX 40

/* A debugger's command: "print ", "da poi(". */
#define COMMAND_MAX 12

/* How far a refused value may stand in the line that tells why. */
#define REFUSAL_MAX 240

/* (gdb) p KEY, In [3]: KEY, >>> KEY, $db$KEY: whether somebody asks for it. */
static int is_asked(const struct scan *scan, size_t line, size_t key_start)
{
    size_t at = key_start;

    if (scan_byte(scan, line) == '$') {
        return 1; /* a member of a list, as R prints it */
    }
    while (at > line + 2 && scan_is_at(scan, at - 2, "->")) {
        at = key_start = scan_run_start(scan, SET_TOKEN, at - 2, REPLY_MAX);
    }
    while (at > line + 1 && key_start - at < COMMAND_MAX &&
           (in_set(scan->bytes[at - 1], SET_ALPHA) || scan->bytes[at - 1] == '/' ||
            scan->bytes[at - 1] == '(' ||
            (scan->bytes[at - 1] == ' ' && strchr(">):", scan->bytes[at - 2]) == NULL))) {
        at--;
    }
    return at > line + 1 && scan->bytes[at - 1] == ' ' &&
           (scan->bytes[at - 2] == '>' || scan_is_at(scan, at - 3, "]:") ||
            (scan->bytes[at - 2] == ')' && scan_byte(scan, line) == '('));
}

/* $1 = 0x5581 "x", Out[3]: 'x', [1] "x", 'x', or a word alone in the line: where it starts. */
static size_t find_reply(const struct scan *scan, size_t key_start, size_t key_end, size_t line)
{
    size_t at = line, signs = 0;

    while (at - line < REPLY_MAX && !is_quote(scan_byte(scan, at)) &&
           (in_set(scan_byte(scan, at), SET_ALNUM) ||
            strchr("$=[]():* ", scan_byte(scan, at)) != NULL) &&
           scan_byte(scan, at) != '\0') {
        signs += scan_byte(scan, at) == '=' || scan_byte(scan, at) == ']' ||
                 in_set(scan_byte(scan, at), SET_DIGIT);
        at++;
    }
    effort_spend(scan->effort, at - line);
    if (is_quote(scan_byte(scan, at)) && key_end - key_start < scan->length - at &&
        memcmp(scan->bytes + key_start, scan->bytes + at + 1, key_end - key_start) == 0) {
        return 0; /* the key itself, and what it has is below */
    }
    if (is_quote(scan_byte(scan, at)) || (scan_byte(scan, at) == '{' && signs > 0)) {
        return at == line || signs > 0 ? at : 0; /* No symbol "x" in current context. */
    }
    while (at - line < LINE_MAX && scan_byte(scan, at) > ' ') {
        at++;
    }
    effort_walk(scan->effort, at - line);
    return scan_byte(scan, at) == '\n' && said_is_password(scan, line) ? line : 0;
}

/* /app/db/password and, below, a word alone that is no path: a key of etcd and what it has. */
static size_t find_word(const struct scan *scan, size_t line, size_t line_end)
{
    size_t start = line_end + 1, end = start;

    if (memchr(scan->bytes + line, ' ', line_end - line) != NULL) {
        return 0;
    }
    while (end - start < LINE_MAX && scan_byte(scan, end) > ' ' &&
           strchr("/.:", scan->bytes[end]) == NULL) {
        end++;
    }
    effort_spend(scan->effort, end - start);
    return scan_byte(scan, end) == '\n' && said_is_password(scan, start) ? start : 0;
}

/* input_value='x', as pydantic tells of a field below its name. */
static size_t find_refused(const struct scan *scan, size_t line)
{
    static const char shown[] = "input_value=";
    size_t at;

    if (!scan_is_at(scan, line, "  ")) {
        return 0;
    }
    for (at = line; at - line < REFUSAL_MAX && scan_byte(scan, at) != '\n'; at++) {
        if (scan_is_at(scan, at, shown) && is_quote(scan_byte(scan, at + sizeof shown - 1))) {
            return at + sizeof shown - 1;
        }
    }
    effort_spend(scan->effort, (at - line) / 2);
    return 0;
}

/* V 12 and x in the line below, as Subversion keeps what it asked for: where x is, with `at`
 * before its length. */
static size_t find_counted(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < 5 && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end > at && scan_byte(scan, end) == '\n' ? end + 1 : 0;
}

/* string "key" and string "x", 2: "key" and 3: "x" in lines that begin alike. */
static size_t find_alike(const struct scan *scan, size_t key_start, size_t line)
{
    size_t indent, alike = member_skip_alike(scan, key_start, line, &indent), at, quote;

    at = extent_skip_blanks(scan, alike);
    quote = opening_skip(scan, at);
    return indent != SIZE_MAX && (alike > line || quote > at) &&
                   is_quote(scan_byte(scan, quote)) &&
                   (scan_is_at(scan, at, "variant ") || said_is_password(scan, quote + 1))
               ? quote
               : 0;
}

/* write(4, "Password: ", 10) = 10, and what is read then. */
static size_t find_typed(const struct scan *scan, size_t key_start, size_t at)
{
    size_t line = scan_line_start(scan, key_start, LINE_MAX), end = at;

    if (line == SIZE_MAX || !scan_is_at(scan, line, "write(")) {
        return 0;
    }
    while (end - at < LINE_MAX && scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (!scan_is_at(scan, end, "\nread(")) {
        return 0;
    }
    for (at = end += 6; end - at < COMMAND_MAX && !is_quote(scan_byte(scan, end)); end++) {
    }
    return is_quote(scan_byte(scan, end)) ? end : 0;
}

size_t reply_find(const struct scan *scan, size_t key_start, size_t at)
{
    const int is_string = is_quote(scan_byte(scan, at));
    size_t end = at + (is_string || scan_byte(scan, at) == ')' ? 1 : 0), line;

    if (scan_is_at(scan, at, ": \"") || scan_is_at(scan, at, ":\"") ||
        scan_is_at(scan, at, " for ")) {
        return find_typed(scan, key_start, at);
    }
    end += scan_byte(scan, end) == '\r';
    if (scan_byte(scan, end) != '\n' || end >= scan->length) {
        return 0;
    }
    if (is_string) {
        return find_alike(scan, key_start, end + 1);
    }
    line = scan_line_start(scan, key_start, LINE_MAX);
    if (line == SIZE_MAX) {
        return 0;
    }
    if (scan_byte(scan, line) == '/') {
        return find_word(scan, line, end); /* /app/db/password and x below */
    }
    if (line == key_start && scan_is_at(scan, end, "\nv ")) {
        return find_counted(scan, end + 3);
    }
    return extent_skip_blanks(scan, line) == key_start ? find_refused(scan, end + 1)
           : is_asked(scan, line, key_start) ? find_reply(scan, key_start, at, end + 1)
                                             : 0;
}
