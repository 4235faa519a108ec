/* E-mail addresses: what stands around an "@". */
#include "personal.h"

#include <string.h>

#include "tables/words.h"
#include "values/said.h"

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
           !in_set(scan_byte(scan, host), SET_ALPHA) || scan_is_at(scan, host, "lib") ||
           scan_is_at(scan, host, "ld-");
}

/* bob:x@host:80, and no sip:x@host:80: a name behind a blank that is no word of its own. */
static int is_login_name(const struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"sip",   "sips",   "mailto", "xmpp", "acct", "ssh",
                                        "to",    "for",    "as",     "from", "host", "peer",
                                        "email", "target", "git",    "jid"};
    const unsigned char before = scan_before(scan, start);

    if (before > ' ' && before != '=' && before != '"' && before != '\'') {
        return 0;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, start, words[i]) && end - start == strlen(words[i])) {
            return 0;
        }
    }
    return end - start > 1;
}

/* connect to name:password@host:5432/base, without a scheme that would say so. */
static void judge_login(struct scan *scan, size_t at)
{
    size_t start = at, host = at + 1, name, letters = 0, digits = 0;

    while (in_set(scan_byte(scan, host), SET_DOMAIN)) {
        if (host++ - at > DOMAIN_MAX) {
            effort_walk(scan->effort, DOMAIN_MAX);
            return;
        }
    }
    effort_spend(scan->effort, host - at);
    if (host == at + 1 || scan_byte(scan, host) != ':' ||
        !in_set(scan_byte(scan, host + 1), SET_DIGIT) ||
        !in_set(scan_byte(scan, host + 2), SET_DIGIT)) {
        return;
    }
    while (start > 0 && at - start < LOCAL_MAX && scan->bytes[start - 1] > ' ' &&
           !in_set(scan->bytes[start - 1], SET_CLOSING) && scan->bytes[start - 1] != '/' &&
           scan->bytes[start - 1] != '@' && scan->bytes[start - 1] != '"' &&
           scan->bytes[start - 1] != '\'') {
        start--;
        letters += in_set(scan_byte(scan, start), SET_ALPHA) != 0;
        digits += in_set(scan_byte(scan, start), SET_DIGIT) != 0;
    }
    effort_spend(scan->effort, at - start);
    if (scan_before(scan, start) != ':' || letters == 0) {
        return;
    }
    name = scan_run_start(scan, SET_WORD, start - 1, LOCAL_MAX);
    if (name < start - 1 &&
        ((digits > 0 && at - start >= 6) || is_login_name(scan, name, start - 1))) {
        scan_found(scan, start, at, "userinfo");
    }
}

/* Whether a letter of two bytes stands at `at`, as Latin, Greek and Cyrillic have them. */
static int is_wide(const struct scan *scan, size_t at)
{
    return scan_byte(scan, at) >= 0xc3 && scan_byte(scan, at) <= 0xdf &&
           (scan_byte(scan, at + 1) & 0xc0) == 0x80;
}

/* Whether [start, end) is a word of `set` with the sign in it. */
static int holds(const struct scan *scan, size_t start, size_t end, unsigned char sign)
{
    return memchr(scan->bytes + start, sign, end - start) != NULL;
}

/*
 * Where the name before the "@" starts. What sends for somebody writes his address into it:
 * bounces+jan=example.de@list.org, SRS0=ab12=XY=example.de=jan@relay.org; key=jan@example.de is
 * a key's.
 */
static size_t name_start(const struct scan *scan, size_t at)
{
    size_t start = at, outer;

    for (;;) {
        if (start > 0 && at - start < LOCAL_MAX &&
            in_set(scan->bytes[start - 1], SET_MAILBOX)) {
            start--;
        } else if (start > 1 && at - start < LOCAL_MAX && is_wide(scan, start - 2)) {
            start -= 2;
        } else {
            break;
        }
    }
    for (outer = start;
         outer > 0 && at - outer < LOCAL_MAX &&
         (in_set(scan->bytes[outer - 1], SET_MAILBOX) || scan->bytes[outer - 1] == '=');) {
        outer--;
    }
    effort_walk(scan->effort, at - outer);
    if (outer < start &&
        (scan_is_at(scan, outer, "srs0") || scan_is_at(scan, outer, "srs1") ||
         (holds(scan, start, at, '.') && !holds(scan, outer, start - 1, '=') &&
          (holds(scan, outer, start, '+') || scan_is_at(scan, outer, "bounce"))))) {
        start = outer;
    }
    while (start < at && scan_byte(scan, start) < 0x80 &&
           !in_set(scan_byte(scan, start), SET_WORD)) {
        start++;
    }
    return start;
}

/* Where the host behind the "@" ends; `wide` if its name may have letters that ASCII has not.
 */
static size_t host_end(const struct scan *scan, size_t at, int wide)
{
    size_t end = at + 1;

    while (end < scan->length && end - at <= DOMAIN_MAX) {
        if (in_set(scan_byte(scan, end), SET_DOMAIN)) {
            end++;
        } else if (wide && is_wide(scan, end)) {
            end += 2;
        } else {
            break;
        }
    }
    effort_spend(scan->effort, end - at);
    while (end > at + 1 && scan->bytes[end - 1] < 0x80 &&
           !in_set(scan->bytes[end - 1], SET_ALNUM)) {
        end--;
    }
    return end;
}

/* Where the last part of the host in (at, end) starts, if it is all letters; else `end`:
 * react@18.2.0, memcpy@@GLIBC_2.14 */
static size_t last_part(const struct scan *scan, size_t at, size_t end)
{
    size_t start = end;

    while (start > at + 1 && in_set(scan->bytes[start - 1], SET_ALPHA)) {
        start--;
    }
    effort_spend(scan->effort, end - start);
    return start > at + 1 && scan->bytes[start - 1] == '.' ? start : end;
}

/* bob@host.tld:x1 or bob@host.tld: x1, and nothing else in the line: a list of logins. */
static void judge_listed(struct scan *scan, size_t start, size_t end)
{
    const size_t value = end + 1 + (scan_byte(scan, end + 1) == ' ');
    size_t last = value;

    if (scan_byte(scan, end) != ':' || (scan_before(scan, start) != '\n' &&
                                        !(start > 1 && scan_is_at(scan, start - 2, "- ")))) {
        return;
    }
    while (last - value < LOCAL_MAX && scan_byte(scan, last) > ' ') {
        effort_spend(scan->effort, 1);
        if (strchr("/.~:", scan->bytes[last]) != NULL) {
            return; /* a path on that host */
        }
        last++;
    }
    if ((scan_byte(scan, last) == '\n' || scan_byte(scan, last) == '\r') &&
        said_is_password(scan, value)) {
        scan_found(scan, value, last, "login");
    }
}

/* name@host.tld; and the "password@host" of user:password@host.tld. */
static void judge_at(struct scan *scan, size_t at)
{
    effort_spend(scan->effort, EFFORT_ADDRESS);

    size_t end = host_end(scan, at, 1), last = last_part(scan, at, end), start;

    if (last == end) {
        end = host_end(scan, at, 0);
        last = last_part(scan, at, end);
    }
    if (end == at + 1 || last == end || (start = name_start(scan, at)) == at) {
        return;
    }
    if (words_hold(&table_words_algorithm_hosts, scan->bytes + at + 1, end - at - 1) ||
        end - last < 2 || scan->bytes[at + 1] == '.' || is_file(scan, at + 1, last, end) ||
        (scan_byte(scan, end) == '(' && !scan_is_at(scan, end, "(string)")) ||
        scan_byte(scan, end) == '_' || (at - start == 3 && scan_is_at(scan, start, "git"))) {
        return;
    }
    scan_found(scan, start, end, "email");
    judge_listed(scan, start, end);
}

void email_scan(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t at = scan_next(scan, 0, scan->length, '@'); at < scan->length;
         at = scan_next(scan, at + 1, scan->length, '@')) {
        if (!scan_sign_is_left(scan, at)) {
            judge_at(scan, at);
            judge_login(scan, at);
        }
    }
}
