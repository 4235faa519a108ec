/* Codes below their name, each in a line of its own: "Recovery codes:", and ten of them. */
#ifndef CODES_H
#define CODES_H

#include "scan/scan.h"

/* Note the codes below the name that ends at `end`, if it is one of codes and ends its line.
 * Returns whether there were any. */
int codes_match(struct scan *scan, size_t end, const char *name);

#endif
