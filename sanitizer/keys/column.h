/* A key that heads a column of a table. */
#ifndef COLUMN_H
#define COLUMN_H

#include "scan/scan.h"

/*
 * Find the values of the column that the key [key_start, at) heads. Returns whether there is
 * such a table. Every line belongs to one table only.
 */
int column_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key);

/* Likewise, of a table whose columns are told by blanks alone: see aligned.c. */
int aligned_match(struct scan *scan, size_t key_start, size_t at, const struct table_key *key);

/* Likewise, of <th>password</th>: see table_row.c. */
int table_row_match(struct scan *scan, size_t key_start, size_t at,
                    const struct table_key *key);

#endif
