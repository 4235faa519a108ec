/* Values that are written byte by byte: as numbers, in hexadecimal, or as characters. */
#ifndef BYTES_H
#define BYTES_H

#include "scan/scan.h"

/* [72, 117, ...], {0xE1, 0x40, ...}, <Buffer 53 6f>, <<17, 203>>, [S, o, m], 3C 8E 39 at `at`,
 * or a line each below: where they end, with *ret_start; 0 if no bytes stand there. Looks no
 * further than they go, and at a bounded number of them. */
size_t bytes_find(const struct scan *scan, size_t at, size_t *ret_start);

/* PSK - hexdump(len=32): 8e 41, PSK - hexdump_ascii(len=8): and the lines below: behind the
 * sign, with `at` behind "hexdump"; 0 if it has none. */
size_t bytes_dump_sign(const struct scan *scan, size_t at);

#endif
