/*
 * What was found once is hidden wherever it stands: a message may name a key where it gives it,
 * and give it again where it does not.
 */
#ifndef REPEATS_H
#define REPEATS_H

#include <stddef.h>

#include "reading/span.h"
#include "scan/effort.h"

/* Add where else in `text` the first few of what was found stand, as far as only chance can
 * have made them. Each is one more look through the text, and counted in
 * `effort`. */
void repeats_add(struct span_list *found, const char *text, size_t length,
                 struct effort *effort);

#endif
