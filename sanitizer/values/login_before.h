/* What stands before the key of a password in a sentence: who logs in with it. */
#ifndef LOGIN_BEFORE_H
#define LOGIN_BEFORE_H

#include "scan/scan.h"

/* Whether "login NAME" stands before the key, as in netrc, or "user NAME and", and no sentence
 * goes on with what stands at `value`. */
int login_before_key(const struct scan *scan, size_t key_start, size_t value);

#endif
