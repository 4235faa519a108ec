/* What a command prints that tells a secret: $ pass show x */
#ifndef PRINTED_H
#define PRINTED_H

#include "scan/scan.h"

/* Whether what begins at `at` is a command that prints a secret. */
int printed_is_secret(const struct scan *scan, size_t at);

/* The word alone in the line below that of the command at `at`, if the line is typed at a
 * prompt; its end, or *ret_start. */
size_t printed_find(struct scan *scan, size_t at, size_t *ret_start);

#endif
