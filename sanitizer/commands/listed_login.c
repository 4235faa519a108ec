/*
 * Names and passwords among the arguments of a command that is a list of strings, whose program
 * nobody knows: "-u", "bob:x", "-ubob:x", "-u", "bob", "-p", "x", "-u bob", "-p x", in one line
 * or one each.
 */
#include "commands.h"

#include <string.h>

#include "named.h"
#include "values/extent.h"
#include "values/value.h"

#define BLANKS_MAX 48
#define VALUE_MAX 96

/* No port has more digits. */
#define PORT_DIGITS 5

struct item {
    size_t start; /* behind the quote */
    size_t end;
};

/* The item that starts behind the quote at `quote`, if it is closed. */
static int read_item(const struct scan *scan, size_t quote, struct item *ret_item)
{
    const size_t start = quote + 1;
    size_t end = start;

    while (end - start < VALUE_MAX && scan_byte(scan, end) != scan->bytes[quote] &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - start);
    *ret_item = (struct item){start, end};
    return end > start && scan_byte(scan, end) == scan->bytes[quote];
}

/* The item behind the one that ends at `end`. */
static int next_item(const struct scan *scan, size_t end, struct item *ret_item)
{
    size_t at = end + 1;

    if (scan_byte(scan, at) != ',') {
        return 0;
    }
    for (at++; at - end < BLANKS_MAX && at < scan->length && is_blank(scan->bytes[at]);) {
        at++;
    }
    return is_quote(scan_byte(scan, at)) && read_item(scan, at, ret_item);
}

/* The item before the one that starts at `start`. */
static int item_before(const struct scan *scan, size_t start, struct item *ret_item)
{
    size_t at = start - 1, end;

    while (at > 0 && start - at < BLANKS_MAX && is_blank(scan->bytes[at - 1])) {
        at--;
    }
    if (at < 3 || scan->bytes[at - 1] != ',' || !is_quote(scan->bytes[at - 2])) {
        return 0;
    }
    end = at - 2;
    for (at = end; at > 0 && end - at < VALUE_MAX && scan->bytes[at - 1] != scan->bytes[end] &&
                   scan->bytes[at - 1] != '\n';) {
        at--;
    }
    effort_walk(scan->effort, start - at);
    *ret_item = (struct item){at, end};
    return at > 0 && scan->bytes[at - 1] == scan->bytes[end];
}

static int is_item(const struct scan *scan, const struct item *item, const char *text)
{
    return item->end - item->start == strlen(text) && scan_is_at(scan, item->start, text);
}

/* "-u", name, and the item that starts at `start`: a variable has no quotes. */
static int follows_variable(const struct scan *scan, size_t start)
{
    size_t at = start - 1, name;

    while (at > 0 && start - at < BLANKS_MAX && is_blank(scan->bytes[at - 1])) {
        at--;
    }
    if (scan_before(scan, at) != ',') {
        return 0;
    }
    name = scan_run_start(scan, SET_TOKEN, at - 1, VALUE_MAX);
    return name + 1 < at && name >= 6 &&
           (scan_is_at(scan, name - 6, "'-u', ") || scan_is_at(scan, name - 6, "\"-u\", ") ||
            scan_is_at(scan, name - 6, "user', ") || scan_is_at(scan, name - 6, "user\", ") ||
            scan_is_at(scan, name - 6, "name', ") || scan_is_at(scan, name - 6, "name\", "));
}

/* "-u", "bob" or "-ubob": who it is whose password follows. */
static int is_user(const struct scan *scan, const struct item *item)
{
    static const char *const options[] = {"-u",        "-l", "--user", "-user",  "--username",
                                          "-username", "-j", "--jid",  "--login"};
    struct item option;

    if (scan_is_at(scan, item->start, "-u") && item->end - item->start > 3) {
        return memchr(scan->bytes + item->start, '=', item->end - item->start) == NULL;
    }
    if (scan_byte(scan, item->start) == '-' || !item_before(scan, item->start, &option)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (is_item(scan, &option, options[i])) {
            return 1;
        }
    }
    return 0;
}

/* Neither a path, nor an address, nor a port. */
static int is_word(const struct scan *scan, const struct item *item)
{
    size_t digits = 0;

    for (size_t i = item->start; i < item->end; i++) {
        const unsigned char byte = scan->bytes[i];

        effort_spend(scan->effort, 1);
        if (byte <= ' ' || byte == '/' || byte == '\\' || byte == ':') {
            return 0;
        }
        digits += in_set(byte, SET_DIGIT) != 0;
    }
    return scan->bytes[item->start] != '-' &&
           (digits < item->end - item->start || digits > PORT_DIGITS);
}

static void find_password(struct scan *scan, size_t start, const struct item *item)
{
    const struct value value = {
        .start = item->start, .end = item->end, .quoted = 1, .sign = ' '};
    struct item before;

    if (is_word(scan, item) &&
        (item_before(scan, start, &before) ? is_user(scan, &before)
                                           : follows_variable(scan, start)) &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, item->start, item->end, scan_matcher_name(MATCHER_LISTED_LOGIN));
    }
}

/* "-user:x", "-url:x": options that begin like "-u". */
static int is_longer_option(const struct scan *scan, size_t at)
{
    static const char *const rests[] = {"ser:", "sername:", "rl:", "rn:", "ri:", "nit:", "id:"};

    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        if (scan_is_at(scan, at, rests[i])) {
            return 1;
        }
    }
    return 0;
}

void match_listed_login(struct scan *scan, size_t at, size_t end)
{
    const int is_glued = scan_byte(scan, end) != scan->bytes[at];
    struct item item;
    size_t password;

    if (!read_item(scan, at, &item) || (!is_glued && !next_item(scan, end, &item))) {
        return;
    }
    item.start = is_glued ? end + (scan_byte(scan, end) == ' ') : item.start; /* "-p x" */
    if (scan_before(scan, end) == 'p') {
        find_password(scan, at + 1, &item);
        return;
    }
    password = is_glued && is_longer_option(scan, end)
                   ? 0
                   : named_password(scan, item.start, item.end);
    if (password != 0 && !named_is_group(scan, item.start, password, item.end)) {
        scan_found(scan, password, item.end, scan_matcher_name(MATCHER_LISTED_LOGIN));
    }
}
