/*
 * Whether a word was made by chance, as keys are: its randomness is that of a key, and no
 * harmless shape explains it.
 */
#ifndef CHANCE_H
#define CHANCE_H

#include "scan.h"

/* The evidence that only chance explains [start, end), if it exceeds `least` (looks.h; not
 * below 0) and this is no digest, address, mangled name or row of ordinary parts; or 0. */
int chance_made(struct scan *scan, size_t start, size_t end, int least);

/* Mangled names: C++, Rust, D, Swift, MSVC. The grammar of each, not its randomness, is odd. */
int chance_is_mangled(const struct scan *scan, size_t start, size_t length);

/* Note that [start, end) is a key, and with it the parts that full stops join to it, unless
 * they are names. */
void chance_found(struct scan *scan, size_t start, size_t end, const char *name);

/* Whether it is part of the last one that was noted. */
int chance_was_found(const struct scan *scan, size_t start, size_t end);

#endif
