/* <th>password</th> that heads a column of HTML: the rows that follow have its values. */
#include <string.h>

#include "cells.h"
#include "column.h"

/* Where `tag` begins in [at, reach); `reach` if it does not. */
static size_t find_tag(const struct scan *scan, size_t at, size_t reach, const char *tag)
{
    const size_t from = at;

    reach = reach < scan->length ? reach : scan->length;
    while (at < reach && !(scan_byte(scan, at) == '<' && scan_is_at(scan, at, tag))) {
        at++;
    }
    effort_spend(scan->effort, (at - from) / 2);
    return at;
}

/* How many cells end between the row's beginning and the key; -1 if none begins. */
static int cells_before(const struct scan *scan, size_t key_start)
{
    int cells = 0;
    size_t at;

    for (at = key_start; at > 0 && key_start - at < LINE_MAX; at--) {
        if (scan->bytes[at - 1] != '<') {
            continue;
        }
        if (scan_is_at(scan, at - 1, "<tr")) {
            effort_walk(scan->effort, key_start - at);
            return cells;
        }
        cells += scan_is_at(scan, at - 1, "</th");
    }
    effort_walk(scan->effort, key_start - at);
    return -1;
}

/* The row's cell at `index`. */
static void read_row(struct scan *scan, size_t row, size_t end, int index,
                     const struct table_key *key)
{
    size_t cell = find_tag(scan, row, end, "<td"), close, tag;

    while (index-- > 0 && cell < end) {
        cell = find_tag(scan, cell + 1, end, "<td");
    }
    for (tag = cell; cell < end && scan_byte(scan, cell) != '>';) {
        cell++;
    }
    effort_walk(scan->effort, cell - tag);
    close = find_tag(scan, cell, end, "</td");
    if (close < end) {
        cells_found(scan, cell + 1, close, key);
    }
}

int table_row_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key)
{
    size_t header_end, next;
    int index, rows = 0;

    if (scan_before(scan, key_start) != '>' || !scan_is_at(scan, at, "</th") ||
        !cells_may_head(scan, key_start)) {
        return 0;
    }
    index = cells_before(scan, key_start);
    header_end = find_tag(scan, at, at + LINE_MAX, "</tr");
    for (next = header_end; index >= 0 && rows < ROWS_MAX; rows++) {
        size_t row = find_tag(scan, next, next + LINE_MAX, "<tr");
        size_t end = find_tag(scan, row, row + LINE_MAX, "</tr");

        if (!scan_is_at(scan, row, "<tr") || !scan_is_at(scan, end, "</tr")) {
            break;
        }
        read_row(scan, row, end, index, key);
        next = end;
    }
    cells_read(scan, key_start, header_end, next);
    return rows > 0;
}
