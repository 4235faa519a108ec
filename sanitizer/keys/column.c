/*
 * A key that heads a column of comma-separated values or of a table drawn with bars. What
 * stands below it is its value.
 */
#include "column.h"

#include <string.h>

#include "cells.h"
#include "values/extent.h"

/* How a table is drawn. */
struct drawing {
    unsigned char separator;
    int bare;    /* bars stand between cells only: a | b */
    int doubled; /* between the header's cells they are two: ||a||b|| */
};

static int begins_with_bar(const struct scan *scan, size_t start, size_t end)
{
    size_t at = start;

    while (at < end && scan_byte(scan, at) == ' ') {
        at++;
    }
    effort_walk(scan->effort, at - start);
    return at < end && scan_byte(scan, at) == '|';
}

/* +----+-----+ and |:---|---:| draw a table and hold nothing. */
static int is_rule(const struct scan *scan, size_t start, size_t end)
{
    size_t i;

    for (i = start; i < end; i++) {
        if (scan_byte(scan, i) == '\0' || strchr("+-|:= \t\r", scan->bytes[i]) == NULL) {
            break;
        }
    }
    effort_spend(scan->effort, i - start);
    return i == end;
}

/* Names and nothing else; separated by commas without blanks, as no code is written, or by
 * bars. */
static int is_header(const struct scan *scan, size_t start, size_t end,
                     const struct drawing *drawing)
{
    const int blanks = drawing->separator == '|' || drawing->separator == '\t';
    int named = 0, empty = 0, spaced = 0;

    effort_spend(scan->effort, (end - start) * 3 / 4);
    if (scan_is_at(scan, start, "# ")) {
        start += 2; /* a comment is the header of many a configuration */
    }
    while (blanks && start < end && scan_byte(scan, start) == ' ') {
        start++;
    }
    if (drawing->separator == '|' && !drawing->bare) {
        start += drawing->doubled ? 2 : 1;
        while (end > start && (scan->bytes[end - 1] == ' ' || scan->bytes[end - 1] == '\r')) {
            end--;
        }
        if (scan_before(scan, end) != '|') {
            return 0; /* a type, one of many */
        }
    }
    for (size_t i = start; i < end; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte == drawing->separator) {
            empty |= !named;
            named = 0;
            i += (drawing->doubled || drawing->bare) && scan_byte(scan, i + 1) == '|';
        } else if (in_set(byte, SET_ALPHA) || byte >= 0x80) {
            named = 1;
        } else if (byte == ' ' && (blanks || named)) {
            spaced |= !blanks && (scan_byte(scan, i + 1) == drawing->separator ||
                                  !in_set(scan_byte(scan, i + 1), SET_ALPHA));
        } else if ((!named && in_set(byte, SET_DIGIT)) ||
                   (!in_set(byte, SET_TOKEN) && byte != '"' && byte != '\r' &&
                    !((byte == '(' || byte == ')') && drawing->separator == '|'))) {
            return 0;
        }
    }
    return !empty && !spaced && (named || (drawing->separator == '|' && !drawing->bare));
}

/* Whether the key's line is such a header: asked once for all keys in it. */
static int heads_table(struct scan *scan, size_t key_start, struct drawing *drawing)
{
    struct scan_run line = scan_line(scan, key_start);
    unsigned int bit = 1u << (drawing->separator & 31);

    if (scan->no_header != line.end) {
        scan->no_header = line.end;
        scan->no_header_with = 0;
    }
    if (line.end - line.start > LINE_MAX || (scan->no_header_with & bit) != 0) {
        return 0;
    }
    drawing->bare = drawing->separator == '|' && !begins_with_bar(scan, line.start, line.end);
    drawing->doubled = !drawing->bare && scan_is_at(scan, line.start, "||");
    if (!is_header(scan, line.start, line.end, drawing)) {
        scan->no_header_with |= bit;
        return 0;
    }
    return 1;
}

/* What separates the key from its neighbours; 0 if it has none. */
static unsigned char separator_at(const struct scan *scan, size_t key_start, size_t at)
{
    static const char separators[] = ",|\t;";
    size_t before = key_start, after = at;
    unsigned char byte;

    while (after - at <= LINE_MAX &&
           (is_quote(scan_byte(scan, after)) || scan_byte(scan, after) == ' ')) {
        after++;
    }
    effort_spend(scan->effort, (after - at) / 2);
    if (after - at > LINE_MAX) {
        return 0;
    }
    byte = scan_byte(scan, after);
    if (byte != '\0' && strchr(separators, byte) != NULL) {
        return byte;
    }
    if (byte != '\n' && byte != '\r') {
        return 0;
    }
    while (before > 0 && key_start - before < LINE_MAX &&
           (is_quote(scan->bytes[before - 1]) || scan->bytes[before - 1] == ' ')) {
        before--;
    }
    effort_spend(scan->effort, (key_start - before) / 2);
    byte = scan_before(scan, before);
    return byte != '\0' && strchr(separators, byte) != NULL ? byte : 0;
}

/* Whether the cell says what the header says: the next of a list of names. */
static int is_name_again(const struct scan *scan, const struct cells *cells, size_t key_start,
                         size_t at)
{
    const unsigned char *cell = scan->bytes + cells->cell_start;
    size_t length = at - key_start;

    if (length > cells->cell_end - cells->cell_start) {
        return 0;
    }
    effort_spend(scan->effort, EFFORT_ITEM + (cells->cell_end - cells->cell_start) / 16);
    return memmem(cell, cells->cell_end - cells->cell_start, scan->bytes + key_start, length) !=
           NULL;
}

/* "x", ${'x'}: a string, in a table that tests are told by. */
static int is_string(const struct scan *scan, const struct cells *cells)
{
    const size_t at = extent_skip_blanks(scan, cells->cell_start);

    return at < cells->cell_end &&
           (is_quote(scan_byte(scan, at)) ||
            (scan_is_at(scan, at, "${") && is_quote(scan_byte(scan, at + 2))));
}

/* The rows below the header, which ends at `header->end`: how many there are, and to where. */
static int read_rows(struct scan *scan, const struct drawing *drawing,
                     const struct cells *header, unsigned int index, size_t key_start,
                     size_t at, const struct table_key *key, size_t *ret_end)
{
    size_t next = header->end + 1;
    int rows = 0, ruled = 0;

    for (int line = 0; line < ROWS_MAX && next < scan->length; line++) {
        size_t end = cells_line_end(scan, next);
        struct cells cells = cells_cut(scan, next, end, drawing->separator, index);

        effort_spend(scan->effort, drawing->bare && !ruled ? (end - header->start) / 64 : 0);
        if (end > next && is_rule(scan, next, end)) {
            ruled |= rows == 0;
        } else if (cells.count != header->count || is_name_again(scan, &cells, key_start, at) ||
                   (drawing->bare && !ruled && !is_string(scan, &cells) &&
                    memchr(scan->bytes + header->start, ' ', end - header->start) != NULL)) {
            break; /* a | b without a rule is what many languages compute */
        } else {
            cells_found(scan, cells.cell_start, cells.cell_end, key);
            rows++;
        }
        next = end + 1;
    }
    *ret_end = next;
    return rows;
}

/*
 * Whether the key has its value beside it, and none below: in a list of pairs, "key<TAB>value",
 * what follows holds a digit as no name does, or another pair stands above.
 */
static int is_row(const struct scan *scan, const struct cells *line, unsigned int index,
                  unsigned char separator)
{
    size_t above = line->start;

    if (line->count == 2 && index == 0) {
        for (size_t i = line->cell_end; i < line->end; i++) {
            if (in_set(scan_byte(scan, i), SET_DIGIT)) {
                effort_walk(scan->effort, i - line->cell_end);
                return 1;
            }
        }
        effort_walk(scan->effort, line->end - line->cell_end);
    }
    if (line->start < 2 || scan->bytes[line->start - 2] == '\n') {
        return 0;
    }
    for (above--; above > 0 && scan->bytes[above - 1] != '\n'; above--) {
        if (line->start - above > LINE_MAX) {
            effort_walk(scan->effort, LINE_MAX);
            return 0;
        }
    }
    effort_walk(scan->effort, line->start - above);
    return cells_cut(scan, above, line->start - 1, separator, 0).count == line->count;
}

/* Whether the bar at `bar` has another above or below it, as in a list of "key | value". */
static int is_aligned_bar(struct scan *scan, size_t bar, const struct cells *line)
{
    size_t column = bar - line->start, below = line->end + 1 + column;
    size_t above = line->start > 0 ? line->start - 1 : 0;

    while (above > 0 && line->start - above <= LINE_MAX && scan->bytes[above - 1] != '\n') {
        above--;
    }
    effort_walk(scan->effort, line->start - above);
    return (scan_byte(scan, below) == '|' && cells_line_end(scan, line->end + 1) > below) ||
           (above + column < line->start && scan->bytes[above + column] == '|');
}

/* password | x, as databases print a row in lines. */
static int read_pair(struct scan *scan, const struct cells *line, size_t at,
                     const struct table_key *key)
{
    size_t bar = at;

    while (scan_byte(scan, bar) == ' ' && bar - at < LINE_MAX) {
        bar++;
    }
    effort_walk(scan->effort, bar - at);
    if (scan_byte(scan, bar) != '|' || !is_aligned_bar(scan, bar, line)) {
        return 0;
    }
    cells_found(scan, bar + 1, line->end, key);
    return 1;
}

int column_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key)
{
    struct drawing drawing = {.separator = separator_at(scan, key_start, at)};
    struct scan_run line;
    struct cells header;
    unsigned int index;
    size_t end = 0;
    int rows;

    if (drawing.separator == 0 || !cells_may_head(scan, key_start) ||
        !heads_table(scan, key_start, &drawing)) {
        return 0;
    }
    line = scan_line(scan, key_start);
    index = cells_cut(scan, line.start, key_start, drawing.separator, 0).count - 1;
    header = cells_cut(scan, line.start, line.end, drawing.separator, index);
    if (drawing.doubled) {
        index /= 2;
        header.count = (header.count + 1) / 2;
    }
    if (header.count < 2) {
        return 0;
    }
    rows = is_row(scan, &header, index, drawing.separator)
               ? 0
               : read_rows(scan, &drawing, &header, index, key_start, at, key, &end);
    cells_read(scan, key_start, line.end, end);
    return rows > 0 || (drawing.bare && header.count == 2 && index == 0 &&
                        read_pair(scan, &header, at, key));
}
