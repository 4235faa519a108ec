/* A value that stands in a line of its own below its key. */
#ifndef BELOW_H
#define BELOW_H

#include "scan/scan.h"

/*
 * "Use the following password:" and, an empty line further down or none, x; or the key alone,
 * as a server answers who asks for a setting. Whether the name [start, end) has such a value,
 * drawn by lot and alone in its line, and where.
 */
int below_find(struct scan *scan, size_t start, size_t end, size_t *ret_start, size_t *ret_end,
               int is_strong);

/* Your code:, and below it 482913: likewise for a code of digits. */
int below_find_code(struct scan *scan, size_t start, size_t end, size_t *ret_start,
                    size_t *ret_end);

#endif
