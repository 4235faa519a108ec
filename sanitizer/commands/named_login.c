/*
 * Options and settings that take a name and a password at once: --rpc-login bob:x, user=bob:x,
 * login=bob:x of a proxy's peer, -o user=bob%x of a mounted disk.
 */
#include "commands.h"

#include <string.h>

#include "named.h"
#include "values/extent.h"

#define KEY_MAX 32
#define VALUE_MAX 160
#define INDENT_MAX 8

/* Whether only blanks or a comment's sign stand before. */
static int begins_line(const struct scan *scan, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < INDENT_MAX &&
           (scan->bytes[start - 1] == ' ' || scan->bytes[start - 1] == '\t' ||
            scan->bytes[start - 1] == '#' || scan->bytes[start - 1] == ';')) {
        start--;
    }
    return scan_before(scan, start) == '\n';
}

void match_named_login(struct scan *scan, size_t at, size_t end)
{
    const size_t key = scan_run_start(scan, SET_TOKEN, at, KEY_MAX);
    const unsigned char before = scan_before(scan, key), sign = scan_before(scan, end);
    const int is_option = scan_byte(scan, key) == '-' && (is_blank(before) || is_quote(before));
    const int is_login = scan_is_at(scan, at + (scan_byte(scan, at) == '-'), "login");
    const int is_share = sign == ' ' && scan_byte(scan, at) == '$'; /* IPC$ with DOMAIN\bob%x */
    size_t start = end, last, password;
    unsigned char quote;

    if (!is_option && !is_share &&
        (sign != '=' || key != at ||
         (!begins_line(scan, at) && before != ',' && !(is_login && before == ' ') &&
          !(at > 3 && scan_is_at(scan, at - 3, "-o "))))) {
        return;
    }
    quote = is_quote(sign)                     ? sign /* '--login', 'bob:x' */
            : is_quote(scan_byte(scan, start)) ? scan->bytes[start++]
                                               : 0;
    for (last = start; last - start < VALUE_MAX && scan_byte(scan, last) > ' ' &&
                       scan_byte(scan, last) != quote && !is_quote(scan_byte(scan, last)) &&
                       !(scan_byte(scan, last) == ',' && before == ',');
         last++) {
    }
    effort_spend(scan->effort, (last - start) / 2);
    while (last > start && (scan->bytes[last - 1] == ';' || scan->bytes[last - 1] == ',' ||
                            scan->bytes[last - 1] == ')')) {
        last--;
    }
    password = last - start < VALUE_MAX ? named_password(scan, start, last) : 0;
    if (password != 0 && (is_login || !named_is_group(scan, start, password, last))) {
        scan_found(scan, password, last, scan_matcher_name(MATCHER_NAMED_LOGIN));
    }
}
