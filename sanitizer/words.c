#include "words.h"

#include <string.h>

#define WORD_MAX 64

int words_hold(const struct table_words *words, const unsigned char *word, size_t length)
{
    size_t low = 0, high = words->count;

    if (length > WORD_MAX || length == 0 ||
        !(words->lengths[table_lower[word[0]] & 31] >> (length < 31 ? length : 31) & 1)) {
        return 0;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *candidate = table_text + words->texts[middle];
        size_t same = 0;

        while (same < length && candidate[same] != '\0' &&
               (unsigned char)candidate[same] == table_lower[word[same]]) {
            same++;
        }
        if (same == length && candidate[same] == '\0') {
            return 1;
        }
        if (same == length || table_lower[word[same]] < (unsigned char)candidate[same]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}
