/* A string that stands before a key because what bears the key must be equal to it. */
#ifndef COMPARED_H
#define COMPARED_H

#include "scan/scan.h"

/* Where it stands before the key that starts at `key_start`. Returns whether there is one. */
int compared_find(const struct scan *scan, size_t key_start, size_t *ret_start,
                  size_t *ret_end);

#endif
