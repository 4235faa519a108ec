/* Secrets of many below the name of them all: {"passwords": {"bob": "x"}}, and so in YAML. */
#ifndef NESTED_H
#define NESTED_H

#include "scan/scan.h"

/* Note the values of the members below the name [start, end), if it is one of many secrets, or
 * its members are numbers. Returns whether there were any. */
int nested_match(struct scan *scan, size_t start, size_t end, const struct table_key *key);

/* Likewise of accounts by their names behind the bracket that ends at `at`; if it is not sure
 * that these are passwords, only what looks like one. */
int nested_accounts(struct scan *scan, size_t at, int is_sure, const char *name);

#endif
