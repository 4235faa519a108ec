#include "binary.h"

#include <stdint.h>

#include "reading/codepoint.h"
#include "reading/reader.h"
#include "reading/replacement.h"

/* What cannot be read adds so much weight, a byte that can be takes one away; with so much it
 * is a stretch, which ends when nothing is left. */
#define UNREADABLE 5
#define STRETCH 64

/* So far the words reach that a stretch begins and ends in. */
#define WORD_REACH 64

/* Whether what stands at `at` cannot be read, and how many bytes it has: of what can, all that
 * stands there. */
static int is_unreadable(const unsigned char *text, size_t at, size_t length, size_t *ret_width)
{
    uint32_t code;
    size_t end = at, width = 1;

    while (width > 0) {
        while (end < length && text[end] < 0x80 && !reader_is_control(text[end])) {
            end++;
        }
        width = end < length ? codepoint_width(text + end, length - end) : 0;
        end += width;
    }
    if (end > at) {
        *ret_width = end - at;
        return 0;
    }
    width = codepoint_decode(text + at, length - at, &code);
    *ret_width = width > 0 ? width : 1;
    return 1;
}

static int is_of_word(char byte)
{
    return (unsigned char)byte > ' ' && byte != '[' && byte != ']';
}

/* A stretch so far, and the finds that it lies between. */
struct stretch {
    size_t start, end, weight;
    size_t first, last; /* what may be taken along ends there */
    int is_one;
};

/* Note a stretch with the words that it cuts: their rest would be read as others. */
static void add_stretch(const char *text, const struct stretch *stretch,
                        struct span_list *found)
{
    const size_t start = stretch->start, length = stretch->last;
    size_t first = start > WORD_REACH ? start - WORD_REACH : 0, word = start;
    size_t end = stretch->end, last = length - end > WORD_REACH ? end + WORD_REACH : length;

    first = first > stretch->first ? first : stretch->first;
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
    span_add(found, word, end, "binary");
}

/* So much that can be read stands behind what there is of a stretch. */
static void take_off(const char *text, struct stretch *stretch, size_t readable,
                     struct span_list *found)
{
    stretch->weight -= stretch->weight > readable ? readable : stretch->weight;
    if (stretch->weight == 0 && stretch->is_one) {
        add_stretch(text, stretch, found);
        stretch->is_one = 0;
    }
}

/*
 * Before and behind a stretch nothing has weight, and behind its last unreadable character
 * nothing else has until its weight is used up: so the rest weighs the same when the stretch
 * is replaced, and makes no other.
 */
void binary_find(const char *text, size_t length, const struct span_list *done,
                 struct span_list *found)
{
    const unsigned char *bytes = (const unsigned char *)text;
    struct stretch stretch = {.last = length};
    size_t next = 0, replaced = 0; /* in `done`, and where the one before ends */

    for (size_t at = 0, width; at < length; at += width) {
        const struct span *span = next < done->count ? &done->spans[next] : NULL;

        if (span != NULL && at >= span->start) {
            take_off(text, &stretch, replacement_width(span->name), found);
            replaced = span->end;
            width = span->end - at;
            next++;
            continue;
        }
        if (!is_unreadable(bytes, at, span != NULL ? span->start : length, &width)) {
            take_off(text, &stretch, width, found);
            continue;
        }
        if (stretch.weight == 0) {
            stretch.start = at;
            stretch.first = replaced;
        }
        stretch.end = at + width;
        stretch.last = span != NULL ? span->start : length;
        stretch.weight += UNREADABLE;
        stretch.weight = stretch.weight < STRETCH ? stretch.weight : STRETCH;
        stretch.is_one |= stretch.weight == STRETCH;
    }
    if (stretch.is_one) {
        add_stretch(text, &stretch, found);
    }
    span_settle(found); /* two may cut the same word */
}
