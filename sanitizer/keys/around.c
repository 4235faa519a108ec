#include "around.h"

#include <string.h>

#include "scan/looks.h"
#include "values/extent.h"
#include "written.h"

/* The key of a lamp or a switch, and how far before it may be said whose it is. */
#define THING_KEY ((size_t)16)
#define THING_REACH 80

/* What opens a wireless network. */
#define NETWORK_KEY_MIN 8
#define NETWORK_KEY_MAX 63

#define TUNNEL_REACH 160

/* The name of a section of settings stands so many lines above, and a line is no longer; and
 * how far a setting is indented. */
#define SECTION_LINES 8
#define SECTION_REACH ((size_t)200)
#define INDENT_MAX 24

int around_is_tunnel(const struct scan *scan, size_t at)
{
    size_t before = at;
    int found = 0;

    for (; before > 0 && at - before < TUNNEL_REACH && !found; before--) {
        found =
            scan_is_at(scan, before, "server_port") || scan_is_at(scan, before, "bind_port");
    }
    effort_spend(scan->effort, at - before);
    return found;
}

int around_is_section(const struct scan *scan, size_t start, const struct value *value)
{
    size_t line = scan_line_start(scan, start, INDENT_MAX), above;

    if (value->sign != '=' || value->quoted || line == SIZE_MAX ||
        extent_skip_blanks(scan, line) != start || scan_byte(scan, value->end) != '\n') {
        return 0;
    }
    for (int lines = 0; line > 0 && lines < SECTION_LINES; lines++) {
        above = scan_line_start(scan, line - 1, SECTION_REACH);
        if (above == SIZE_MAX) {
            return 0;
        }
        if (scan_byte(scan, above) == '[') {
            return scan_before(scan, line - 1) == ']';
        }
        if (line - above > 1 && memchr(scan->bytes + above, '=', line - above) == NULL) {
            return 0;
        }
        line = above;
    }
    return 0;
}

int around_is_thing(const struct scan *scan, size_t start, size_t last,
                    const struct value *value)
{
    size_t at = start;

    if (last - start != 3 || value->end - value->start != THING_KEY ||
        !looks_hex(scan->bytes + value->start, THING_KEY)) {
        return 0;
    }
    while (at > 0 && start - at < THING_REACH) {
        at--;
        if ((scan_is_at(scan, at, "id") || scan_is_at(scan, at, "ip")) &&
            !in_set(scan_before(scan, at), SET_ALNUM) &&
            !in_set(scan_byte(scan, at + 2), SET_WORD)) {
            effort_spend(scan->effort, (start - at) / 2);
            return 1;
        }
    }
    effort_spend(scan->effort, (start - at) / 2);
    return 0;
}

int around_is_network(const struct scan *scan, size_t at, size_t last,
                      const struct value *value)
{
    size_t length = value->end - value->start, before = at;
    int found = 0;

    if (last - at != 3 || value->sign != '=' || value->spaced || length < NETWORK_KEY_MIN ||
        length > NETWORK_KEY_MAX) {
        return 0;
    }
    while (!found && before > 0 && at - before < THING_REACH && scan->bytes[--before] != '\n') {
        found = scan_is_at(scan, before, "ssid=") || scan_is_at(scan, before, "wireless.");
    }
    effort_spend(scan->effort, at - before);
    return found;
}

int around_is_replica(const struct scan *scan, size_t at, size_t last,
                      const struct value *value)
{
    size_t before = at;
    int found = 0;

    if (!scan_is_at(scan, at, "credentials") || !written_as_assignment(scan, last, value)) {
        return 0;
    }
    for (; before > 0 && at - before < THING_REACH && !found; before--) {
        found = scan_is_at(scan, before, "binddn=") || scan_is_at(scan, before, "bindmethod=");
    }
    effort_spend(scan->effort, at - before);
    return found;
}
