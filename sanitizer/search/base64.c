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

/* "user:password" is this long when it is wrapped. */
#define WRAPPED_MIN 24

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
