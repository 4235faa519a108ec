/*
 * A column in the list of names of SQL's INSERT or COPY, or that is compared with a
 * placeholder: what stands at its place among the values, or was bound to it.
 */
#include "statement.h"

#include <string.h>

#include "cells.h"
#include "values/extent.h"

/* How far behind the names of columns VALUES stands. */
#define VALUES_GAP 24

/* The brackets around the list of names that the key stands in. */
static int find_names(const struct scan *scan, size_t key_start, size_t at, size_t *ret_open,
                      size_t *ret_close)
{
    size_t open = key_start, close = at;

    while (open > 0 && key_start - open < LINE_MAX && scan->bytes[open - 1] != '(') {
        if (scan->bytes[open - 1] == ')' || scan->bytes[open - 1] == ';' ||
            scan->bytes[open - 1] == '=') {
            effort_spend(scan->effort, (key_start - open) / 2);
            return 0;
        }
        open--;
    }
    while (close < scan->length && close - at < LINE_MAX && scan_byte(scan, close) != ')') {
        if (scan_byte(scan, close) == '(' || scan_byte(scan, close) == '=') {
            effort_walk(scan->effort, close - open);
            return 0;
        }
        close++;
    }
    effort_spend(scan->effort, (close - open) / 2);
    *ret_open = open;
    *ret_close = close;
    return scan_before(scan, open) == '(' && open > 0 && scan_byte(scan, close) == ')';
}

/* VALUES ('a', 'b'), ('c', 'd'): where they end. */
static size_t read_values(struct scan *scan, size_t at, unsigned int index,
                          const struct table_key *key)
{
    size_t next = at;

    for (int row = 0; row < ROWS_MAX; row++) {
        struct cells cells;
        size_t close, cell, from = next;

        while (next < scan->length &&
               (scan_byte(scan, next) <= ' ' || scan_byte(scan, next) == ',') &&
               scan_byte(scan, next) != VIEW_REDACTED) {
            next++;
        }
        effort_walk(scan->effort, next - from);
        if (scan_byte(scan, next) != '(') {
            break;
        }
        close = extent_closed(scan, next + 1, LINE_MAX);
        if (close == next + 1) {
            break;
        }
        cells = cells_cut(scan, next + 1, close, CELLS_OF_VALUES, index);
        cell = extent_skip_blanks(scan, cells.cell_start);
        if (cells.count > index && !bound_match(scan, cell, key)) {
            cells_found(scan, cells.cell_start, cells.cell_end, key);
        }
        next = close + 1;
    }
    return next;
}

/* FROM stdin; and lines of values with tabs between them: where they end. */
static size_t read_lines(struct scan *scan, size_t at, unsigned int index, unsigned int count,
                         const struct table_key *key)
{
    size_t next = cells_line_end(scan, at) + 1;

    for (int row = 0; row < ROWS_MAX && next < scan->length; row++) {
        size_t end = cells_line_end(scan, next);
        struct cells cells = cells_cut(scan, next, end, '\t', index);

        if (cells.count != count) {
            break;
        }
        cells_found(scan, cells.cell_start, cells.cell_end, key);
        next = end + 1;
    }
    return next;
}

/* INSERT INTO x (name, password) VALUES ..., COPY x (name, password) FROM stdin; */
static int match_list(struct scan *scan, size_t key_start, size_t at,
                      const struct table_key *key)
{
    static const char *const openings[] = {"values", "from stdin"};
    size_t open, close, next, end;
    unsigned int index;

    if (!cells_may_head(scan, key_start) ||
        !scan_one_stands_between(scan, &scan->no_values, at, at + LINE_MAX + VALUES_GAP,
                                 openings, sizeof openings / sizeof *openings) ||
        !find_names(scan, key_start, at, &open, &close)) {
        return 0;
    }
    for (next = close + 1;
         next - close < VALUES_GAP && scan_byte(scan, next) <= ' ' && next < scan->length;) {
        next++;
    }
    index = cells_cut(scan, open, key_start, ',', 0).count - 1;
    if (scan_is_at(scan, next, "values")) {
        end = read_values(scan, next + 6, index, key);
    } else if (scan_is_at(scan, next, "from stdin")) {
        end = read_lines(scan, next, index, cells_cut(scan, open, close, ',', 0).count, key);
    } else {
        return 0;
    }
    cells_read(scan, key_start, close, end);
    return 1;
}

int statement_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key)
{
    unsigned char byte = scan_byte(scan, at);
    size_t sign = at;

    sign += is_quote(byte) || byte == ']'; /* "password", `password`, [password] */
    sign = extent_skip_blanks(scan, sign);
    byte = scan_byte(scan, sign);
    if (byte == '=') {
        return bound_match(scan, extent_skip_blanks(scan, sign + 1), key);
    }
    return (byte == ',' || byte == ')' || byte == '\n') && match_list(scan, key_start, at, key);
}
