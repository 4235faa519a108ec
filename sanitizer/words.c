#include "words.h"

#include <string.h>

#define WORD_MAX 64

int words_hold(const struct table_words *words, const unsigned char *word, size_t length)
{
    unsigned char lower[WORD_MAX];
    size_t low = 0, high = words->count;

    if (length > WORD_MAX || length == 0 ||
        !(words->first >> (table_lower[word[0]] & 31) & 1)) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        lower[i] = table_lower[word[i]];
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *candidate = table_text + words->texts[middle];
        size_t candidate_length = strlen(candidate);
        int order =
            memcmp(lower, candidate, length < candidate_length ? length : candidate_length);

        if (order == 0 && length == candidate_length) {
            return 1;
        }
        if (order < 0 || (order == 0 && length < candidate_length)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}
