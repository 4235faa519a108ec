/* Values that are written byte by byte: as numbers, in hexadecimal, or as characters. */
#ifndef BYTES_H
#define BYTES_H

#include "scan/scan.h"

/* [72, 117, ...], {0xE1, 0x40, ...}, <Buffer 53 6f>, <<17, 203>>, [S, o, m], 3C 8E 39 at `at`,
 * or a line each below: where they end, with *ret_start; 0 if no bytes stand there. Looks no
 * further than they go, and at a bounded number of them. */
size_t bytes_find(const struct scan *scan, size_t at, size_t *ret_start);

#endif
