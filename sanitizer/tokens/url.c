/* scheme://user:password@host: everything up to the last "@" of the authority. */
#include "tokens.h"

#define AUTHORITY_MAX 1024
#define DSN_MAX 128

/* So far from a bracket in a password its host begins, and so long that is. */
#define BRACKETS_MAX 64

static int ends_authority(unsigned char byte)
{
    return byte <= ' ' || byte == '"' || byte == '\'' || byte == '<' || byte == '>' ||
           byte == '`';
}

/* db://bob:><{x@host: brackets of nothing else, if what follows soon is a host. */
static int is_of_password(struct scan *scan, size_t colon, size_t at)
{
    size_t sign = at, host;

    if (scan_run_end(scan, SET_DIGIT, colon + 1) == at && at > colon + 1) {
        return 0; /* a port, and markup */
    }
    while (sign - at < BRACKETS_MAX && scan->length > sign &&
           (scan_byte(scan, sign) != '@' || !in_set(scan_byte(scan, sign + 1), SET_ALNUM)) &&
           (!ends_authority(scan->bytes[sign]) || scan_byte(scan, sign) == '<' ||
            scan_byte(scan, sign) == '>') &&
           scan_byte(scan, sign) != '/') {
        sign++;
    }
    host = sign + 1;
    while (host - sign < BRACKETS_MAX &&
           (in_set(scan_byte(scan, host), SET_ALNUM) || scan_byte(scan, host) == '.' ||
            scan_byte(scan, host) == '-')) {
        host++;
    }
    effort_spend(scan->effort, host - at);
    return scan_byte(scan, sign) == '@' && host > sign + 1 &&
           (scan_byte(scan, host) == '/' || scan_byte(scan, host) == ':');
}

/* What no host begins with, nor what stands for one. */
static int is_no_host(unsigned char byte)
{
    return byte == '#' || byte == '!' || byte == '&' || byte == '*' || byte == '^' ||
           byte == ';' || byte == ',' || byte == ':' || byte == '?';
}

static int is_well_known(const struct scan *scan, size_t at, size_t end)
{
    size_t length = end - at;

    return (length == 3 && scan_is_at(scan, at, "git")) ||
           (length == 2 && scan_is_at(scan, at, "hg")) ||
           (length == 9 && scan_is_at(scan, at, "anonymous"));
}

void match_userinfo(struct scan *scan, size_t at, size_t end)
{
    size_t last = 0, i, colon = 0, slash = 0, doubted = 0;

    (void)at;
    for (i = end; i < scan->length && i - end < AUTHORITY_MAX; i++) {
        unsigned char byte = scan->bytes[i];

        if (ends_authority(byte) && byte != VIEW_REDACTED &&
            !(colon != 0 && (byte == '<' || byte == '>') && is_of_password(scan, colon, i))) {
            break;
        }
        if (byte == '@') {
            if (slash != 0 && last != 0) {
                break;
            }
            last = i;
        } else if (byte == ':' && colon == 0) {
            colon = i;
        } else if (last != 0 && last + 1 == i && is_no_host(byte)) {
            slash = i; /* the "@" before it may be the password's */
            doubted = last;
            last = 0;
        } else if ((byte == '/' || byte == '?' || byte == '#') && slash == 0) {
            /* a password may hold these unescaped; a port before a path is digits only */
            if (last != 0 || colon == 0 ||
                (colon > end && scan_run_end(scan, SET_DIGIT, colon + 1) == i &&
                 (byte == '/' || i > colon + 1))) { /* no port without a host */
                break;
            }
            slash = i;
        }
        if (scan_is_at(scan, i, "://")) {
            break;
        }
    }
    effort_spend(scan->effort, i - end);
    last = last == 0 ? doubted : last;
    if (last <= end || is_well_known(scan, end, last) ||
        scan_is_at(scan, last + 1, "sha256:")) { /* an image and its digest */
        return;
    }
    if (last == end + 1 && scan_byte(scan, end) == VIEW_REDACTED) {
        return;
    }
    scan_found(scan, end, last, scan_matcher_name(MATCHER_USERINFO));
}

/* bob:x@tcp(host:3306)/db, as drivers of Go's take it: `at` is before the "@". */
void match_go_dsn(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, colon;

    (void)end;
    while (start > 0 && at - start < DSN_MAX && !ends_authority(scan->bytes[start - 1])) {
        start--;
    }
    for (colon = start; colon < at && scan_byte(scan, colon) != ':'; colon++) {
    }
    effort_spend(scan->effort, (at - start) / 2);
    if (at - start < DSN_MAX && colon + 1 < at &&
        !(colon + 2 == at && scan->bytes[colon + 1] == VIEW_REDACTED)) {
        scan_found(scan, colon + 1, at, scan_matcher_name(MATCHER_GO_DSN));
    }
}
