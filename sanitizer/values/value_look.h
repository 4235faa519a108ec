/* What a value consists of, as far as it is judged. */
#ifndef VALUE_LOOK_H
#define VALUE_LOOK_H

#include "scan/scan.h"

/* What decides stands in the first bytes. */
#define VALUE_JUDGED_MAX 255 /* as many as table_kinds counts */

struct value_look {
    size_t length, first; /* of the whole, and of its first word */
    size_t digits, uppers, lowers, spaces, commas, redacted, others;
};

struct value_look value_look_at(const struct scan *scan, const struct value *value);

/* password: 00000000, as YAML has it in a line. */
static inline int value_is_own_line(const struct value *value)
{
    return value->sign == ':' && value->joined && value->spaced;
}

#endif
