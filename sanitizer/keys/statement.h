/* A key that names a column of a statement of SQL. */
#ifndef STATEMENT_H
#define STATEMENT_H

#include "scan/scan.h"

/*
 * Find the values that a statement gives to the column [key_start, at): INSERT's, COPY's, or
 * what was bound to it and is printed apart. Returns whether there are any.
 */
int statement_match(struct scan *scan, size_t key_start, size_t at,
                    const struct table_key *key);

/* What was bound to the placeholder at `at` ("?", "$1", "%s", "@p0"), where logs print it: see
 * bound.c. Returns whether it is one whose value was found. */
int bound_match(struct scan *scan, size_t at, const struct table_key *key);

#endif
