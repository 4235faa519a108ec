/*
 * Files of secrets whose lines have no key, as chap-secrets: a comment or a command names the
 * file, and in each line below a word has its place.
 */
#include "commands.h"

#include <string.h>

#include "named.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* What stands behind the last colon. */
#define LAST 99

/* What is read of such a file. */
#define FILE_MAX 2048
#define LINE_MAX 256

/* "# " or "$ cat /etc/x/" before the file's name. */
#define PATH_MAX_BEFORE 48

/* Which word of a line it is, by the file's name; 0: what stands behind the colon. */
static unsigned int place_in(const struct scan *scan, size_t at)
{
    static const struct {
        const char *name;
        unsigned int place;
    } files[] = {{"chap-secrets", 3},    {"pap-secrets", 3},     {"l2tp-secrets", 3},
                 {"psk.txt", 2},         {"raddb/clients", 2},   {"raddb/server", 2},
                 {"hostapd.wpa_psk", 2}, {"sasl_passwd", 2},     {"jmxremote.password", 2},
                 {"ntp.keys", 3},        {"chrony.keys", 3},     {"ha.d/authkeys", 3},
                 {"davfs2/secrets", 3},  {"passwd.client", LAST}};

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (scan_is_at(scan, at, files[i].name)) {
            return files[i].place;
        }
    }
    return 0;
}

/* Whether the name ends its line, and a comment or a command begins before it, or a colon
 * stands behind it: /etc/postfix/sasl_passwd: */
static int names_file(const struct scan *scan, size_t at, size_t end)
{
    size_t start = at;

    if (scan_is_at(scan, end, ":\n")) {
        return 1;
    }

    while (start > 0 && at - start < PATH_MAX_BEFORE && scan->bytes[start - 1] != '\n' &&
           scan_byte(scan, start) != '#' && scan_byte(scan, start) != '$') {
        start--;
    }
    effort_walk(scan->effort, at - start);
    return scan_byte(scan, end) == '\n' && scan_is_at(scan, start + 1, " ") &&
           (scan_byte(scan, start) == '#' || scan_byte(scan, start) == '$');
}

/* The secret of the line at `line`: word `place`, or what stands behind the colon. */
static void find_in_line(struct scan *scan, size_t line, size_t line_end, unsigned int place)
{
    struct value value = {.start = line, .end = line, .sign = ' ', .joined = 1};
    const unsigned char *colon = memchr(scan->bytes + line, ':', line_end - line);

    if (place == LAST) {
        colon = memrchr(scan->bytes + line, ':', line_end - line);
        place = 0;
    }
    if (place == 0) {
        value.start = colon != NULL ? (size_t)(colon - scan->bytes) + 1 : line_end;
        place = 1;
    }
    for (unsigned int i = 0; i < place; i++) {
        size_t at = i > 0 ? value.end + (value.quoted ? 1 : 0) : value.start;

        while (at < line_end && (scan_byte(scan, at) == ' ' || scan_byte(scan, at) == '\t')) {
            at++;
        }
        value.quoted = at < line_end && is_quote(scan_byte(scan, at));
        value.start = at + (value.quoted ? 1 : 0);
        for (value.end = value.start;
             value.end < line_end &&
             (value.quoted ? !is_quote(scan->bytes[value.end]) : scan->bytes[value.end] > ' ');
             value.end++) {
        }
    }
    effort_walk(scan->effort, value.end - line);
    if (!value.quoted && named_password(scan, value.start, value.end) != 0) {
        scan_found(scan, named_password(scan, value.start, value.end), value.end,
                   scan_matcher_name(MATCHER_SECRET_FILE));
        return;
    }
    if (value.end > value.start && (value.quoted || said_is_password(scan, value.start)) &&
        !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_SECRET_FILE));
    }
}

/* Whether a comment names another file, or heads a table of secrets. */
static int names_another(const struct scan *scan, size_t at, size_t end)
{
    const size_t first = at;

    while (at < end && scan_byte(scan, at) != '/' && !scan_is_at(scan, at, "secret")) {
        at++;
    }
    effort_walk(scan->effort, at - first);
    return at < end;
}

void match_secret_file(struct scan *scan, size_t at, size_t end)
{
    const size_t limit = end + FILE_MAX < scan->length ? end + FILE_MAX : scan->length;
    size_t line = end + 1 + (scan_byte(scan, end) == ':'), line_end, first;

    if (at < scan->keyed_end || !names_file(scan, at, end)) {
        return;
    }
    for (; line < limit && scan_byte(scan, line) != '\n' && scan_byte(scan, line) != '$';
         line = line_end + 1) {
        for (line_end = line; line_end < limit && scan_byte(scan, line_end) != '\n';
             line_end++) {
        }
        effort_spend(scan->effort, 6 + (line_end - line) / EFFORT_WALKED);
        if (line_end - line > LINE_MAX) {
            break;
        }
        first = extent_skip_blanks(scan, line);
        first += scan_is_at(scan, first, "; #") ? 2 : 0;
        if (scan_byte(scan, first) == '/' && scan_byte(scan, line_end - 1) == ':') {
            break; /* the next file */
        }
        if (scan_byte(scan, first) != '#') {
            find_in_line(scan, line, line_end, place_in(scan, at));
        } else if (names_another(scan, first, line_end)) {
            break;
        }
    }
    scan->keyed_end = line;
}
