#include "binary.h"

#include <stdint.h>

#include "reading/codepoint.h"
#include "reading/reader.h"

/* What cannot be read adds so much weight, a byte that can be takes one away; with so much it
 * is a stretch, which ends when nothing is left. */
#define UNREADABLE 5
#define STRETCH 64

/* So far the words reach that a stretch begins and ends in. */
#define WORD_REACH 64

/* Whether what stands at `at` cannot be read, and how many bytes it has. */
static int is_unreadable(const unsigned char *text, size_t at, size_t length, size_t *ret_width)
{
    uint32_t code = 0;

    *ret_width = 1;
    if (text[at] < 0x80) {
        return reader_is_control(text[at]);
    }
    *ret_width = codepoint_decode(text + at, length - at, &code);
    if (*ret_width == 0) {
        *ret_width = 1;
        return 1;
    }
    return code == 0xfffd;
}

static int is_of_word(char byte)
{
    return (unsigned char)byte > ' ' && byte != '[' && byte != ']';
}

/* Note [start, end) with the words that it cuts: their rest would be read as others. */
static void add_stretch(const char *text, size_t length, size_t start, size_t end,
                        struct span_list *spans)
{
    const size_t first = start > WORD_REACH ? start - WORD_REACH : 0;
    const size_t last = length - end > WORD_REACH ? end + WORD_REACH : length;

    size_t word = start;

    while (word > first && is_of_word(text[word - 1])) {
        word--;
    }
    while (word < start && codepoint_goes_on(text[word])) {
        word++;
    }
    while (end < last && is_of_word(text[end])) {
        end++;
    }
    while (end < length && codepoint_goes_on(text[end])) {
        end++;
    }
    span_add(spans, word, end, "binary");
}

/*
 * Before and behind a stretch nothing has weight, and behind its last unreadable character
 * nothing else has until its weight is used up: so the rest weighs the same when the stretch
 * is replaced, and makes no other.
 */
void binary_find(const char *text, size_t length, struct span_list *spans)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t weight = 0, start = 0, end = 0, width;
    int is_stretch = 0;

    for (size_t at = 0; at < length; at += width) {
        if (is_unreadable(bytes, at, length, &width)) {
            start = weight == 0 ? at : start;
            end = at + width;
            weight = weight + UNREADABLE < STRETCH ? weight + UNREADABLE : STRETCH;
            is_stretch |= weight == STRETCH;
            continue;
        }
        weight -= weight > width ? width : weight;
        if (weight == 0 && is_stretch) {
            add_stretch(text, length, start, end, spans);
            is_stretch = 0;
        }
    }
    if (is_stretch) {
        add_stretch(text, length, start, end, spans);
    }
    span_settle(spans); /* two may cut the same word */
}
