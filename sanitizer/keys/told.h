/*
 * Sentences in which a program tells a secret as it works with it, also such that is a word:
 * trying password x, secret validated successfully: x, the password is x.
 */
#ifndef TOLD_H
#define TOLD_H

#include "scan/scan.h"

/* Where the value [*ret_start, *ret_end) stands that is told of the key [start, end), for which
 * nothing else was found; 0 if nothing is told, or it could be a word about the key. */
int told_find(struct scan *scan, size_t start, size_t end, enum key_strength strength,
              size_t *ret_start, size_t *ret_end);

#endif
