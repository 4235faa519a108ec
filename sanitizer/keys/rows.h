/* Secrets in rows of test data, at the place that their name has in what says the order. */
#ifndef ROWS_H
#define ROWS_H

#include "scan/scan.h"

/* Note what the rows have for the name [start, end): parametrize("user,password", [("bob",
 * "x")]), struct { user, password string }{{"bob", "x"}}. Returns whether there were any. */
int rows_match(struct scan *scan, size_t start, size_t end, const struct table_key *key);

#endif
