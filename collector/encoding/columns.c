#include "columns.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "utf8.h"

#define ELLIPSIS "\xe2\x80\xa6" /* one column */

/* glibc's table, whatever the user's locale: where it is not installed, one column each. */
static locale_t width_locale(void)
{
    static locale_t locale;

    if (locale == (locale_t)0) {
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    }
    return locale;
}

static wchar_t decode(const char *text, size_t size)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned code = (unsigned char)text[0] & masks[size];

    for (size_t i = 1; i < size; i++) {
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    }
    return (wchar_t)code;
}

/* The character at `text`: its bytes, and how wide it is. */
static size_t character(const char *text, size_t length, size_t *ret_columns)
{
    size_t size = utf8_character(text, length);
    int columns = size > 1 ? wcwidth(decode(text, size)) : 1;

    *ret_columns = columns < 0 ? 1 : (size_t)columns;
    return size > 0 ? size : 1;
}

static size_t head(const char *text, size_t length, size_t columns, size_t *ret_used)
{
    locale_t before = (locale_t)0;
    size_t at = 0, used = 0, width;

    if (width_locale() != (locale_t)0) {
        before = uselocale(width_locale());
    }
    while (at < length) {
        size_t size = character(text + at, length - at, &width);
        if (used + width > columns) {
            break;
        }
        used += width;
        at += size;
    }
    if (before != (locale_t)0) {
        uselocale(before);
    }
    *ret_used = used;
    return at;
}

size_t columns_of(const char *text)
{
    size_t used;

    head(text, strlen(text), SIZE_MAX / 2, &used);
    return used;
}

size_t columns_head(const char *text, size_t columns)
{
    size_t used;

    return head(text, strlen(text), columns, &used);
}

size_t columns_tail(const char *text, size_t columns)
{
    size_t length = strlen(text), whole = columns_of(text), used;

    if (whole <= columns) {
        return length;
    }
    size_t skipped = head(text, length, whole - columns, &used);
    if (used < whole - columns) { /* a wide one straddles the cut */
        skipped += head(text + skipped, length - skipped, 2, &used);
    }
    /* marks without their letter say nothing */
    return length - skipped - head(text + skipped, length - skipped, 0, &used);
}

char *columns_middle(const char *text, size_t columns)
{
    char *copy = NULL;

    if (columns < 3 || columns_of(text) <= columns) {
        return strdup(text);
    }
    size_t first = columns_head(text, columns / 2);
    size_t last = columns_tail(text, columns - columns / 2 - 1);
    if (asprintf(&copy, "%.*s" ELLIPSIS "%s", (int)first, text, text + strlen(text) - last) <
        0) {
        return NULL;
    }
    return copy;
}
