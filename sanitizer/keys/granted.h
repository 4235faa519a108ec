/*
 * Codes that an authorization server grants, as addresses and forms carry them: `start` is
 * where the key's name begins, `at` the word in it that makes it one.
 */
#ifndef GRANTED_H
#define GRANTED_H

#include "values/value.h"

/* ?code=x&state=y: what is granted by the code. */
int granted_is(const struct scan *scan, size_t start, size_t at, const struct value *value);

/* "code=x&state=y": a query that nothing stands before. */
int granted_in_bare_query(const struct scan *scan, size_t start, size_t at,
                          const struct value *value);

#endif
