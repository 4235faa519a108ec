/* Secrets of many in a list of strings below a name for all of them, in any language. */
#ifndef MANY_H
#define MANY_H

#include "scan/scan.h"

/* Note the strings of the list that is given to the name [start, end): passwords = ["x", "y"],
 * for password in ["x", "y"]. Returns whether there were any. */
int many_match(struct scan *scan, size_t start, size_t end, const struct table_key *key);

#endif
