#include "words.h"

/* Of the length and three of the bytes: words that share all of these are few. */
static unsigned int hash(const unsigned char *word, size_t length)
{
    return (unsigned int)length * 7 + table_lower[word[0]] * 5u +
           table_lower[word[length / 2]] * 11u + table_lower[word[length - 1]] * 3u;
}

static int is_same(const char *text, const unsigned char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\0' || (unsigned char)text[i] != table_lower[word[i]]) {
            return 0;
        }
    }
    return text[length] == '\0';
}

int words_search(const struct table_words *words, const unsigned char *word, size_t length)
{
    unsigned int chain = hash(word, length) & words->mask;

    for (size_t i = words->starts[chain]; i < words->starts[chain + 1]; i++) {
        if (is_same(table_text + words->texts[i], word, length)) {
            return 1;
        }
    }
    return 0;
}

/* Whether the whole word stands there. */
static int stands(const char *word, const unsigned char *text, size_t length)
{
    for (size_t i = 0; word[i] != '\0'; i++) {
        if (i == length || (unsigned char)word[i] != table_lower[text[i]]) {
            return 0;
        }
    }
    return 1;
}

int words_begin_between(const struct table_openings *openings, const unsigned char *text,
                        size_t length, size_t from, size_t to)
{
    for (size_t at = from; at < to && at + 1 < length; at++) {
        unsigned int first = text[at] & 31u, pair = first << 5 | (text[at + 1] & 31u);

        if (!(openings->pairs[pair / 64] >> (pair % 64) & 1)) {
            continue;
        }
        for (size_t i = openings->starts[first]; i < openings->starts[first + 1]; i++) {
            if (stands(table_text + openings->texts[i], text + at, length - at)) {
                return 1;
            }
        }
    }
    return 0;
}
