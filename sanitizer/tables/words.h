/* Words by their meaning: lists that were hashed when the tables were made. */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>

#include "tables.h"

#define WORDS_LENGTH_MAX 64

/* Look for a word that the list may hold by its first byte and length. */
int words_search(const struct table_words *words, const unsigned char *word, size_t length);

/* Whether the `length` bytes at `word` are in the list, in any case of ASCII letters. */
static inline int words_hold(const struct table_words *words, const unsigned char *word,
                             size_t length)
{
    return length > 0 && length <= WORDS_LENGTH_MAX &&
           (words->lengths[table_lower[word[0]] & 31] >> (length < 31 ? length : 31) & 1) &&
           words_search(words, word, length);
}

/* Whether one of the words begins in [from, to) of the text, in any case. */
int words_begin_between(const struct table_openings *openings, const unsigned char *text,
                        size_t length, size_t from, size_t to);

#endif
