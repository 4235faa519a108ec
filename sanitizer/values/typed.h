/* The type that a declaration writes between a key and its sign. */
#ifndef TYPED_H
#define TYPED_H

#include "scan/scan.h"

/* ": str =", " string =", "[32] =", " As String =" at `at`, if a string is given: where the
 * sign is; 0 if no such type stands there. */
size_t typed_find_sign(const struct scan *scan, size_t at);

/* Name    REG_SZ    value, as Windows lists its registry: behind the type at `at`; 0 if none
 * stands there. */
size_t typed_registry_value(const struct scan *scan, size_t at);

/* VARCHAR(20) NOT NULL DEFAULT 'x': where the blank before the string is; 0 if there is none.
 */
size_t typed_default(const struct scan *scan, size_t at);

#endif
