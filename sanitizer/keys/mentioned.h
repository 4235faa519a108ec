/*
 * Passwords that somebody writes of: "my password, something like `x1!y2`, was refused".
 * Further from their key than a value, but in quotes, or behind "like"; and of what nobody
 * calls a thing.
 */
#ifndef MENTIONED_H
#define MENTIONED_H

#include "scan/scan.h"

/* Where the password [*ret_start, *ret_end) stands that the sentence names in which the key
 * [start, end) is, for which nothing else was found; 0 if it names none. */
int mentioned_find(struct scan *scan, size_t start, size_t end, size_t *ret_start,
                   size_t *ret_end);

#endif
