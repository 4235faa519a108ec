#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(struct text *text, size_t more)
{
    if (text->room - text->length > more) {
        return true;
    }
    size_t wanted = (text->length + more) * 2 + 64;
    char *grown = realloc(text->bytes, wanted);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->room = wanted;
    return true;
}

void text_add(struct text *text, const char *piece)
{
    size_t length = strlen(piece);

    if (make_room(text, length)) {
        memcpy(text->bytes + text->length, piece, length + 1);
        text->length += length;
    }
}

void text_format(struct text *text, const char *format, ...)
{
    char *piece = NULL;
    va_list arguments;

    va_start(arguments, format);
    int length = vasprintf(&piece, format, arguments);
    va_end(arguments);
    if (length < 0) {
        text->failed = true;
        return;
    }
    text_add(text, piece);
    free(piece);
}

char *text_take(struct text *text)
{
    text_add(text, "");
    char *bytes = text->failed ? NULL : text->bytes;
    if (bytes != NULL) {
        text->bytes = NULL;
    }
    text_done(text);
    return bytes;
}

void text_done(struct text *text)
{
    free(text->bytes);
    *text = (struct text){.bytes = NULL};
}

char *text_number(char buffer[32], unsigned long long number)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", number);
    char *out = buffer;

    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return buffer;
}
