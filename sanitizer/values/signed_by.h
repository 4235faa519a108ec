/* What a token is signed with, or checked by, in the string behind it. */
#ifndef SIGNED_BY_H
#define SIGNED_BY_H

#include "scan/scan.h"

/* verify(token, "x"): the string that opens at `at`, if there is one. */
void signed_by_find(struct scan *scan, size_t at);

#endif
