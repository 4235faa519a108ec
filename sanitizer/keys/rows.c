#include "rows.h"

#include "values/extent.h"
#include "values/value.h"

/* How long the list of names may be, how far it is to the rows, and what is read of these. */
#define NAMES_MAX ((size_t)240)
#define GAP_MAX ((size_t)64)
#define ROWS_MAX 24
#define ROW_MAX ((size_t)320)

static size_t skip_blanks(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < GAP_MAX && end < scan->length &&
           (is_blank(scan->bytes[end]) || scan_byte(scan, end) == ',')) {
        end++;
    }
    return end;
}

static int is_of_names(unsigned char byte)
{
    return in_set(byte, SET_WORD) || byte == ',' || byte == ' ' || is_quote(byte);
}

/* "user,password", [ and ("user", "password"), [: which of the names it is, and where the rows
 * begin; 0 if no list of rows follows, which is remembered for the other names. */
static size_t below_strings(struct scan *scan, size_t start, size_t end, size_t *ret_column)
{
    size_t first = start, last = end, commas = 0;

    if (start >= scan->no_rows.start && end <= scan->no_rows.end) {
        return 0;
    }
    while (first > 0 && start - first < NAMES_MAX && is_of_names(scan->bytes[first - 1])) {
        first--;
        commas += scan_byte(scan, first) == ',';
    }
    while (last - end < NAMES_MAX && is_of_names(scan_byte(scan, last))) {
        last++;
    }
    effort_spend(scan->effort, last - first);
    last += scan_byte(scan, last) == ')' || scan_byte(scan, last) == ']';
    last = skip_blanks(scan, last);
    if ((scan_before(scan, first) != '(' && scan_before(scan, first) != '[' &&
         scan_before(scan, first) != '\n') ||
        scan_byte(scan, last) != '[') {
        scan->no_rows = (struct scan_run){first, last};
        return 0;
    }
    *ret_column = commas;
    return last + 1;
}

/* struct { user, password string }{ of Go, on one line or one each. */
static size_t below_members(struct scan *scan, size_t start, size_t end, size_t *ret_column)
{
    static const char *const openings[] = {"struct {"};
    size_t first = start, last = end, names = 0;
    int in_type = 0;

    if (!scan_one_stands_between(scan, &scan->no_struct,
                                 start > NAMES_MAX ? start - NAMES_MAX : 0, start, openings,
                                 1)) {
        return 0;
    }
    while (first > 0 && start - first < NAMES_MAX && scan->bytes[first - 1] != '{') {
        first--;
    }
    effort_walk(scan->effort, start - first);
    if (first < 8 || !scan_is_at(scan, first - 8, "struct {")) {
        return 0;
    }
    for (size_t i = first; i < start; i++) { /* a name begins a line, or follows a comma */
        in_type = scan_byte(scan, i) == '\n' || scan_byte(scan, i) == ','
                      ? 0
                      : in_type + (in_set(scan_byte(scan, i), SET_WORD) != 0);
        names += in_type == 1 && !in_set(scan_before(scan, i), SET_WORD) &&
                 in_set(scan_byte(scan, i), SET_WORD);
    }
    while (last - end < NAMES_MAX && last < scan->length && scan_byte(scan, last) != '}' &&
           scan_byte(scan, last) != '{') {
        last++;
    }
    effort_spend(scan->effort, last - first);
    if (!scan_is_at(scan, last, "}{")) {
        return 0;
    }
    *ret_column = names;
    return last + 2;
}

size_t rows_read(const struct scan *scan, size_t open, size_t column,
                 struct scan_run *ret_string)
{
    size_t commas = 0, depth = 0;

    *ret_string = (struct scan_run){0, 0};
    for (size_t i = open; i - open < ROW_MAX && i < scan->length; i++) {
        const unsigned char byte = scan->bytes[i];

        effort_spend(scan->effort, 1);
        if (byte == '"' || byte == '\'') {
            const size_t start = i + 1;

            for (i++;
                 i - open < ROW_MAX && scan_byte(scan, i) != byte && scan_byte(scan, i) != '\n';
                 i++) {
            }
            effort_walk(scan->effort, i - start);
            if (scan_byte(scan, i) != byte) {
                return 0;
            }
            if (commas == column && depth == 1 && ret_string->start == 0) {
                *ret_string = (struct scan_run){start, i};
            }
        } else if (byte == '(' || byte == '[' || byte == '{') {
            depth++;
        } else if (byte == ')' || byte == ']' || byte == '}') {
            if (--depth == 0) {
                return i + 1;
            }
        } else if (byte == ':' && depth == 1) {
            return 0; /* the members are named */
        } else {
            commas += byte == ',' && depth == 1;
        }
    }
    return 0;
}

int rows_match(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    const unsigned char behind = scan_byte(scan, end);
    size_t column = 0, at, found = 0;

    if (key->strength != KEY_STRONG ||
        (behind != '"' && behind != '\'' && behind != ',' && behind != ' ')) {
        return 0;
    }
    at = behind == ' ' ? below_members(scan, start, end, &column)
                       : below_strings(scan, start, end, &column);
    for (unsigned int i = 0; at != 0 && i < ROWS_MAX; i++) {
        struct scan_run string;
        struct value value = {.quoted = 1, .sign = '='};

        at = skip_blanks(scan, at);
        if (scan_byte(scan, at) != '(' && scan_byte(scan, at) != '[' &&
            scan_byte(scan, at) != '{') {
            break;
        }
        effort_spend(scan->effort, EFFORT_MATCHER);
        at = rows_read(scan, at, column, &string);
        value.start = string.start;
        value.end = string.end;
        if (at != 0 && value.end > value.start && value.start >= scan->value_end &&
            !value_is_harmless(scan, &value, KEY_STRONG)) {
            scan_found(scan, value.start, value.end, table_text + key->name);
            found++;
        }
    }
    return found > 0;
}
