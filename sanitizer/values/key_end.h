/* What closes a key before its sign: quotes, brackets, tags, and blanks. */
#ifndef KEY_END_H
#define KEY_END_H

#include "scan/scan.h"

/* "key", [key], <<"key">>, cfg(key), <em>key</em>: where the sign may stand behind a key that
 * ends at `at`. Looks at a bounded number of bytes. */
size_t key_end_skip(const struct scan *scan, size_t at);

#endif
