/* The strings among the arguments of a call. */
#ifndef CALL_STRINGS_H
#define CALL_STRINGS_H

#include "scan/scan.h"

/*
 * Read the strings from `at` on, no further than `reach` bytes, than one of the bytes `ends`,
 * and than `most` of them; other arguments are passed over. Returns how many there are, each
 * without its quotes in ret_strings.
 */
size_t call_strings_read(const struct scan *scan, size_t at, size_t reach, const char *ends,
                         struct scan_run *ret_strings, size_t most);

#endif
