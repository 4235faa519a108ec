#include "cells.h"

#include <string.h>

#include "values/extent.h"
#include "values/value.h"

/* As many keys of one header are asked. */
#define KEYS_MAX 4

/* A code in a column has as many digits: a contact of a chip, which is a pin as well, fewer. */
#define CODE_MIN 4

/* How long the name of a function around a cell's string may be. */
#define FUNCTION_MAX 24

size_t cells_line_end(const struct scan *scan, size_t at)
{
    const size_t limit = at + LINE_MAX < scan->length ? at + LINE_MAX : scan->length;
    const size_t end = at < limit ? scan_next(scan, at, limit, '\n') : at;

    effort_spend(scan->effort, EFFORT_LINE + (end - at) / 64);
    return end;
}

struct cells cells_cut(const struct scan *scan, size_t start, size_t end,
                       unsigned char separator, unsigned int index)
{
    const int nested = separator == CELLS_OF_VALUES;
    struct cells cells = {.start = start, .end = end};
    size_t cell = start;
    unsigned char quote = 0;
    int depth = 0;

    effort_spend(scan->effort, (end - start) * 2 / 3);
    separator = nested ? ',' : separator;
    for (size_t i = start; i <= end; i++) {
        unsigned char byte = i < end ? scan->bytes[i] : separator;

        if (i < end && quote != 0) {
            i += byte == '\\' ? 1 : 0;
            quote = byte == quote ? 0 : quote;
        } else if (i < end && (byte == '"' || byte == '\'')) {
            quote = byte;
        } else if (nested && i < end && (byte == '(' || byte == ')')) {
            depth += byte == '(' ? 1 : -1;
        } else if (byte == separator && (depth <= 0 || i == end)) {
            if (cells.count == index) {
                cells.cell_start = cell;
                cells.cell_end = i;
            }
            cells.count++;
            cell = i + 1;
        }
    }
    return cells;
}

/* SHA2('x', 256): where the string begins; `start` if no function is called. */
static size_t skip_function(const struct scan *scan, size_t start, size_t end)
{
    size_t at = start;

    while (at < end && at - start < FUNCTION_MAX && in_set(scan_byte(scan, at), SET_WORD)) {
        at++;
    }
    return at > start && at + 1 < end && scan_byte(scan, at) == '(' &&
                   is_quote(scan->bytes[at + 1])
               ? at + 1
               : start;
}

void cells_found(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    struct value value = {.start = start, .end = end, .quoted = 1};
    size_t inner;

    while (value.start < value.end && scan->bytes[value.start] == ' ') {
        value.start++;
    }
    if (scan_is_at(scan, value.start, "${") && is_quote(scan_byte(scan, value.start + 2))) {
        value.start += 2; /* a template's */
        while (value.end > value.start && scan->bytes[value.end - 1] != '}') {
            value.end--;
        }
        value.end -= value.end > value.start;
    }
    inner = skip_function(scan, value.start, value.end);
    if (inner > value.start) {
        const unsigned char *quote =
            memchr(scan->bytes + inner + 1, scan->bytes[inner], end - inner - 1);

        value.start = inner + 1;
        value.end = quote != NULL ? (size_t)(quote - scan->bytes) : end;
    }
    while (value.start < value.end &&
           (scan->bytes[value.start] == ' ' || is_quote(scan->bytes[value.start]))) {
        value.start++;
    }
    while (value.end > value.start &&
           (scan->bytes[value.end - 1] <= ' ' || is_quote(scan->bytes[value.end - 1])) &&
           scan->bytes[value.end - 1] != VIEW_REDACTED) {
        value.end--;
    }
    effort_walk(scan->effort, (value.start - start) + (end - value.end));
    if (value.end > value.start &&
        (key->strength != KEY_DIGITS || value.end - value.start >= CODE_MIN) && /* no contact */
        !value_is_harmless(scan, &value, (enum key_strength)key->strength)) {
        scan_found(scan, value.start, value.end, table_text + key->name);
    }
}

int cells_may_head(const struct scan *scan, size_t key_start)
{
    return key_start < scan->header_end ? scan->header_keys < KEYS_MAX
                                        : key_start >= scan->columns_end;
}

void cells_read(struct scan *scan, size_t key_start, size_t header_end, size_t rows_end)
{
    scan->header_keys = key_start < scan->header_end ? scan->header_keys + 1 : 1;
    scan->header_end = header_end;
    scan->columns_end = rows_end > scan->columns_end ? rows_end : scan->columns_end;
}
