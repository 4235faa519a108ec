#include "value_look.h"

#include <string.h>

struct value_look value_look_at(const struct scan *scan, const struct value *value)
{
    const unsigned char *text = scan->bytes + value->start, *space;
    struct value_look look = {.length = value->end - value->start};
    size_t judged = look.length < VALUE_JUDGED_MAX ? look.length : VALUE_JUDGED_MAX,
           underscores;
    uint32_t kinds = 0, marks = 0;

    for (size_t i = 0; i < judged; i++) {
        kinds += table_kinds[text[i]];
        marks += table_marks[text[i]];
    }
    effort_walk(scan->effort, judged);
    look.spaces = marks & 255;
    look.commas = marks >> 8 & 255;
    look.redacted = marks >> 16 & 255;
    underscores = marks >> 24;
    look.uppers = kinds & 255;
    look.lowers = kinds >> 8 & 255;
    look.digits = kinds >> 16 & 255;
    look.others = (kinds >> 24) - look.spaces - underscores;
    space = memchr(text, ' ', judged);
    look.first = space != NULL ? (size_t)(space - text) : look.length;
    return look;
}
