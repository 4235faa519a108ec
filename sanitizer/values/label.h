/*
 * What stands between a key and its value in a form, or is said in brackets behind the key:
 * "Password (again): x", "Password 2: x", "my password (x)".
 */
#ifndef LABEL_H
#define LABEL_H

#include "scan/scan.h"

/* Where the value begins, or the blank before it; 0 if there is none, or it could be a word.
 * `sign` is behind the key and blanks; `digits`: the value may be a number. */
size_t label_find(const struct scan *scan, size_t key_start, size_t sign, int digits);

/* login/password: bob / x: the key is the label's second half; where x begins, or the value
 * that stands at `value` if it is all. */
size_t label_skip_name(const struct scan *scan, size_t key_start, size_t value);

/* ID/PW - bob/x, id/pw (bob/x), ID(PW): bob(x): where the password begins behind the name; 0 if
 * the key, which ends at `at`, is no half of such a pair. */
size_t label_find_pair(const struct scan *scan, size_t key_start, size_t at);

#endif
