/* The signs that code, lists and terminals have between a key and its value: brackets,
 * operators, arrows, dots. "=" and ":" are sign.c's. */
#ifndef MARK_H
#define MARK_H

#include "value.h"

/* What is looked at of a key: where it stands, and what follows it. */
struct mark {
    size_t key_start;
    size_t at;   /* the key's end */
    size_t sign; /* behind what closes the key, and blanks */
    enum value_blank blank;
};

/* Where the value may start behind the sign; 0 if the sign says nothing of the key. */
size_t mark_find(const struct scan *scan, const struct mark *mark);

/* type('input[name=password]', 'x'), type(find(/password/i), 'x'): the string behind the
 * pattern that the key is the end of. */
size_t mark_behind_pattern(const struct scan *scan, const struct mark *mark);

/* password { "x" }: where the string begins that is all of the block at `open`, or 0. */
size_t mark_in_block(const struct scan *scan, size_t open);

#endif
