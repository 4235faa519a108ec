/* Values in the quotes and brackets of scripts whose quotes look like no others. */
#ifndef SCRIPT_QUOTES_H
#define SCRIPT_QUOTES_H

#include "scan/scan.h"

/* « x », 「x」: where x ends, with *ret_start, if such a quote opens at `at` and x is one word
 * of ASCII; 0 otherwise. */
size_t script_quotes_find(const struct scan *scan, size_t at, size_t *ret_start);

#endif
