/*
 * The word that a program tells where a secret may stand: whether it can be one, or speaks of
 * it.
 */
#ifndef TOLD_WORD_H
#define TOLD_WORD_H

#include "scan/scan.h"

/* What stands behind it: anything, what a sentence goes on with, or the sentence's end. */
enum told_ending { TOLD_ENDING_ANY, TOLD_ENDING_SENTENCE, TOLD_ENDING_SURE };

/* The word at `at`, perhaps in brackets or quotes: where it ends, or `at` if it is too short or
 * too long. Sets where it starts within them, and how it goes on. */
size_t told_word_end(const struct scan *scan, size_t at, size_t *ret_start,
                     enum told_ending *ret_ending);

/* Whether it is no path, address, code or constant. */
int told_word_is_plain(const struct scan *scan, size_t start, size_t end);

/* Whether it is no word of a sentence about a key. */
int told_word_is_no_prose(const struct scan *scan, size_t start, size_t end);

/* Whether it is of digits and letters, and no key that was published. */
int told_word_is_drawn(const struct scan *scan, size_t start, size_t end);

/* The word at `at`, of which no key says what it is: its end, or `at` if it could be a word
 * about a login. */
size_t told_word_find(const struct scan *scan, size_t at, size_t *ret_start);

#endif
