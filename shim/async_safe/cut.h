/* Cutting text that does not fit, before anybody could look for secrets in it. */
#ifndef CUT_H
#define CUT_H

#include <stddef.h>

/*
 * How many bytes of `text` to keep so that no more than `most` are: all of a text that fits,
 * else whole words, which end at a blank or a slash. Half a name or an address would pass every
 * later search for it.
 */
static inline size_t cut_between_words(const char *text, size_t most)
{
    size_t length = 0;

    while (length < most && text[length] != '\0') {
        length++;
    }
    if (text[length] != '\0') {
        while (length > 0 && text[length - 1] != ' ' && text[length - 1] != '/') {
            length--;
        }
    }
    return length;
}

#endif
