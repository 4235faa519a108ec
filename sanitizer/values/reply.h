/* Values that answer, in the next line, who asked for a key by its name. */
#ifndef REPLY_H
#define REPLY_H

#include "scan/scan.h"

/* (gdb) p password, $1 = 0x5581 "x" below; write(4, "Password: ", 10), read(4, "x", 511) below:
 * where the value starts, or its quote; 0 if the line below holds none. Looks at a bounded
 * number of bytes, and at few where the key does not end its line. */
size_t reply_find(const struct scan *scan, size_t key_start, size_t at);

#endif
