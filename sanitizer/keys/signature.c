#include "signature.h"

#include <string.h>

#include "rows.h"
#include "values/extent.h"
#include "values/value.h"

/* How long the parameters before the key may be, and how far above them the values begin. */
#define PARAMETERS_MAX 200
#define ABOVE_MAX 800

#define ROWS_MAX 24

/* So many keys of one function are asked. */
#define KEYS_MAX 3
#define GAP_MAX 64

static int is_above(unsigned char byte)
{
    return in_set(byte, SET_WORD) || byte == ' ' || byte == ',' || byte == '\n' ||
           byte == '<' || byte == '>' || byte == '?' || byte == '$' || byte == '@';
}

/* Where the list of parameters opens that holds the key; sets which of them it is. */
static size_t open_before(const struct scan *scan, size_t start, size_t *ret_column)
{
    size_t at = start;

    *ret_column = 0;
    while (at > 0 && start - at < PARAMETERS_MAX && is_above(scan->bytes[at - 1])) {
        at--;
        *ret_column += scan_byte(scan, at) == ',';
    }
    effort_spend(scan->effort, (start - at) / 2);
    return at > 0 && scan->bytes[at - 1] == '(' ? at - 1 : 0;
}

static int found(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    const struct value value = {.start = start, .end = end, .quoted = 1, .sign = '='};

    if (end <= start || start < scan->value_end ||
        value_is_harmless(scan, &value, KEY_STRONG)) {
        return 0;
    }
    scan_found(scan, start, end, table_text + key->name);
    return 1;
}

/* "bob, x": the cell of a line that a string holds. */
static int find_cell(struct scan *scan, const struct scan_run *line, size_t column,
                     const struct table_key *key)
{
    size_t start = line->start, end;

    while (column > 0 && start < line->end) {
        column -= scan->bytes[start++] == ',';
    }
    while (start < line->end && scan_byte(scan, start) == ' ') {
        start++;
    }
    effort_walk(scan->effort, start - line->start);
    end = scan_next(scan, start, line->end, ',');
    return column == 0 && found(scan, start, end, key);
}

static size_t skip_gap(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < GAP_MAX &&
           (is_blank(scan_byte(scan, end)) || scan_byte(scan, end) == ',')) {
        end++;
    }
    return end;
}

/* @CsvSource({"bob,x", "amy,y"}), to where *ret_end is then. */
static int find_in_lines(struct scan *scan, size_t open, size_t *ret_end, size_t limit,
                         size_t column, const struct table_key *key)
{
    int count = 0;
    size_t i;

    for (i = open; i < limit && scan_byte(scan, i) != ')'; i++) {
        if (scan_byte(scan, i) == '"') {
            struct scan_run line = {i + 1, scan_next(scan, i + 1, limit, '"')};

            count += find_cell(scan, &line, column, key);
            i = line.end;
        }
    }
    effort_walk(scan->effort, i > open ? i - open : 0);
    *ret_end = i;
    return count;
}

/* [["bob", "x"], ["amy", "y"]] */
static int find_in_rows(struct scan *scan, size_t open, size_t column,
                        const struct table_key *key)
{
    size_t at = skip_gap(scan, open + 1);
    int count = 0;

    at += scan_byte(scan, at) == '[';
    for (unsigned int i = 0; i < ROWS_MAX && at != 0; i++) {
        struct scan_run string;

        at = skip_gap(scan, at);
        if (scan_byte(scan, at) != '[') {
            break;
        }
        at = rows_read(scan, at, column, &string);
        count += at != 0 && found(scan, string.start, string.end, key);
    }
    return count;
}

int signature_match(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    static const char *const openings[] = {"inlinedata(", "testcase(", "datarow(",
                                           "csvsource(",  ".each(",    "arguments("};
    const unsigned char behind = scan_byte(scan, end);
    size_t column, open, from;
    int count = 0;

    if (key->strength != KEY_STRONG || (behind != ')' && behind != ',') ||
        (scan_before(scan, start) != ' ' && scan_before(scan, start) != '(' &&
         scan_before(scan, start) != '$')) {
        return 0;
    }
    from = start > ABOVE_MAX ? start - ABOVE_MAX : 0;
    if (!scan_one_stands_between(scan, &scan->no_attribute, from, start, openings,
                                 sizeof openings / sizeof *openings)) {
        return 0;
    }
    open = open_before(scan, start, &column);
    if (open != 0 && open == scan->signature.end && scan->signature_keys++ < KEYS_MAX) {
        from = scan->signature.start;
    } else if (open > scan->signature.end) { /* the values are behind the function before it */
        from = scan->signature.end > from ? scan->signature.end : from;
        scan->signature = (struct scan_run){from, open};
        scan->signature_keys = 0;
    } else {
        return 0;
    }
    for (size_t i = from; i < open; i++) {
        effort_spend(scan->effort, 2);
        for (size_t k = 0; k < sizeof openings / sizeof *openings; k++) {
            struct scan_run string;
            const size_t bracket = i + strlen(openings[k]) - 1;

            if (!scan_is_at(scan, i, openings[k])) {
                continue;
            }
            effort_spend(scan->effort, EFFORT_MATCHER);
            if (openings[k][0] == '.') {
                count += find_in_rows(scan, bracket, column, key);
            } else if (openings[k][0] == 'c') {
                count += find_in_lines(scan, bracket, &i, open, column, key);
            } else if (rows_read(scan, bracket, column, &string) != 0) {
                count += found(scan, string.start, string.end, key);
            }
        }
    }
    return count > 0;
}
