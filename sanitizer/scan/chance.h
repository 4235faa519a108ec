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

/* sha256-..., BuildID=..., chrome-extension://...: what it is was said. */
int chance_is_explained(struct scan *scan, size_t start, size_t length);

/* name.AbC123.js: a file whose content was digested into its name. */
int chance_is_file_name(const struct scan *scan, size_t end);

/* Parts joined by full stops to what was found belong to it, unless they are names. */
size_t chance_extend_back(const struct scan *scan, size_t start);
size_t chance_extend_on(struct scan *scan, size_t end);

#endif
