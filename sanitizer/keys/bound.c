/*
 * Values that were bound to the placeholders of a statement, and are printed apart from it as
 * drivers and mappers do in their logs: by their names ("$1 = 'x'"), as a list with as many
 * items as there are placeholders, or a line each.
 */
#include <string.h>

#include "cells.h"
#include "statement.h"
#include "tables/words.h"
#include "values/extent.h"

/* A statement begins no further before a placeholder, and what was bound stands no further
 * behind it or before. */
#define BEFORE_MAX 400
#define BEHIND_MAX 600

/* How many lists are looked at, how long one is, and how many lines of one value each. */
#define LISTS_MAX 4
#define LIST_MAX 400
#define LINES_MAX 12

/* All of it together costs no more than so many looks at each byte before, and these. */
#define LOOKS_EACH 6
#define LOOKS_FREE 8192

#define NAME_MAX 24

struct placeholder {
    size_t start;
    size_t end;
    unsigned int number; /* which one it is, from 1; 0 if only its name says it */
    int named;
};

/* ?, %s, $1, @p0 */
static int placeholder_at(const struct scan *scan, size_t at, struct placeholder *ret)
{
    unsigned char byte = scan_byte(scan, at);
    size_t end = at + 1;

    ret->start = at;
    ret->number = 0;
    ret->named = byte == '$' || byte == '@';
    if (byte == '%' && scan_byte(scan, end) == 's') {
        end++;
    } else if (byte == '$') {
        while (end - at < 4 && in_set(scan_byte(scan, end), SET_DIGIT)) {
            ret->number = ret->number * 10 + (scan->bytes[end++] - '0');
        }
        if (ret->number == 0) {
            return 0;
        }
    } else if (byte == '@') {
        while (end - at < NAME_MAX && in_set(scan_byte(scan, end), SET_WORD)) {
            end++;
        }
    } else if (byte != '?') {
        return 0;
    }
    ret->end = end;
    return !in_set(scan_byte(scan, end), SET_WORD) && (byte != '@' || end > at + 1);
}

/* Where the statement begins; `at` if there is none. */
static size_t statement_start(const struct scan *scan, size_t at)
{
    static const char *const verbs[] = {"update ", "insert ",  "select ", "delete ",
                                        "merge ",  "replace ", "alter ",  "create "};

    for (size_t start = at; at - start < BEFORE_MAX; start--) {
        if (in_set(scan_byte(scan, start), SET_ALPHA) &&
            !in_set(scan_before(scan, start), SET_WORD)) {
            for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
                if (scan_is_at(scan, start, verbs[i])) {
                    effort_spend(scan->effort, at - start);
                    return start;
                }
            }
        }
        if (start == 0) {
            break;
        }
    }
    effort_spend(scan->effort, at < BEFORE_MAX ? at : BEFORE_MAX);
    return at;
}

/* The placeholders in [start, end): how many, or the highest number. */
static unsigned int count_placeholders(const struct scan *scan, size_t start, size_t end)
{
    unsigned int count = 0;

    effort_spend(scan->effort, end - start);
    for (size_t at = start; at < end; at++) {
        struct placeholder next;

        if (strchr("?%$", scan->bytes[at]) != NULL && scan_byte(scan, at) != '\0' &&
            placeholder_at(scan, at, &next)) {
            count = next.number > count ? next.number : count + (next.number == 0);
        }
    }
    return count;
}

/* @p0 = 'x', $1=<'x'>, in [at, reach). */
static int find_named(struct scan *scan, const struct placeholder *holder, size_t at,
                      size_t reach, const struct table_key *key)
{
    const size_t length = holder->end - holder->start, from = at;

    for (; at + length < reach && at + length < scan->length; at++) {
        size_t sign = at + length;
        const unsigned char *end;

        if (scan_byte(scan, at) != scan->bytes[holder->start] || at == holder->start ||
            memcmp(scan->bytes + at, scan->bytes + holder->start, length) != 0) {
            continue;
        }
        sign = extent_skip_blanks(scan, sign);
        if (scan_byte(scan, sign) != '=') {
            continue;
        }
        sign = extent_skip_blanks(scan, sign + 1);
        sign += scan_byte(scan, sign) == '<' || scan_byte(scan, sign) == 'N';
        if (!is_quote(scan_byte(scan, sign))) {
            continue;
        }
        sign++;
        end = memchr(scan->bytes + sign, scan->bytes[sign - 1],
                     cells_line_end(scan, sign) - sign);
        if (end != NULL) {
            effort_spend(scan->effort, (at - from) / 2);
            cells_found(scan, sign, (size_t)(end - scan->bytes), key);
            return 1;
        }
    }
    effort_spend(scan->effort, (at - from) / 2);
    return 0;
}

/* Whether what stands before a list says that it is of parameters. */
static int is_introduced(const struct scan *scan, size_t open)
{
    static const char *const words[] = {"param", "bind", "args"};

    for (size_t at = open; at > 0 && open - at < NAME_MAX && scan->bytes[at - 1] != '\n';
         at--) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (scan_is_at(scan, at - 1, words[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* The value of an item in [start, end): x(String), (String) x, 1='x' and "1":"x" are x. */
static struct scan_run item_value(const struct scan *scan, size_t start, size_t end)
{
    size_t at = start;
    const unsigned char *mark;

    if (scan_byte(scan, at) == '(') {
        mark = memchr(scan->bytes + at, ')', end - at);
        at = mark != NULL ? (size_t)(mark - scan->bytes) + 1 : at;
        return (struct scan_run){at, end};
    }
    at += (size_t)is_quote(scan_byte(scan, at));
    while (at < end && in_set(scan_byte(scan, at), SET_DIGIT)) {
        at++;
    }
    effort_walk(scan->effort, at - start);
    at += (size_t)(is_quote(scan_byte(scan, at)) && is_quote(scan_byte(scan, start)));
    if (at > start && at + 1 < end &&
        (scan_byte(scan, at) == '=' || scan_byte(scan, at) == ':')) {
        start = at + 1;
    }
    if (is_quote(scan_byte(scan, start))) {
        mark = memchr(scan->bytes + start + 1, scan->bytes[start], end - start - 1);
        at = mark != NULL ? (size_t)(mark - scan->bytes) + 1 : end;
        return (struct scan_run){start, extent_skip_blanks(scan, at) < end ? start : at};
    }
    mark = scan->bytes[end - 1] == ')' ? memrchr(scan->bytes + start, '(', end - start) : NULL;
    return (struct scan_run){start, mark != NULL ? (size_t)(mark - scan->bytes) : end};
}

/* The item of that number of a list in [start, end), if it has as many as there are
 * placeholders. */
static int read_list(struct scan *scan, size_t start, size_t end, unsigned int number,
                     unsigned int count, int introduced, const struct table_key *key)
{
    struct cells cells = cells_cut(scan, start, end, ',', number - 1);
    size_t item = extent_skip_blanks(scan, cells.cell_start);
    struct placeholder again;
    struct scan_run value;

    if (cells.count != count || item >= cells.cell_end || placeholder_at(scan, item, &again)) {
        return 0;
    }
    value = item_value(scan, item, cells.cell_end);
    if (value.start >= value.end || (!introduced && !is_quote(scan->bytes[value.start]))) {
        return 0;
    }
    cells_found(scan, value.start, value.end, key);
    return 1;
}

/* binding parameter [2] as [VARCHAR] - [x], column index 2, parameter value [x]: -1 if it is no
 * such line, 0 if it is of another placeholder. */
static int read_line(struct scan *scan, size_t at, size_t end, unsigned int number,
                     const struct table_key *key)
{
    const unsigned char *open, *close;
    unsigned int said = 0;
    size_t digit = at + (scan_is_at(scan, at, "column index ") ? 13 : 11);

    if (digit != at + 13 && !scan_is_at(scan, at, "parameter [") &&
        !scan_is_at(scan, at, "parameter (")) {
        return -1;
    }
    for (; digit < end && in_set(scan_byte(scan, digit), SET_DIGIT) && said < 1000; digit++) {
        said = said * 10 + (scan->bytes[digit] - '0');
    }
    if (said != number) {
        return said > 0 ? 0 : -1;
    }
    effort_spend(scan->effort, (end - digit) / 8);
    open = memmem(scan->bytes + digit, end - digit, "- [", 3);
    open = open != NULL ? open : memmem(scan->bytes + digit, end - digit, "value [", 7);
    if (open == NULL) {
        return 0;
    }
    open += open[0] == '-' ? 3 : 7;
    close = open[-2] == ' ' && open[-3] == '-'
                ? memrchr(open, ']', (size_t)(scan->bytes + end - open))
                : memmem(open, (size_t)(scan->bytes + end - open), "], ", 3);
    if (close == NULL) {
        return 0;
    }
    cells_found(scan, (size_t)(open - scan->bytes), (size_t)(close - scan->bytes), key);
    return 1;
}

/* A list that no bracket opens, at `at`: where its items start, or 0. */
static size_t open_list(const struct scan *scan, size_t at)
{
    static const char *const openings[] = {"parameters: ", "paramvalues: ", "params=", "; \""};

    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (scan_is_at(scan, at, openings[i])) {
            size_t start = at + strlen(openings[i]) - (openings[i][0] == ';');

            return strchr("[{$", scan_byte(scan, start)) == NULL &&
                           !scan_is_at(scan, start, "array{") &&
                           (scan_byte(scan, start) != '(' || scan_before(scan, start) == '=')
                       ? start
                       : 0;
        }
    }
    return 0;
}

/* A list at `at`, whatever opens it: where its items start and end. */
static int list_at(struct scan *scan, size_t at, size_t *ret_start, size_t *ret_end)
{
    unsigned char byte = scan_byte(scan, at), close = byte == '(' ? ')' : byte + 2, quote = 0;
    size_t start, end;
    const unsigned char *bracket;

    effort_spend(scan->effort, EFFORT_ITEM);
    if (strchr("[({;Pp", byte) == NULL || byte == VIEW_REDACTED) {
        return 0;
    }
    start = open_list(scan, at);
    if (start != 0) {
        *ret_start = start;
        *ret_end = cells_line_end(scan, start);
        bracket = memchr(scan->bytes + start, ']', *ret_end - start);
        *ret_end = bracket != NULL ? (size_t)(bracket - scan->bytes) : *ret_end;
        return 1;
    }
    if (byte != '[' && byte != '(' && byte != '{') {
        return 0;
    }
    for (end = at + 1; end < scan->length && end - at < LIST_MAX; end++) {
        scan->bound_looks++;
        byte = scan->bytes[end];
        if (quote != 0) {
            end += byte == '\\';
            quote = byte == quote ? 0 : quote;
        } else if (is_quote(byte)) {
            quote = byte;
        } else if (byte == close) {
            break;
        } else if (byte == '[' || byte == '(' || byte == '{') {
            effort_spend(scan->effort, (end - at) / 2);
            return 0;
        }
    }
    effort_spend(scan->effort, (end - at) / 2);
    *ret_start = at + 1;
    *ret_end = end;
    return scan_byte(scan, end) == close && end < scan->length;
}

/* Likewise, of this list and those that follow it: [('a', 'x'), ('b', 'y')]. */
static int read_lists(struct scan *scan, size_t start, size_t end, unsigned int number,
                      unsigned int count, int introduced, const struct table_key *key)
{
    if (!read_list(scan, start, end, number, count, introduced, key)) {
        return 0;
    }
    for (int row = 0; row < ROWS_MAX && scan_is_at(scan, end + 1, ", (") &&
                      list_at(scan, end + 3, &start, &end);
         row++) {
        if (!read_list(scan, start, end, number, count, introduced, key)) {
            break;
        }
    }
    return 1;
}

/* A list of as many items as the statement has placeholders, behind it; or the line of one. */
static int find_numbered(struct scan *scan, size_t start, const struct placeholder *holder,
                         const struct table_key *key)
{
    size_t reach = holder->end + BEHIND_MAX, list, end;
    unsigned int lists = 0, lines = 0;

    for (size_t at = holder->end; at < reach && at < scan->length; at++) {
        int read = -1;

        effort_spend(scan->effort, 1);
        scan->bound_looks++;
        if (scan_byte(scan, at) == 'p' || scan_byte(scan, at) == 'c') {
            end = cells_line_end(scan, at);
            read = read_line(scan, at, end, holder->number, key);
            scan->bound_looks += read >= 0 ? end - at : 0;
            if (read == 0 && lines++ < LINES_MAX) {
                reach = end + LINE_MAX;
                at = end;
            }
        }
        if (read <= 0 && lists < LISTS_MAX && list_at(scan, at, &list, &end)) {
            scan->bound_looks += end - start;
            lists++;
            read =
                read_lists(scan, list, end, holder->number, count_placeholders(scan, start, at),
                           is_introduced(scan, at + 1), key);
        }
        if (read == 1) {
            return 1;
        }
    }
    return 0;
}

/* bindings: [ 'x' ], sql: '...': the list before the statement. */
static int find_before(struct scan *scan, size_t start, const struct placeholder *holder,
                       const struct table_key *key)
{
    static const char opening[] = "bindings: [";
    size_t list, end, at;

    for (at = start; at > 0 && start - at < BEFORE_MAX; at--) {
        if (scan->bytes[at - 1] == 'b' && scan_is_at(scan, at - 1, opening)) {
            effort_walk(scan->effort, start - at);
            return list_at(scan, at + sizeof opening - 3, &list, &end) &&
                   read_list(scan, list, end, holder->number,
                             count_placeholders(scan, start, cells_line_end(scan, holder->end)),
                             1, key);
        }
    }
    effort_walk(scan->effort, start - at);
    return 0;
}

int bound_match(struct scan *scan, size_t at, const struct table_key *key)
{
    struct placeholder holder;
    size_t start, before;

    if (!placeholder_at(scan, at, &holder) ||
        scan->bound_looks > LOOKS_EACH * at + LOOKS_FREE) {
        return 0;
    }
    start = statement_start(scan, at);
    before = start > BEFORE_MAX ? start - BEFORE_MAX : 0;
    scan->bound_looks += start == at ? BEFORE_MAX : at - start;
    if (start == at) {
        return 0;
    }
    if (holder.named) {
        scan->bound_looks += BEFORE_MAX + BEHIND_MAX;
        if (find_named(scan, &holder, holder.end, holder.end + BEHIND_MAX, key) ||
            find_named(scan, &holder, before, start, key)) {
            return 1;
        }
    }
    if (holder.named && holder.number == 0) {
        return 0;
    }
    if (holder.number == 0) {
        holder.number = count_placeholders(scan, start, holder.end);
    }
    return find_numbered(scan, start, &holder, key) || find_before(scan, start, &holder, key);
}
