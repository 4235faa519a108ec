/* Values within a structure of their own, as programs print what holds a string. */
#ifndef WRAPPED_H
#define WRAPPED_H

#include "scan/scan.h"

/* {"S": "x"}, {static npos = 7, _M_dataplus = {_M_p = 0x7ff "x"}}: where the string, or the
 * list of bytes, begins in the structure that opens at `at`; `at` if it is none of these. */
size_t wrapped_skip(const struct scan *scan, size_t at);

#endif
