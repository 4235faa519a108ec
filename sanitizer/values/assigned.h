/* What stands around an assignment says of its value: that it was given, and is no code's. */
#ifndef ASSIGNED_H
#define ASSIGNED_H

#include "value.h"

/* {user=x, password=y}: a map as Java prints it; the key follows what opens it or another. */
int assigned_is_in_map(const struct scan *scan, size_t key_start, unsigned char after);

/* Whether the value was given, although it may read like words about one. */
int assigned_is_listed(const struct scan *scan, size_t key_start, const struct value *value);

/* Whether the value stands in a connection string, a query, a line of an environment or of
 * properties, and not in source code. The key is [key_start, at), and its sign ends at `start`.
 */
int assigned_is_joined(const struct scan *scan, size_t key_start, size_t at, size_t start,
                       const struct value *value);

#endif
