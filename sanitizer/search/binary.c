#include "binary.h"

#include <stdint.h>

#include "reading/codepoint.h"
#include "reading/marks.h"
#include "reading/replacement.h"

/* What cannot be read adds so much weight, a byte that can be takes one away; with so much it
 * is a stretch, which ends when nothing is left. */
#define UNREADABLE 5
#define STRETCH 64

/* So far the words reach that a stretch begins and ends in. */
#define WORD_REACH 64

/* Where bytes stand that may be unreadable, 64 of the text at once. */
struct suspects {
    const unsigned char *text;
    size_t length, block;
    uint64_t marks; /* of the block that begins at `block` */
};

static void load_suspects(struct suspects *suspects, size_t at)
{
    const struct marks_block block = marks_load(suspects->text + at, suspects->length - at);
    lanes from[4];

    for (size_t i = 0; i < 4; i++) {
        from[i] = block.lanes[i] | lanes_control(block.lanes[i]);
    }
    suspects->block = at;
    suspects->marks = marks_join(from);
}

/* Where the first of them is at `at` or behind it, or `end`. */
static size_t next_suspect(struct suspects *suspects, size_t at, size_t end)
{
    while (at < end) {
        uint64_t left;

        if (at - suspects->block >= MARKS_BYTES) {
            load_suspects(suspects, at);
        }
        left = suspects->marks >> (at - suspects->block);
        if (left != 0) {
            at += (size_t)__builtin_ctzll(left);
            break;
        }
        at = suspects->block + MARKS_BYTES;
    }
    return at < end ? at : end;
}

/* Whether what stands at `at` cannot be read, and how many bytes it has: of what can, all that
 * stands before the next suspect. */
static int is_unreadable(struct suspects *suspects, size_t at, size_t end, size_t *ret_width)
{
    const unsigned char *text = suspects->text;
    const size_t next = next_suspect(suspects, at, end);
    uint32_t code;

    *ret_width = next > at ? next - at : codepoint_width(text + at, end - at);
    if (*ret_width > 0) {
        return 0;
    }
    *ret_width = codepoint_decode(text + at, end - at, &code);
    *ret_width = *ret_width > 0 ? *ret_width : 1;
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
size_t binary_find(const char *text, size_t length, const struct span_list *done,
                   struct span_list *found)
{
    struct suspects suspects = {.text = (const unsigned char *)text, .length = length};
    struct stretch stretch = {.last = length};
    size_t next = 0, replaced = 0; /* in `done`, and where the one before ends */
    size_t turns = 0;

    load_suspects(&suspects, 0);
    for (size_t at = 0, width; at < length; at += width) {
        const struct span *span = next < done->count ? &done->spans[next] : NULL;

        turns++;
        if (span != NULL && at >= span->start) {
            take_off(text, &stretch, replacement_width(span->name), found);
            replaced = span->end;
            width = span->end - at;
            next++;
            continue;
        }
        if (!is_unreadable(&suspects, at, span != NULL ? span->start : length, &width)) {
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
    return turns;
}
