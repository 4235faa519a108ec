#include "many.h"

#include <string.h>

#include "tables/words.h"
#include "values/extent.h"
#include "values/value.h"

/* How far a list may begin behind its name, how many strings are read, and how long one is. */
#define OPENING_MAX ((size_t)64)
#define ITEMS_MAX 24
#define ITEM_MAX 96
#define GAP_MAX ((size_t)96)

static int is_opener(unsigned char byte)
{
    return byte == '[' || byte == '{' || byte == '(';
}

/* Whether the bracket at `open` begins a list: no index, and no call of anything else than what
 * makes lists of its arguments. */
static int begins_list(const struct scan *scan, size_t open)
{
    static const char *const makers[] = {"of",      "list",   "set",   "array", "seq",
                                         "tuple",   "slice",  "vec",   "qw",    "new",
                                         "arrayof", "listof", "setof", "aslist"};
    const unsigned char before = scan_before(scan, open);
    size_t word;

    if (scan_byte(scan, open) == '{' || (!in_set(before, SET_WORD) && before != ')')) {
        return 1;
    }
    if (scan_byte(scan, open) != '(' || before == ')') {
        return 0;
    }
    word = scan_run_start(scan, SET_WORD, open, OPENING_MAX);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (open - word == strlen(makers[i]) && scan_is_at(scan, word, makers[i])) {
            return 1;
        }
    }
    return 0;
}

/* Behind the bracket that opens a list of what is given to the name that ends at `at`: where
 * its first item begins; 0 if there is none. `signs`: how many signs are given already. */
static size_t first_item(const struct scan *scan, size_t at, size_t signs)
{
    const size_t reach = scan->length - at < OPENING_MAX ? scan->length : at + OPENING_MAX;
    unsigned char last = 0;
    size_t open = 0;

    if (scan_next(scan, at, reach, '[') == reach && scan_next(scan, at, reach, '{') == reach &&
        scan_next(scan, at, reach, '(') == reach) {
        return 0;
    }
    for (size_t i = at; i < reach; i++) {
        const unsigned char byte = scan->bytes[i];

        effort_spend(scan->effort, 1);
        if (is_quote(byte)) {
            return signs > 0 && is_opener(last) && begins_list(scan, open) ? i : 0;
        }
        if (is_opener(last) && open > 2 &&
            (in_set(byte, SET_TYPABLE) || byte == VIEW_REDACTED) &&
            (scan_is_at(scan, open - 2, "%w") || scan_is_at(scan, open - 2, "qw"))) {
            return signs > 0 ? i : 0;
        }
        if (is_blank(byte) ? byte == '\n' && !is_opener(last)
                           : !in_set(byte, SET_TYPE) && !is_opener(byte) && byte != '=' &&
                                 byte != ';' && byte != '%' && byte != '@' && byte != ')') {
            return 0;
        }
        signs += byte == '=' || byte == ':';
        open = is_opener(byte) ? i : open;
        last = is_blank(byte) ? last : byte;
    }
    return 0;
}

/* Behind blanks, commas and comments. */
static size_t skip_gap(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < GAP_MAX && end < scan->length) {
        if (scan_is_at(scan, end, "//") || scan_byte(scan, end) == '#') {
            while (end - at < GAP_MAX && scan_byte(scan, end) != '\n') {
                end++;
            }
        } else if (is_blank(scan->bytes[end]) || scan_byte(scan, end) == ',' ||
                   (strchr("bu@", scan->bytes[end]) != NULL &&
                    is_quote(scan_byte(scan, end + 1)))) {
            end++;
        } else {
            break;
        }
    }
    effort_spend(scan->effort, end - at);
    return end;
}

/* The strings of the list from `at` on; 0 if they are a map's. */
static size_t read_strings(const struct scan *scan, size_t at, struct scan_run *ret_items)
{
    size_t count = 0;

    while (count < ITEMS_MAX && is_quote(scan_byte(scan, at))) {
        const unsigned char quote = scan->bytes[at];
        size_t end = at + 1;

        while (end - at < ITEM_MAX && scan_byte(scan, end) != quote &&
               scan_byte(scan, end) != '\n') {
            end++;
        }
        effort_walk(scan->effort, end - at);
        if (scan_byte(scan, end) != quote) {
            return 0;
        }
        ret_items[count++] = (struct scan_run){at + 1, end};
        at = skip_gap(scan, end + 1);
        if (scan_byte(scan, at) == ':' || scan_byte(scan, at) == '=') {
            return 0;
        }
    }
    return count;
}

/* secretKeys: ["password", "token"]: what secrets are called. */
static int are_names(const struct scan *scan, const struct scan_run *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words_hold(&table_words_variables, scan->bytes + items[i].start,
                       items[i].end - items[i].start)) {
            return 1;
        }
    }
    return 0;
}

/* The words of %w[x y] and qw(x y). */
static size_t read_words(const struct scan *scan, size_t at, struct scan_run *ret_items)
{
    size_t count = 0;

    while (count < ITEMS_MAX && at < scan->length && scan_byte(scan, at) != ']' &&
           scan_byte(scan, at) != ')') {
        size_t end = at;

        while (end - at < ITEM_MAX && !is_blank(scan_byte(scan, end)) &&
               scan_byte(scan, end) != ']' && scan_byte(scan, end) != ')') {
            end++;
        }
        effort_spend(scan->effort, 2 + (end - at));
        if (end - at == ITEM_MAX) {
            return 0;
        }
        if (end > at) {
            ret_items[count++] = (struct scan_run){at, end};
        }
        at = extent_skip_blanks(scan, end);
        if (scan_byte(scan, at) == '\n') {
            return 0;
        }
    }
    return count;
}

/* for password in ["x"], for (const password of ['x'], foreach my $password ('x': */
static int is_loop(const struct scan *scan, size_t start, size_t at)
{
    return scan_is_at(scan, at, " in [") || scan_is_at(scan, at, " of [") ||
           scan_is_at(scan, at, " in (") ||
           (scan_before(scan, start) == '$' && start > 4 &&
            scan_is_at(scan, start - 4, "my $") && scan_is_at(scan, at, " ("));
}

int many_match(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    const int is_plural =
        table_lower[scan_before(scan, end)] == 's' && !scan_is_at(scan, end - 3, "ass");
    size_t at = end + (is_quote(scan_byte(scan, end)) != 0), count, found = 0;
    int loop = 0;

    if (!is_plural) {
        loop = key->strength == KEY_STRONG && is_loop(scan, start, end);
        if (!loop) {
            return 0;
        }
    }
    at = first_item(scan, at, (size_t)loop);
    if (at == 0) {
        return 0;
    }
    struct scan_run items[ITEMS_MAX] = {{0}};
    count = is_quote(scan_byte(scan, at)) ? read_strings(scan, at, items)
                                          : read_words(scan, at, items);
    if (scan_is_at(scan, end - 4, "keys") && are_names(scan, items, count)) {
        scan->value_end = items[count - 1].end;
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        const struct value value = {
            .start = items[i].start, .end = items[i].end, .quoted = 1, .sign = '='};

        if (value.end > value.start && !value_is_harmless(scan, &value, key->strength)) {
            scan_found(scan, value.start, value.end, table_text + key->name);
            scan->value_end = value.end;
            found++;
        }
        found += scan_byte(scan, value.start) == VIEW_REDACTED;
    }
    return found > 0;
}
