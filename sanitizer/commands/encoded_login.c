/* A name and a password in the string that is encoded for a header: btoa("bob:x"). */
#include "commands.h"

#include "values/extent.h"

#define NAME_MAX 64
#define PASSWORD_MAX 96

void match_encoded_login(struct scan *scan, size_t at, size_t end)
{
    size_t quote = extent_skip_blanks(scan, end), colon, last;

    if (in_set(scan_byte(scan, at), SET_WORD) && in_set(scan_before(scan, at), SET_LOWER)) {
        return;
    }
    if (!is_quote(scan_byte(scan, quote))) {
        quote++; /* b"bob:x" */
    }
    if (!is_quote(scan_byte(scan, quote))) {
        return;
    }
    for (colon = quote + 1;
         colon - quote < NAME_MAX && in_set(scan_byte(scan, colon), SET_MAILBOX); colon++) {
    }
    for (last = colon + 1; last - colon < PASSWORD_MAX && scan_byte(scan, last) > ' ' &&
                           scan_byte(scan, last) != scan->bytes[quote];
         last++) {
    }
    effort_walk(scan->effort, last - quote);
    if (scan_is_at(scan, quote + 1, "data:")) {
        return; /* a picture */
    }
    if (scan_byte(scan, colon) == ':' && scan_byte(scan, last) == scan->bytes[quote] &&
        scan_byte(scan, colon + 1) != '/' && scan_byte(scan, colon + 1) != '{' &&
        scan_byte(scan, colon + 1) != '$' && scan_byte(scan, colon + 1) != '%' &&
        last > colon + 1 && !(last == colon + 2 && scan->bytes[colon + 1] == VIEW_REDACTED)) {
        scan_found(scan, colon + 1, last, scan_matcher_name(MATCHER_ENCODED_LOGIN));
    }
}
