/* Secrets in rows of test data, at the place that their name has in what says the order. */
#ifndef ROWS_H
#define ROWS_H

#include "scan/scan.h"

/* Note what the rows have for the name [start, end): parametrize("user,password", [("bob",
 * "x")]), struct { user, password string }{{"bob", "x"}}. Returns whether there were any. */
int rows_match(struct scan *scan, size_t start, size_t end, const struct table_key *key);

/* The row whose bracket opens at `open`: sets the string that stands at its place `column`, if
 * one does. Returns where the row ends, or 0 if it is none. */
size_t rows_read(const struct scan *scan, size_t open, size_t column,
                 struct scan_run *ret_string);

#endif
