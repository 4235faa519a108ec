/*
 * Values within a structure of their own: what serializers write of a type, {"S": "x"}, and
 * what debuggers show of a string, {str = 0xc000 "x", len = 1}.
 */
#include "wrapped.h"

#include <string.h>

#include "extent.h"
#include "member.h"

/* How deep in a structure a debugger shows the characters. */
#define STRUCTURE_MAX 160

/* How far an example may stand in the description of a member. */
#define SCHEMA_MAX 200

/* How far a member may be indented. */
#define INDENT_MAX 40

/* Behind {"S": and the like, where a string or a list stands; 0 otherwise. */
static size_t member_sign(const struct scan *scan, size_t at)
{
    static const char *const names[] = {"s\"", "string\"", "_value\""};
    size_t name = at + 1, sign = 0;

    while (name - at < INDENT_MAX && name < scan->length && is_blank(scan->bytes[name])) {
        name++;
    }
    if (scan_byte(scan, name) != '"') {
        return 0;
    }
    name++;
    for (size_t i = 0; sign == 0 && i < sizeof names / sizeof *names; i++) {
        sign = scan_is_at(scan, name, names[i]) ? name + strlen(names[i]) : 0;
    }
    sign = sign != 0 ? extent_skip_blanks(scan, sign) : member_value_word(scan, name);
    if (sign == 0 || scan_byte(scan, sign) != ':') {
        return 0;
    }
    sign = extent_skip_blanks(scan, sign + 1);
    return is_quote(scan_byte(scan, sign)) ? sign : 0;
}

/* {"type": "string", "example": "x"}: where the example begins that a schema has of what it
 * describes; 0 if it has none. */
static size_t example_of(const struct scan *scan, size_t at)
{
    size_t end = at + 1;

    while (end - at < SCHEMA_MAX && end < scan->length && scan_byte(scan, end) != '}') {
        if (scan_byte(scan, end) == '"' && scan_is_at(scan, end, "\"example\":")) {
            effort_walk(scan->effort, end - at);
            end = extent_skip_blanks(scan, end + strlen("\"example\":"));
            return is_quote(scan_byte(scan, end)) ? end : 0;
        }
        end++;
    }
    effort_spend(scan->effort, end - at);
    return 0;
}

/* {d = 0x55, ptr = u"x", size = 1}: where the string begins that a debugger shows; 0 otherwise.
 */
static size_t shown_string(const struct scan *scan, size_t at)
{
    static const char *const openings[] = {
        "{static npos", "{_m_dataplus", "{_m_p =", "{d = ", "{str = ", "{ptr = ", "{data = "};
    size_t opened = 0, end;

    for (size_t i = 0; opened == 0 && i < sizeof openings / sizeof *openings; i++) {
        opened = scan_is_at(scan, at, openings[i]) ? at + strlen(openings[i]) : 0;
    }
    for (end = opened; opened != 0 && end - at < STRUCTURE_MAX; end++) {
        if (scan_byte(scan, end) == '"') {
            effort_walk(scan->effort, end - opened);
            return end;
        }
    }
    effort_walk(scan->effort, end - opened);
    return 0;
}

size_t wrapped_skip(const struct scan *scan, size_t at)
{
    static const char buffer[] = "{\"type\":\"buffer\",\"data\":[";
    size_t string;

    if (scan_byte(scan, at) != '{') {
        return at;
    }
    if (scan_is_at(scan, at, buffer)) {
        return at + sizeof buffer - 2;
    }
    string = member_sign(scan, at);
    string = string != 0 ? string : shown_string(scan, at);
    string = string != 0 ? string : example_of(scan, at);
    return string != 0 ? string : at;
}
