/*
 * A key that heads a column of a table whose columns are told by blanks alone: with a rule of
 * hyphens below the header, headed by capitals, or set to the right as statisticians do.
 */
#include <string.h>

#include "cells.h"
#include "column.h"
#include "scan/looks.h"
#include "values/extent.h"

/* The bit of scan->no_header_with that is no separator's. */
#define ALIGNED_BIT 1u

enum header { HEADER_NONE, HEADER_RULED, HEADER_CAPITALS, HEADER_RIGHT };

/* ----  --------: as many columns as the header has. */
static int is_rule(const struct scan *scan, size_t start, size_t end)
{
    size_t hyphens = 0, gaps = 0, i;

    for (i = start; i < end; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte != '-' && byte != '=' && byte != ' ' && byte != '\r') {
            break;
        }
        hyphens += byte == '-' || byte == '=';
        gaps += byte == ' ' && i > start && scan->bytes[i - 1] != ' ';
    }
    effort_spend(scan->effort, (i - start) / 2);
    return i == end && hyphens > 3 && gaps > 0;
}

/* NAME   USER   PASSWORD: nothing but capitals, two blanks or more between some of them. */
static int is_of_capitals(const struct scan *scan, size_t start, size_t end)
{
    size_t i;
    int gap = 0;

    for (i = start; i < end; i++) {
        unsigned char byte = scan->bytes[i];

        if (!in_set(byte, SET_UPPER) && byte != ' ' && byte != '_' && byte != '-' &&
            byte != '(' && byte != ')' && byte != '\r' && !in_set(byte, SET_DIGIT)) {
            break;
        }
        gap |= byte == ' ' && scan_byte(scan, i + 1) == ' ' && i > start;
    }
    effort_spend(scan->effort, (i - start) / 2);
    return i == end && gap && in_set(scan_byte(scan, start), SET_UPPER);
}

static unsigned int count_words(const struct scan *scan, size_t start, size_t end)
{
    unsigned int words = 0;

    effort_spend(scan->effort, (end - start) / 2);
    for (size_t i = start; i < end; i++) {
        words += !is_blank(scan->bytes[i]) && (i == start || is_blank(scan->bytes[i - 1]));
    }
    return words;
}

/* "   user  password" over "0  bob  x": names are set to the right, over numbered rows or
 * strings, one for each. */
static int is_set_right(const struct scan *scan, size_t start, size_t end, size_t row)
{
    const size_t row_end = cells_line_end(scan, row);
    unsigned int names;
    size_t i;

    if (scan_byte(scan, start) != ' ' || scan_byte(scan, start + 1) != ' ') {
        return 0;
    }
    for (i = start; i < end; i++) {
        if (!in_set(scan_byte(scan, i), SET_WORD) && strchr(". \r", scan->bytes[i]) == NULL) {
            break;
        }
    }
    effort_spend(scan->effort, i - start);
    if (i < end) {
        return 0;
    }
    names = count_words(scan, start, end);
    if (in_set(scan_byte(scan, row), SET_DIGIT)) {
        return names > 1 && count_words(scan, row, row_end) > names;
    }
    while (row < row_end && scan_byte(scan, row) == ' ') {
        row++;
    }
    return names > 1 && scan_byte(scan, row) == '"' && count_words(scan, row, row_end) == names;
}

/* How the key's line heads a table: asked once for all keys in it, if it does not. */
static enum header heads_table(struct scan *scan, struct scan_run line)
{
    size_t below = line.end + 1;

    if (scan->no_header != line.end) {
        scan->no_header = line.end;
        scan->no_header_with = 0;
    }
    if (line.end - line.start > LINE_MAX || (scan->no_header_with & ALIGNED_BIT) != 0) {
        return HEADER_NONE;
    }
    if (below < scan->length && is_rule(scan, below, cells_line_end(scan, below))) {
        return HEADER_RULED;
    }
    if (is_of_capitals(scan, line.start, line.end)) {
        return HEADER_CAPITALS;
    }
    if (is_set_right(scan, line.start, line.end, below)) {
        return HEADER_RIGHT;
    }
    scan->no_header_with |= ALIGNED_BIT;
    return HEADER_NONE;
}

/* Where nothing but capitals says that it is a table, a cell is no word, and nothing that an
 * object is called by: default-x, and whatever a "secret" is called that was not drawn. */
static int is_likely(const struct scan *scan, size_t start, size_t end,
                     const struct table_key *key)
{
    int letters = 1, hyphen = 0, slug = 1;

    effort_spend(scan->effort, (end - start) / 2);
    for (size_t i = start; i < end; i++) {
        letters &= in_set(scan_byte(scan, i), SET_ALPHA) != 0;
        slug &= in_set(scan_byte(scan, i), SET_SLUG) != 0;
        hyphen |= scan_byte(scan, i) == '-';
    }
    return !letters && (!slug || (!hyphen && (strcmp(table_text + key->name, "secret") != 0 ||
                                              looks_random(scan->bytes + start, end - start))));
}

/* The word of the row that stands in the column, which is `first` to `last` bytes behind the
 * line's start. Returns whether there is one, or nothing at all. */
static int read_row(struct scan *scan, struct scan_run row, size_t first, size_t last,
                    enum header header, const struct table_key *key)
{
    size_t start = row.start + first, end;

    if (start >= row.end) {
        return header == HEADER_RULED;
    }
    if (memchr(scan->bytes + row.start, VIEW_REDACTED, first) != NULL) {
        return 1; /* what stood before was of another length */
    }
    if (scan_byte(scan, start) == ' ') {
        while (start < row.end && start - row.start < last && scan_byte(scan, start) == ' ') {
            start++;
        }
        effort_walk(scan->effort, start - row.start - first);
        if (start == row.end || start - row.start == last) {
            return 1;
        }
    }
    while (start > row.start && scan->bytes[start - 1] > ' ') {
        start--;
    }
    for (end = start; end < row.end &&
                      (scan_byte(scan, end) > ' ' || scan_byte(scan, end) == VIEW_REDACTED);) {
        end++;
    }
    effort_walk(scan->effort, 2 * (end - start));
    if (!(start - row.start == first ||
          (header != HEADER_CAPITALS && (end - row.start == last || header == HEADER_RULED ||
                                         is_quote(scan_byte(scan, start)))))) {
        return 0;
    }
    if (header == HEADER_RULED || is_quote(scan_byte(scan, start)) ||
        is_likely(scan, start, end, key)) {
        cells_found(scan, start, end, key);
    }
    return 1;
}

/* The name's whole column: of several words with a blank between, as wide as the rule. */
static void find_column(const struct scan *scan, struct scan_run line, enum header header,
                        size_t *first, size_t *last)
{
    const size_t rule = line.end + 1, key = *first;

    while (*first > line.start && scan->bytes[*first - 1] != ' ') {
        (*first)--;
    }
    if (header == HEADER_CAPITALS) {
        while (*first > line.start + 1 && scan->bytes[*first - 2] != ' ') {
            (*first)--;
        }
        effort_walk(scan->effort, key - *first);
    } else if (header == HEADER_RULED) {
        const size_t end = cells_line_end(scan, rule);
        size_t left = rule + (*first - line.start), right;

        left = left < end ? left : end;
        while (left > rule && scan->bytes[left - 1] > ' ') {
            left--;
        }
        for (right = left; right < end && scan_byte(scan, right) > ' ';) {
            right++;
        }
        effort_walk(scan->effort, 2 * (right - left));
        if (right > left) {
            *first = left - rule + line.start;
            *last = right - rule + line.start;
        }
    }
}

int aligned_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key)
{
    size_t first = key_start, last = at, next;
    struct scan_run line;
    enum header header;
    int rows = 0;

    if (is_blank(scan_byte(scan, at)) == 0 || !cells_may_head(scan, key_start)) {
        return 0;
    }
    line = scan_line(scan, key_start);
    header = heads_table(scan, line);
    if (header == HEADER_NONE || (header == HEADER_CAPITALS && scan_byte(scan, at) == ' ' &&
                                  scan_byte(scan, at + 1) != ' ' && at + 1 < line.end)) {
        return 0;
    }
    find_column(scan, line, header, &first, &last);
    next = line.end + 1;
    if (header == HEADER_RULED) {
        next = cells_line_end(scan, next) + 1;
    }
    for (int i = 0; i < ROWS_MAX && next < scan->length; i++) {
        struct scan_run row = {next, cells_line_end(scan, next)};

        if (row.end == row.start ||
            !read_row(scan, row, first - line.start, last - line.start, header, key)) {
            break;
        }
        rows++;
        next = row.end + 1;
    }
    cells_read(scan, key_start, line.end, next);
    return rows > 0;
}
