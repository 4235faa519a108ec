/* Words by their meaning: lists that were sorted when the tables were made. */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>

#include "tables.h"

/* Whether the `length` bytes at `word` are in the list, in any case of ASCII letters. */
int words_hold(const struct table_words *words, const unsigned char *word, size_t length);

#endif
