/*
 * How many columns text takes on a terminal: two for what East Asian scripts and pictures are
 * written with, none for marks that stand on the letter before them. Text is as
 * utf8_printable() makes it.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stddef.h>

size_t columns_of(const char *text);

/* Bytes of the longest beginning, or end, that takes at most `columns`. */
size_t columns_head(const char *text, size_t columns);
size_t columns_tail(const char *text, size_t columns);

/*
 * A copy of at most `columns`, an ellipsis in its middle where something was left out: both
 * ends of a function's name tell it from others. The caller frees it; NULL: no memory.
 */
char *columns_middle(const char *text, size_t columns) __attribute__((warn_unused_result));

#endif
