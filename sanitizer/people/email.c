/* E-mail addresses: what stands around an "@". */
#include "personal.h"

#include "tables/words.h"

#define LOCAL_MAX 64
#define DOMAIN_MAX 255

/* memcpy@libc.so, icon@2x.py: what stands behind the "@" is part of a file's name. */
static int is_file(const struct scan *scan, size_t host, size_t last, size_t end)
{
    const unsigned char *ending = scan->bytes + last;

    if (!words_hold(&table_words_file_endings, ending, end - last)) {
        return 0;
    }
    return !words_hold(&table_words_country_endings, ending, end - last) ||
           !in_set(scan->bytes[host], SET_ALPHA) || scan_is_at(scan, host, "lib") ||
           scan_is_at(scan, host, "ld-");
}

/* connect to name:password@host:5432/base, without a scheme that would say so. */
static void judge_login(struct scan *scan, size_t at)
{
    size_t start = at, host = at + 1, name, letters = 0, digits = 0;

    while (start > 0 && at - start < LOCAL_MAX && scan->bytes[start - 1] > ' ' &&
           !in_set(scan->bytes[start - 1], SET_CLOSING) && scan->bytes[start - 1] != '/' &&
           scan->bytes[start - 1] != '@' && scan->bytes[start - 1] != '"' &&
           scan->bytes[start - 1] != '\'') {
        start--;
        letters += in_set(scan->bytes[start], SET_ALPHA) != 0;
        digits += in_set(scan->bytes[start], SET_DIGIT) != 0;
    }
    if (scan_before(scan, start) != ':' || letters == 0 || digits == 0 || at - start < 6) {
        return;
    }
    name = scan_run_start(scan, SET_WORD, start - 1, LOCAL_MAX);
    while (in_set(scan_byte(scan, host), SET_DOMAIN)) {
        if (host++ - at > DOMAIN_MAX) {
            return;
        }
    }
    if (name < start - 1 && host > at + 1 && scan_byte(scan, host) == ':' &&
        in_set(scan_byte(scan, host + 1), SET_DIGIT) &&
        in_set(scan_byte(scan, host + 2), SET_DIGIT)) {
        scan_found(scan, start, at, "userinfo");
    }
}

/* name@host.tld; and the "password@host" of user:password@host.tld. */
static void judge_at(struct scan *scan, size_t at)
{
    size_t start = scan_run_start(scan, SET_MAILBOX, at, LOCAL_MAX), end, last, dot;

    while (start < at && !in_set(scan->bytes[start], SET_WORD)) {
        start++;
    }
    end = at + 1;
    while (end < scan->length && end - at <= DOMAIN_MAX &&
           in_set(scan->bytes[end], SET_DOMAIN)) {
        end++;
    }
    while (end > at + 1 && !in_set(scan->bytes[end - 1], SET_ALNUM)) {
        end--;
    }
    for (dot = end - 1; dot > at && scan->bytes[dot] != '.'; dot--) {
    }
    if (start == at || dot == at || end == at + 1 || dot + 1 == end) {
        return;
    }
    last = dot + 1;
    for (size_t i = last; i < end; i++) {
        if (!in_set(scan->bytes[i], SET_ALPHA)) {
            return; /* react@18.2.0, memcpy@@GLIBC_2.14 */
        }
    }
    if (words_hold(&table_words_algorithm_hosts, scan->bytes + at + 1, end - at - 1) ||
        end - last < 2 || scan->bytes[at + 1] == '.' || is_file(scan, at + 1, last, end) ||
        scan_byte(scan, end) == '(' || scan_byte(scan, end) == '_' ||
        (at - start == 3 && scan_is_at(scan, start, "git"))) {
        return;
    }
    scan_found(scan, start, end, "email");
}

void email_scan(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        judge_at(scan, (size_t)(at - scan->bytes));
        judge_login(scan, (size_t)(at - scan->bytes));
    }
}
