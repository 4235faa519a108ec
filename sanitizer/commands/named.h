/* A name and the password that a colon or a percent sign joins to it: bob:x, DOMAIN\bob%x. */
#ifndef NAMED_H
#define NAMED_H

#include "scan/scan.h"

/* Where the password starts that ends at `end`, of the pair that starts at `start`; 0 if it is
 * none, or its password is nothing to hide. */
size_t named_password(const struct scan *scan, size_t start, size_t end);

/* --user root:docker: whether what starts at `start` is a group that something is run as, by
 * the user whose name starts at `name`. */
int named_is_group(const struct scan *scan, size_t name, size_t start, size_t end);

#endif
