#include "replacement.h"

#include <string.h>

#include "span.h"

#define OPEN_LENGTH (sizeof REPLACEMENT_OPEN - 1)
#define NAME_MAX 48

size_t replacement_length(const char *text, size_t length)
{
    size_t at = OPEN_LENGTH;

    if (length <= at || memcmp(text, REPLACEMENT_OPEN, at) != 0) {
        return 0;
    }
    while (at < length && at < OPEN_LENGTH + NAME_MAX &&
           ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '-')) {
        at++;
    }
    return at > OPEN_LENGTH && at < length && text[at] == ']' ? at + 1 : 0;
}

size_t replacement_width(const char *name)
{
    return name == span_home ? 1 : OPEN_LENGTH + strlen(name) + 1;
}
