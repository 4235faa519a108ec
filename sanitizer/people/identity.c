#include "identity.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scan/scan.h"
#include "tables/words.h"

static unsigned int window_of(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    return (unsigned int)table_classes[bytes[0]] << 10 |
           (unsigned int)table_classes[bytes[1]] << 5 | table_classes[bytes[2]];
}

/* A home that everyone has, such as /usr/sbin or "/", would hide paths that name nobody. */
static int is_worth_hiding(enum identity_kind kind, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    if (length < TRIGGER_MIN) {
        return 0;
    }
    switch (kind) {
    case IDENTITY_HOME:
        return text[0] == '/' && !words_hold(&table_words_system_homes, bytes, length);
    case IDENTITY_USER:
        return !words_hold(&table_words_common_users, bytes, length);
    default:
        return 1;
    }
}

void identity_init(struct identity *identity)
{
    *identity = (struct identity){0};
    memcpy(identity->wakes, table_wakes, sizeof identity->wakes);
}

/* As the views show it: folded, so that it is found there; paths keep their case. */
static char *folded(enum identity_kind kind, const char *text)
{
    const struct span_list none = {0};
    const struct view_making making = {.fold = 1, .turns_max = SIZE_MAX, .done = &none};
    size_t length = strlen(text);
    struct view view;
    char *copy;

    while (kind == IDENTITY_HOME && length > 1 && text[length - 1] == '/') {
        length--;
    }
    if (view_init(&view, VIEW_PLAIN, text, length, &making) < 0) {
        return NULL;
    }
    copy = strndup((const char *)view.bytes, view.length);
    view_done(&view);
    for (char *at = copy; copy != NULL && kind != IDENTITY_HOME && *at != '\0'; at++) {
        *at = (char)table_lower[(unsigned char)*at];
    }
    return copy;
}

static int make_room(struct identity *identity)
{
    size_t capacity = identity->capacity == 0 ? 8 : identity->capacity * 2;
    struct identity_entry *grown;

    if (identity->count < identity->capacity) {
        return 0;
    }
    grown = reallocarray(identity->entries, capacity, sizeof *grown);
    if (grown == NULL) {
        return -ENOMEM;
    }
    identity->entries = grown;
    identity->capacity = capacity;
    return 0;
}

/* Keep what is folded already, longest first. */
static int add_entry(struct identity *identity, enum identity_kind kind, char *copy)
{
    size_t length = strlen(copy), at;
    unsigned int window;

    if (make_room(identity) < 0) {
        free(copy);
        return -ENOMEM;
    }
    window = window_of(copy);
    for (at = identity->count; at > 0 && identity->entries[at - 1].length < length; at--) {
        identity->entries[at] = identity->entries[at - 1];
    }
    identity->entries[at] = (struct identity_entry){copy, length, kind, window};
    identity->count++;
    identity->own[window >> 6] |= UINT64_C(1) << (window & 63);
    identity->wakes[window] = 1;
    return 0;
}

/* /al/x, D:\al\x: as a word, two letters are one of a language or of a processor. */
static int add_parts(struct identity *identity, const char *user)
{
    static const char slashes[] = {'/', '\\'};
    int result = 0;

    for (size_t i = 0; i < sizeof slashes && result == 0; i++) {
        char *copy = malloc(TRIGGER_MIN + 1);

        if (copy == NULL) {
            return -ENOMEM;
        }
        copy[0] = slashes[i];
        memcpy(copy + 1, user, TRIGGER_MIN);
        result = add_entry(identity, IDENTITY_PART, copy);
    }
    return result;
}

int identity_add(struct identity *identity, enum identity_kind kind, const char *text)
{
    char *copy = folded(kind, text);
    size_t length;
    int result = 0;

    if (copy == NULL) {
        return -ENOMEM;
    }
    length = strlen(copy);
    if (is_worth_hiding(kind, copy, length)) {
        return add_entry(identity, kind, copy);
    }
    if (kind == IDENTITY_USER && length + 1 == TRIGGER_MIN &&
        !words_hold(&table_words_common_users, (const unsigned char *)copy, length)) {
        result = add_parts(identity, copy);
    }
    free(copy);
    return result;
}

void identity_done(struct identity *identity)
{
    for (size_t i = 0; i < identity->count; i++) {
        free(identity->entries[i].text);
    }
    free(identity->entries);
    *identity = (struct identity){0};
}

static unsigned int window_at(const struct scan *scan, size_t at)
{
    return (unsigned int)table_classes[scan->bytes[at]] << 10 |
           (unsigned int)table_classes[scan->bytes[at + 1]] << 5 |
           table_classes[scan->bytes[at + 2]];
}

static int entry_at(const struct scan *scan, const struct identity_entry *entry, size_t at)
{
    if (scan->length - at < entry->length) {
        return 0;
    }
    if (entry->kind == IDENTITY_HOME) {
        return memcmp(scan->bytes + at, entry->text, entry->length) == 0;
    }
    for (size_t i = 0; i < entry->length; i++) {
        if (table_lower[scan->bytes[at + i]] != (unsigned char)entry->text[i]) {
            return 0;
        }
    }
    return 1;
}

static int is_name_byte(unsigned char byte)
{
    return in_set(byte, SET_WORD) || byte >= 0x80;
}

/* A word of its own, and not part of a symbol: alice( and alice::f are somebody's code. */
static int is_user_word(const struct scan *scan, size_t at, size_t end)
{
    unsigned char before = scan_before(scan, at), after = scan_byte(scan, end);

    if (is_name_byte(before) || after == '(' ||
        (after == ':' && scan_byte(scan, end + 1) == ':') ||
        (before == ':' && at > 1 && scan->bytes[at - 2] == ':')) {
        return 0;
    }
    if (after == '_' && (before == '/' || before == '\\')) {
        return 1; /* /tmp/alice_session */
    }
    return !is_name_byte(after);
}

/* /al/x, and neither /al.c nor /al-x: a part of a path for itself. */
static int is_user_part(const struct scan *scan, size_t at, size_t end)
{
    unsigned char after = scan_byte(scan, end);

    return is_user_word(scan, at, end) && after != '_' &&
           ((after != '.' && after != '-') || !is_name_byte(scan_byte(scan, end + 1)));
}

/* Where the name of the user's machine ends, if it is called after the user: ann@AnnsLaptop. */
static size_t machine_end(struct scan *scan, const struct identity_entry *entry, size_t end)
{
    return scan_byte(scan, end) == '@' && end + 1 < scan->length &&
                   entry_at(scan, entry, end + 1)
               ? scan_run_end(scan, SET_TOKEN, end + 1)
               : end;
}

void match_identity(struct scan *scan, size_t at)
{
    const struct identity *identity = scan->identity;

    for (size_t i = 0; i < identity->count; i++) {
        const struct identity_entry *entry = &identity->entries[i];
        size_t end = at + entry->length;

        if (entry->window != window_at(scan, at) || !entry_at(scan, entry, at)) {
            continue;
        }
        if (entry->kind == IDENTITY_LITERAL) {
            scan_found(scan, at, end, span_literal);
        } else if (entry->kind == IDENTITY_USER && is_user_word(scan, at, end)) {
            scan_found(scan, at, machine_end(scan, entry, end), span_user);
        } else if (entry->kind == IDENTITY_PART && is_user_part(scan, at + 1, end)) {
            scan_found(scan, at + 1, end, span_user);
        } else if (entry->kind == IDENTITY_HOME && !is_name_byte(scan_byte(scan, end)) &&
                   scan_byte(scan, end) != '-') {
            scan_found(scan, at, end, span_home);
        }
    }
}
