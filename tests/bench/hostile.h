/* Records of 5 KB that were made to be slow, by their number. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>

#define HOSTILE_BYTES 5000
#define HOSTILE_PATTERN_MAX 256

size_t hostile_count(void);

/* Write the record of this number; returns the length of what it repeats, which is at its
 * start: of bytes that repeat nothing, all of it. */
size_t hostile_make(size_t number, char record[HOSTILE_BYTES]);

/* The literal of the rules that it is made of, or the family behind those. */
size_t hostile_kind(size_t number);
size_t hostile_kinds(void);

#endif
