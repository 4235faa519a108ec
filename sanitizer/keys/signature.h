/* Values of a test's parameters, which stand above the function that takes them. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "scan/scan.h"

/* [InlineData("bob", "x")] void f(string user, string password): what stands at the parameter's
 * place. Returns whether anything was found. */
int signature_match(struct scan *scan, size_t start, size_t end, const struct table_key *key);

#endif
