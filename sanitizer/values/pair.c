/* A key's value in the next attribute or element. */
#include "pair.h"

#include <string.h>

#include "extent.h"
#include "member.h"

/* How far apart the halves of a pair may stand. */
#define GAP_MAX ((size_t)48)
#define TAG_MAX 24

/* How many other members may stand between them. */
#define MEMBERS_MAX 4

/* How long attributes may be: a type of WS-Security is an address of a hundred characters. */
#define ATTRIBUTES_MAX ((size_t)160)

/* How much of a name may stand before its key: "Users.2#Password", "ctl00$txtPassword". */
#define NAME_MAX ((size_t)64)

/* Skip attributes such as type="text", to what is none. */
static size_t skip_attributes(const struct scan *scan, size_t at)
{
    size_t reach = at + ATTRIBUTES_MAX + 1, next = at;

    reach = reach < scan->length ? reach : scan->length;
    if (at >= reach || memchr(scan->bytes + at, '=', reach - at) == NULL) {
        return at;
    }
    while (next - at < ATTRIBUTES_MAX) {
        size_t name = next, end;

        effort_spend(scan->effort, 4);
        while (is_blank(scan_byte(scan, name)) && name - at < ATTRIBUTES_MAX &&
               name < scan->length) {
            name++;
        }
        for (end = name; in_set(scan_byte(scan, end), SET_TOKEN) || scan_byte(scan, end) == ':';
             end++) {
            if (end - at >= ATTRIBUTES_MAX) {
                effort_walk(scan->effort, end - next);
                return next;
            }
        }
        effort_spend(scan->effort, end - next);
        if (end == name || scan_byte(scan, end) != '=' || member_value_word(scan, name) != 0) {
            return next;
        }
        if (!is_quote(scan_byte(scan, end + 1))) {
            for (next = end + 1; in_set(scan_byte(scan, next), SET_TOKEN); next++) {
                if (next - at >= ATTRIBUTES_MAX) {
                    effort_walk(scan->effort, next - end);
                    return at;
                }
            }
            effort_walk(scan->effort, next - end);
            continue;
        }
        for (next = end + 2; scan_byte(scan, next) != scan_byte(scan, end + 1); next++) {
            if (next - at >= ATTRIBUTES_MAX || scan_byte(scan, next) == '\n') {
                effort_walk(scan->effort, next - end);
                return at;
            }
        }
        effort_walk(scan->effort, next - end);
        next++;
    }
    return next;
}

/* "name": "key", "enabled": true, "value": "x": behind members between the halves that are
 * words of JSON or short. */
static size_t skip_members(const struct scan *scan, size_t at)
{
    size_t next = at;

    for (int members = 0; members < MEMBERS_MAX; members++) {
        size_t name = next + 1, end;

        while (is_blank(scan_byte(scan, name)) && name - next < GAP_MAX) {
            name++;
        }
        if (scan_byte(scan, next) != ',' || !is_quote(scan_byte(scan, name)) ||
            member_value_word(scan, name + 1) != 0) {
            break;
        }
        for (end = name + 1; end - name < TAG_MAX && in_set(scan_byte(scan, end), SET_TOKEN);) {
            end++;
        }
        if (!is_quote(scan_byte(scan, end)) || scan_byte(scan, end + 1) != ':') {
            break;
        }
        for (end += 2; end - name < GAP_MAX &&
                       (in_set(scan_byte(scan, end), SET_TOKEN) ||
                        is_quote(scan_byte(scan, end)) || scan_byte(scan, end) == ' ');) {
            end++;
        }
        effort_spend(scan->effort, 4 + (end - next) / EFFORT_WALKED);
        if (scan_byte(scan, end) != ',') {
            break;
        }
        next = end;
    }
    return next;
}

/* <value string="x"> at `at`, as ASP.NET's error pages are kept: the sign. */
static size_t value_sign(const struct scan *scan, size_t at)
{
    return scan_is_at(scan, at, "value string=\"") ? at + 12 : member_value_word(scan, at);
}

size_t pair_attribute(const struct scan *scan, size_t key_start, size_t at)
{
    size_t next = at + 1, blanks;

    if (scan_byte(scan, at) == ' ' && scan_before(scan, key_start) == '<') {
        blanks = next = skip_attributes(scan, at); /* <secret name="x" value="y"/> */
        while (is_blank(scan_byte(scan, next)) && next - at < 3 * GAP_MAX &&
               next < scan->length) {
            next++;
        }
        effort_walk(scan->effort, next - blanks);
        return member_value_word(scan, next);
    }
    if (scan_byte(scan, at) == ',') { /* ParameterKey=Password,ParameterValue=x */
        next += scan_byte(scan, next) == ' ' && member_is_named(scan, key_start);
        return member_value_word(scan, next); /* {name: PASSWORD, value: x} */
    }
    if (!is_quote(scan_byte(scan, at))) {
        return 0;
    }
    next = skip_attributes(scan, next);
    if (scan_byte(scan, next) == ',' && member_is_named(scan, key_start)) {
        next = skip_members(scan, next);
    }
    for (size_t first = next;
         next - first < GAP_MAX &&
         (is_blank(scan_byte(scan, next)) || scan_byte(scan, next) == ',' ||
          scan_byte(scan, next) == '/' || scan_byte(scan, next) == '>' ||
          scan_byte(scan, next) == '<' || is_quote(scan_byte(scan, next)) ||
          (scan_byte(scan, next) == '+' && scan_before(scan, next) == '\n')); /* a diff's */
         next++) {
        effort_spend(scan->effort, 1);
        if (next >= scan->length) {
            return 0;
        }
    }
    return value_sign(scan, next);
}

static size_t skip_tag_name(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < TAG_MAX && (in_set(scan_byte(scan, end), SET_WORD) ||
                                  scan_byte(scan, end) == ':' || scan_byte(scan, end) == '-')) {
        end++;
    }
    return end;
}

/* Blanks and ends of lines between elements. */
static size_t skip_blank_lines(const struct scan *scan, size_t at)
{
    return extent_skip_lines(scan, at, GAP_MAX);
}

/* Where a few blanks before `at` begin. */
static size_t before_blanks(const struct scan *scan, size_t at)
{
    for (int i = 0; i < 2 && scan_before(scan, at) == ' '; i++) {
        at--;
    }
    return at;
}

/* Whether the string at `quote` is what an element is called: name="x", key = "x". */
static int is_naming(const struct scan *scan, size_t quote)
{
    static const char *const names[] = {"name", "<setting id", "key", "property"};
    size_t end = before_blanks(scan, quote);

    if (scan_before(scan, end) != '=') {
        return 0;
    }
    end = before_blanks(scan, end - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);

        if (end >= length && scan_is_at(scan, end - length, names[i])) {
            return 1;
        }
    }
    return 0;
}

/* Whether the key is the end of an element's name="...", of whatever group it is. */
static int is_attribute_name(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    while (at > 0 && key_start - at < NAME_MAX && !is_quote(scan->bytes[at - 1]) &&
           (in_set(scan->bytes[at - 1], SET_TOKEN) ||
            strchr("#$/:@[]", scan->bytes[at - 1]) != NULL)) {
        at--;
    }
    effort_spend(scan->effort, (key_start - at) / 2);
    return is_quote(scan_before(scan, at)) && is_naming(scan, at - 1);
}

/* <t>java.lang.String</t> before the value's element: where that begins; `at` otherwise. */
static size_t skip_type_element(const struct scan *scan, size_t at)
{
    size_t name = skip_tag_name(scan, at + 1), next = name;

    if (scan_byte(scan, at) != '<' || !scan_is_at(scan, name - 5, "-type>")) {
        return at;
    }
    while (next - name < GAP_MAX && scan_byte(scan, next) != '<') {
        next++;
    }
    next = skip_tag_name(scan, next + 2) + 1;
    return scan_before(scan, next) == '>' ? skip_blank_lines(scan, next) : at;
}

/* <value> or <string> at `at`, blanks before it included: where its text starts; `at`
 * otherwise. */
static size_t skip_value_tag(const struct scan *scan, size_t at)
{
    size_t next = skip_blank_lines(scan, at);

    return scan_is_at(scan, next, "<value>")    ? next + 7
           : scan_is_at(scan, next, "<string>") ? next + 8
                                                : at;
}

int pair_opens_element(const struct scan *scan, size_t at)
{
    if (scan_before(scan, at) == ':') {
        at = scan_run_start(scan, SET_WORD, at - 1, 24);
    }
    return scan_before(scan, at) == '<';
}

size_t pair_element(const struct scan *scan, size_t key_start, size_t at)
{
    size_t next;

    if (scan_is_at(scan, at, "']</") || scan_is_at(scan, at, " </")) {
        at += scan_byte(scan, at) == ' ' ? 1 : 2; /* <td>KEY </td>, <td>$_SERVER['KEY']</td> */
    }
    if (is_quote(scan_byte(scan, at))) { /* <string name="key" type="x">x */
        next = skip_attributes(scan, at + 1);
        return scan_byte(scan, next) == '>' && is_attribute_name(scan, key_start)
                   ? skip_blank_lines(scan, skip_value_tag(scan, next + 1))
                   : 0;
    }
    if (is_blank(scan_byte(scan, at))) { /* <password type="x">x, over lines, too */
        if (scan_before(scan, key_start) != '<' && scan_before(scan, key_start) != ':') {
            return 0;
        }
        next = skip_blank_lines(scan, skip_attributes(scan, at));
        return next > at && scan_byte(scan, next) == '>' ? skip_value_tag(scan, next + 1) : 0;
    }
    if (scan_byte(scan, at) == '>' && scan_before(scan, key_start) == '/') {
        return 0; /* </key><string>x: of what the element says */
    }
    if (scan_byte(scan, at) == '>') { /* <password><value>x */
        next = skip_value_tag(scan, at + 1);
        return next > at + 1 ? next : 0;
    }
    if (scan_byte(scan, at) != '<' || scan_byte(scan, at + 1) != '/') {
        return 0;
    }
    next = skip_tag_name(scan, at + 2); /* <key>key</key><string>x */
    if (scan_byte(scan, next) != '>') {
        return 0;
    }
    next = skip_type_element(scan, skip_blank_lines(scan, next + 1));
    if (scan_byte(scan, next) != '<') {
        return 0;
    }
    next = skip_tag_name(scan, next + 1);
    if (scan_is_at(scan, next - 3, "<td ") || scan_is_at(scan, next - 3, "<dd ") ||
        scan_is_at(scan, next - 6, "<value ")) {
        next = skip_attributes(scan, next); /* the cells of a row */
    }
    if (scan_byte(scan, next) != '>') {
        return 0;
    }
    at = skip_tag_name(scan, next + 2);
    return scan_byte(scan, next + 1) == '<' && scan_byte(scan, at) == '>' ? at + 1 : next + 1;
}

size_t pair_form_part(const struct scan *scan, size_t key_start, size_t at)
{
    size_t i = at + 1;

    if (scan_is_at(scan, i, "\n\n\n\n") && i + 4 < scan->length) {
        i += 2; /* its ends of lines were escaped */
    }
    if (key_start < 6 || !is_quote(scan_byte(scan, at)) ||
        !scan_is_at(scan, key_start - 6, "name=")) {
        return 0;
    }
    i += scan_byte(scan, i) == '\r';
    if (scan_byte(scan, i) != '\n') {
        return 0;
    }
    i++;
    i += scan_byte(scan, i) == '\r';
    return scan_byte(scan, i) == '\n' && i < scan->length ? i + 1 : 0;
}
