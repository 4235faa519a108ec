/* Credentials by their place: the second string of a call, the part after "/" of a login. */
#include "scan.h"

#define ARGUMENT_MAX 128

static size_t skip_string(const struct scan *scan, size_t at, size_t *ret_start)
{
    unsigned char quote = scan_byte(scan, at);
    size_t end = at + 1;

    if (quote != '"' && quote != '\'') {
        return 0;
    }
    while (end < scan->length && end - at < ARGUMENT_MAX && scan->bytes[end] != quote &&
           scan->bytes[end] != '\n') {
        end++;
    }
    if (scan_byte(scan, end) != quote) {
        return 0;
    }
    *ret_start = at + 1;
    return end;
}

/* The string after the one that ends at `at`, if there was one; arguments may take lines. */
static size_t next_string(const struct scan *scan, size_t at, size_t *ret_start)
{
    size_t next = at + 1;

    if (at == 0) {
        return 0;
    }
    while (next - at < 64 && next < scan->length &&
           (scan->bytes[next] == ',' || scan->bytes[next] == ' ' || scan->bytes[next] == '\t' ||
            scan->bytes[next] == '\n' || scan->bytes[next] == '\r')) {
        next++;
    }
    return skip_string(scan, next, ret_start);
}

void match_call(struct scan *scan, size_t at, size_t end)
{
    size_t user, password = 0, next = skip_string(scan, end, &user);

    next = next_string(scan, next, &password);
    if (next != 0 && scan_is_at(scan, at, "directoryentry")) {
        next = next_string(scan, next, &password); /* after the directory's address */
    }
    if (next > password && !(next == password + 1 && scan->bytes[password] == VIEW_REDACTED)) {
        scan_found(scan, password, next, scan_matcher_name(MATCHER_CALL));
    }
}

/* scott/tiger@db */
void match_oracle(struct scan *scan, size_t at, size_t end)
{
    size_t slash = 0, sign = 0;

    (void)at;
    for (size_t i = end; i < scan->length && i - end < ARGUMENT_MAX; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte <= ' ' && byte != VIEW_REDACTED) {
            break;
        }
        if (byte == '/' && slash == 0) {
            slash = i;
        } else if (byte == '@' && slash != 0) {
            sign = i; /* the last one: passwords hold "@" too */
        } else if (byte == '@' && slash == 0) {
            return;
        } else if (sign != 0 && (byte == '/' || byte == ':')) {
            break;
        }
    }
    if (sign > slash + 1 && !(sign == slash + 2 && scan->bytes[slash + 1] == VIEW_REDACTED)) {
        scan_found(scan, slash + 1, sign, scan_matcher_name(MATCHER_ORACLE));
    }
}
