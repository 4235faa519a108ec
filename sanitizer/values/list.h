/* Values that are lists. Each looks at a bounded number of bytes. */
#ifndef LIST_H
#define LIST_H

#include "scan/scan.h"

/* ["a", "b"]: the strings of a list, to the last one's end; 0 if it is no such list. `at` is
 * the first one's quote. */
size_t list_strings_end(const struct scan *scan, size_t at);

/* "- x" in the lines below a key, as YAML lists them, or codes alone in theirs, if they look
 * like passwords: to the last one's end, with *ret_start; 0 if no such list follows. `at` is
 * where the key's line ends. */
size_t list_items_end(const struct scan *scan, size_t at, size_t *ret_start);

#endif
