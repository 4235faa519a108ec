/*
 * Secrets wrapped in base64: a word that is printable text in another writing is read once in
 * its own, and goes whole when something known is in there. What is decoded is not decoded
 * again, and most words are given up at their first characters.
 */
#include "base64.h"

#include <stdlib.h>
#include <string.h>

#include "known.h"
#include "reading/base64_text.h"
#include "scan/looks.h"

/* "user:password" is this long when it is wrapped. */
#define WRAPPED_MIN 24

/* A name and a password that are wrapped together have so many bytes. */
#define NAME_MIN 2
#define PASSWORD_MIN 6
#define PASSWORD_MAX 64

/* bob:kR7vQ2mWx9zP: a name, and what chance or a keyboard made. */
static int is_login(const unsigned char *text, size_t length)
{
    const unsigned char *colon = memchr(text, ':', length);
    size_t name = colon != NULL ? (size_t)(colon - text) : 0, password = name + 1;

    for (size_t i = 0; i < name; i++) {
        if (!in_set(text[i], SET_MAILBOX) && text[i] != '@') {
            return 0;
        }
    }
    for (size_t i = password; i < length; i++) {
        if (text[i] <= ' ' || text[i] == '/') {
            return 0;
        }
    }
    return name >= NAME_MIN && length - password >= PASSWORD_MIN &&
           length - password <= PASSWORD_MAX &&
           (looks_of_three_kinds(text + password, length - password) ||
            looks_drawn(text + password, length - password));
}

enum base64_content base64_judge(struct scan *scan, size_t start, size_t end)
{
    enum base64_content content = BASE64_NONE;
    struct span_list found = {0};
    struct view view = {0};
    struct scan inner;
    unsigned char first[WRAPPED_MIN / 4 * 3], *text;

    if (end - start < WRAPPED_MIN || scan->is_inner ||
        base64_text(scan->bytes + start, end - start, first, sizeof first) == 0) {
        return BASE64_NONE;
    }
    text = malloc(end - start);
    if (text == NULL) {
        scan->spans->out_of_memory = 1;
        return BASE64_NONE;
    }
    view.bytes = text;
    view.length = base64_text(scan->bytes + start, end - start, text, end - start);
    if (view.length > 0) {
        scan_init(&inner, &view, scan->identity, scan->personal, scan->effort, &found);
        inner.is_inner = 1;
        known_scan(&inner, 0, inner.length);
        span_settle(&found);
        if (found.count == 0 && is_login(text, view.length)) {
            span_add(&found, 0, view.length, scan_matcher_name(MATCHER_SCHEME));
        }
        content = found.count > 0 ? BASE64_SECRET : BASE64_TEXT;
    }
    free(text);
    if (found.out_of_memory) {
        scan->spans->out_of_memory = 1;
    }
    if (content == BASE64_SECRET) {
        /* "~" stands for a home, and here would stand for more */
        scan_found(scan, start, end,
                   found.spans[0].name == span_home ? span_user : found.spans[0].name);
    }
    span_list_done(&found);
    return content;
}
