#include "nested.h"

#include <string.h>

#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

/* So many members are read, and a name or a value is no longer. */
#define MEMBERS_MAX 24
#define NAME_MAX 48
#define VALUE_MAX 96
#define BLANKS_MAX 64

struct member {
    size_t name, name_end, value, value_end, end;
};

/* Behind ":", "=" or "=>" and blanks; `at` if none of them stands there. */
static size_t skip_sign(const struct scan *scan, size_t at)
{
    size_t end = extent_skip_blanks(scan, at);

    if (scan_byte(scan, end) != ':' && scan_byte(scan, end) != '=') {
        return at;
    }
    end += scan_is_at(scan, end, "=>") ? 2 : 1;
    return extent_skip_blanks(scan, end);
}

/* "bob": "x", 8381 => 'x' */
static int read_member(const struct scan *scan, size_t at, struct member *ret_member)
{
    const unsigned char opened = scan_byte(scan, at);
    struct member member = {.name = at + (is_quote(opened) != 0)};
    unsigned char quote;
    size_t sign;

    for (member.name_end = member.name;
         member.name_end - member.name < NAME_MAX &&
         (in_set(scan_byte(scan, member.name_end), SET_MAILBOX) ||
          (is_quote(opened) && (scan_byte(scan, member.name_end) == ':' ||
                                scan_byte(scan, member.name_end) == '@')));) {
        member.name_end++;
    }
    effort_spend(scan->effort, (member.name_end - member.name) / 2);
    sign = member.name_end + (is_quote(opened) && scan_byte(scan, member.name_end) == opened);
    member.value = skip_sign(scan, sign);
    quote = scan_byte(scan, member.value);
    if (member.name_end == member.name || member.value == sign || !is_quote(quote)) {
        return 0;
    }
    member.value++;
    for (member.value_end = member.value; member.value_end - member.value < VALUE_MAX &&
                                          scan_byte(scan, member.value_end) != quote;) {
        if (scan_byte(scan, member.value_end) == ' ' ||
            scan_byte(scan, member.value_end) == '\n') {
            effort_spend(scan->effort, (member.value_end - member.value) / 2);
            return 0; /* texts of a program, and no secrets */
        }
        member.value_end++;
    }
    effort_spend(scan->effort, (member.value_end - member.value) / 2);
    member.end = member.value_end + 1;
    *ret_member = member;
    return member.value_end - member.value < VALUE_MAX;
}

/* bob: x in a line of its own, deeper than the name of all. */
static int read_line(const struct scan *scan, size_t at, struct member *ret_member)
{
    struct member member = {.name = at};

    for (member.name_end = at; member.name_end - at < NAME_MAX &&
                               in_set(scan_byte(scan, member.name_end), SET_MAILBOX);) {
        member.name_end++;
    }
    effort_walk(scan->effort, member.name_end - at);
    if (member.name_end == at || !scan_is_at(scan, member.name_end, ": ")) {
        return 0;
    }
    member.value = extent_skip_blanks(scan, member.name_end + 1);
    member.value += is_quote(scan_byte(scan, member.value)) != 0;
    for (member.value_end = member.value; member.value_end - member.value < VALUE_MAX &&
                                          scan_byte(scan, member.value_end) > ' ' &&
                                          !is_quote(scan_byte(scan, member.value_end));) {
        member.value_end++;
    }
    effort_spend(scan->effort, (member.value_end - member.value) / 2);
    member.end = member.value_end + (is_quote(scan_byte(scan, member.value_end)) != 0);
    *ret_member = member;
    return member.value_end > member.value && scan_byte(scan, member.end) == '\n';
}

static int is_numbered(const struct scan *scan, const struct member *member)
{
    return scan_is_all(scan, SET_DIGIT, member->name, member->name_end);
}

static int note(struct scan *scan, const struct member *member, const char *name,
                enum key_strength strength)
{
    const struct value value = {
        .start = member->value, .end = member->value_end, .quoted = 1, .sign = ':'};

    if (member->value_end == member->value || value_is_harmless(scan, &value, strength)) {
        return 0;
    }
    scan_found(scan, member->value, member->value_end, name);
    return 1;
}

/* Below "passwords:", in lines that are indented alike. */
static int match_lines(struct scan *scan, size_t start, size_t line,
                       const struct table_key *key)
{
    const size_t above = scan_line_start(scan, start, BLANKS_MAX);
    size_t indent = 0;
    int count = 0;

    for (unsigned int i = 0; above != SIZE_MAX && i < MEMBERS_MAX; i++) {
        const size_t at = extent_skip_blanks(scan, line);
        struct member member;

        if (at - line <= start - above || (i > 0 && at - line != indent) ||
            !read_line(scan, at, &member)) {
            break;
        }
        indent = at - line;
        count += note(scan, &member, table_text + key->name, key->strength);
        line = member.end + 1;
    }
    return count > 0;
}

/* Which members have secrets for values. */
enum member_kind {
    MEMBER_ANY,
    MEMBER_NUMBERED,
    MEMBER_TYPED, /* those whose value looks like a password */
};

static int is_of_kind(const struct scan *scan, const struct member *member,
                      enum member_kind kind)
{
    return kind == MEMBER_ANY ||
           (kind == MEMBER_NUMBERED ? is_numbered(scan, member)
                                    : said_is_password(scan, member->value));
}

/* The members behind the bracket that ends at `at`, up to one that is another. */
static int note_members(struct scan *scan, size_t at, enum member_kind kind, const char *name,
                        enum key_strength strength)
{
    int count = 0;

    at = extent_skip_lines(scan, at, BLANKS_MAX);
    for (unsigned int i = 0; i < MEMBERS_MAX; i++) {
        struct member member;

        if (!read_member(scan, at, &member) || !is_of_kind(scan, &member, kind)) {
            break;
        }
        count += note(scan, &member, name, strength);
        at = extent_skip_lines(scan, member.end, BLANKS_MAX);
        if (scan_byte(scan, at) != ',') {
            break;
        }
        at = extent_skip_lines(scan, at + 1, BLANKS_MAX);
    }
    return count > 0;
}

/* "token": {"expires": "x", "id": "y"}, as OpenStack answers: the token is what it is called
 * by.
 */
static int note_identity(struct scan *scan, size_t at, const struct table_key *key)
{
    for (unsigned int i = 0; i < MEMBERS_MAX; i++) {
        struct member member;

        at = extent_skip_lines(scan, at, BLANKS_MAX);
        if (!read_member(scan, at, &member)) {
            break;
        }
        if (member.name_end - member.name == 2 && scan_is_at(scan, member.name, "id")) {
            return note(scan, &member, table_text + key->name, KEY_MEDIUM);
        }
        at = extent_skip_lines(scan, member.end, BLANKS_MAX);
        if (scan_byte(scan, at++) != ',') {
            break;
        }
    }
    return 0;
}

/* Below "passwords:", items in lines of their own: - x */
static int match_items(struct scan *scan, size_t line, const struct table_key *key)
{
    int count = 0;

    for (unsigned int i = 0; i < MEMBERS_MAX; i++) {
        size_t at = extent_skip_blanks(scan, line);
        struct member member;

        if (!scan_is_at(scan, at, "- ")) {
            break;
        }
        at += 2;
        member.value = at + (is_quote(scan_byte(scan, at)) != 0);
        for (member.value_end = member.value; member.value_end - member.value < VALUE_MAX &&
                                              scan_byte(scan, member.value_end) > ' ' &&
                                              !is_quote(scan->bytes[member.value_end]);) {
            member.value_end++;
        }
        effort_spend(scan->effort, (member.value_end - member.value) / 2);
        member.end = member.value_end + (is_quote(scan_byte(scan, member.value_end)) != 0);
        if (scan_byte(scan, member.end) != '\n' || scan_before(scan, member.value_end) == ':') {
            break; /* a map, a sentence */
        }
        count += note(scan, &member, table_text + key->name, key->strength);
        line = member.end + 1;
    }
    return count > 0;
}

int nested_match(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    const int is_plural =
        table_lower[scan_before(scan, end)] == 's' && !scan_is_at(scan, end - 3, "ass");
    size_t at = end + (is_quote(scan_byte(scan, end)) != 0), sign = skip_sign(scan, at);

    if (sign == at) {
        return 0;
    }
    if (scan_byte(scan, sign) == '\n' && scan_before(scan, sign) == ':' && is_plural) {
        return match_lines(scan, start, sign + 1, key) ||
               (strcmp(table_text + key->name, "password") == 0 &&
                match_items(scan, sign + 1, key));
    }
    if (scan_byte(scan, sign) == '{' && end - start == 5 && scan_is_at(scan, start, "token")) {
        return note_identity(scan, sign + 1, key);
    }
    if (scan_byte(scan, sign) != '{' && scan_byte(scan, sign) != '[') {
        return 0;
    }
    return note_members(scan, sign + 1, is_plural ? MEMBER_ANY : MEMBER_NUMBERED,
                        table_text + key->name, key->strength);
}

int nested_accounts(struct scan *scan, size_t at, int is_sure, const char *name)
{
    return note_members(scan, at, is_sure ? MEMBER_ANY : MEMBER_TYPED, name, KEY_STRONG);
}
