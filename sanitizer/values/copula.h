/*
 * Sentences that say what a key's value is, in languages whose verbs and particles are known:
 * "hasło do wifi to x", whatever words stand between.
 */
#ifndef COPULA_H
#define COPULA_H

#include "scan/scan.h"

/* mein Passwort für den Zugang ist x, I set my password to x: where the blank before x is; 0 if
 * nothing says so, or x could be a word. `at` is behind the key, `sign` behind the blanks there
 * too; `digits`: x may be a number. */
size_t copula_find(const struct scan *scan, size_t key_start, size_t at, size_t sign,
                   int digits);

/* 密码是x, 密码x: whether the key that ends at `at` is written without blanks, and x follows.
 */
int copula_is_joined(const struct scan *scan, size_t at);

/* Where the unquoted value of such a key ends: x, and not what is said of it. */
size_t copula_value_end(const struct scan *scan, size_t at, size_t start, size_t end);

#endif
