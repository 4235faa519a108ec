/* Items of lists that are written one below the other. */
#ifndef ITEM_H
#define ITEM_H

#include "scan/scan.h"

/* How long the end of a line at `at` is; 0 if the line does not end there. */
size_t item_line_break(const struct scan *scan, size_t at);

/* Where what marks the item at `at` ends: "- ", "[2] => ", "0x7ff " before a string. */
size_t item_skip_mark(const struct scan *scan, size_t at);

/* Where the item of the next line begins, or `at` if the line does not end there. Sets
 * *ret_listed if it is written as one: marked, quoted, an option. */
size_t item_below(const struct scan *scan, size_t at, int *ret_listed);

#endif
