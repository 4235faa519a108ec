#include "rewrite.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reading/codepoint.h"
#include "reading/replacement.h"

#define UNREADABLE "\xef\xbf\xbd" /* U+FFFD stands for what is no UTF-8, and for NUL */

struct output {
    char *text;
    size_t length;
    size_t capacity;
    int out_of_memory;
};

static void put(struct output *output, const char *bytes, size_t length)
{
    if (output->text == NULL || output->capacity - output->length <= length) {
        size_t capacity = (output->length + length + 1) * 3 / 2;
        char *grown = output->out_of_memory ? NULL : realloc(output->text, capacity);

        if (grown == NULL) {
            output->out_of_memory = 1;
            return;
        }
        output->text = grown;
        output->capacity = capacity;
    }
    memcpy(output->text + output->length, bytes, length);
    output->length += length;
    output->text[output->length] = '\0';
}

/* Copy [start, end) as valid UTF-8 without NUL. */
static void put_text(struct output *output, const char *text, size_t start, size_t end)
{
    size_t clean = start, at = start;

    while (at < end) {
        const unsigned char *bytes = (const unsigned char *)text;
        size_t width;
        uint32_t code;

        at = codepoint_skip_readable(bytes, at, end);
        if (at == end) {
            break;
        }
        width = codepoint_decode(bytes + at, end - at, &code);
        if (width == 0 || text[at] == '\0') {
            put(output, text + clean, at - clean);
            put(output, UNREADABLE, sizeof UNREADABLE - 1);
            clean = at + 1;
            width = 1;
        }
        at += width;
    }
    put(output, text + clean, end - clean);
}

static void put_replacement(struct output *output, const char *name)
{
    if (name == span_home) {
        put(output, "~", 1);
        return;
    }
    put(output, REPLACEMENT_OPEN, sizeof REPLACEMENT_OPEN - 1);
    put(output, name, strlen(name));
    put(output, "]", 1);
}

char *rewrite(const char *text, size_t length, const struct span_list *spans)
{
    struct output output = {0};
    size_t at = 0;

    put(&output, "", 0);
    for (size_t i = 0; i < spans->count; i++) {
        put_text(&output, text, at, spans->spans[i].start);
        put_replacement(&output, spans->spans[i].name);
        at = spans->spans[i].end;
    }
    put_text(&output, text, at, length);
    if (output.out_of_memory) {
        free(output.text);
        return NULL;
    }
    return output.text;
}
