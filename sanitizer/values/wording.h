/*
 * What leads from a key to its value without any sign: words that say what it is, was set to or
 * should be; a column's type and default; or nothing but a blank.
 */
#ifndef WORDING_H
#define WORDING_H

#include "mark.h"

/* Where the value may start, blanks before it included; 0 if nothing leads to one. Sets
 * *ret_sign: ' ' unless the words are those of a sentence. */
size_t wording_find(const struct scan *scan, const struct mark *mark, unsigned char *ret_sign);

#endif
