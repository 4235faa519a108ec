/* What a value was changed to: "old" -> "new", from old to new. */
#ifndef CHANGED_H
#define CHANGED_H

#include "scan/scan.h"

struct value;

/* Whether another value follows that was given instead of this one. */
int changed_find(const struct scan *scan, const struct value *value, size_t *ret_start,
                 size_t *ret_end);

#endif
