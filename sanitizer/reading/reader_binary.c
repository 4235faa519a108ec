/*
 * Bytes that are no text: memory that was printed, a file that was compressed. They come in no
 * order that a processor could foresee, so what is done for each is the same, without a branch.
 */
#include "reader.h"

#include "tables/tables.h"

/* So many bytes at once, and so many of text in a row end it. */
#define BYTES_MAX 256
#define TEXT_BYTES 4

/* `chosen` if the bit is 1, `other` if it is 0. */
static inline size_t choose(size_t bit, size_t chosen, size_t other)
{
    return other ^ ((other ^ chosen) & (0 - bit));
}

void reader_binary(struct reader *reader)
{
    const unsigned char *text = reader->text;
    const size_t is_split = reader->reading == VIEW_SPLIT, start = reader->at;
    const unsigned int stops = reader->stops & ~(unsigned int)(NEED_FOLD | NEED_SPLIT);
    const size_t left = reader->length - start; /* the last two have none behind them */
    const size_t end = left < 2 ? start : start + (left < BYTES_MAX ? left - 2 : BYTES_MAX);
    unsigned char *owned = reader->view->owned;
    size_t at = start, length = reader->view->length, distance = reader->distance;
    size_t plain = 0, odds = 0;
    struct view_step *step;
    uint32_t here, next;

    if (at == end || !reader_reserve_steps(reader, BYTES_MAX)) {
        return;
    }
    step = reader->view->steps + reader->view->step_count;
    here = table_binary[text[at]];
    next = table_binary[text[at + 1]];
    for (; at < end && plain < TEXT_BYTES; at++) {
        const uint32_t third = table_binary[text[at + 2]];
        const size_t is_odd = here >> 24, is_kept = is_split | (is_odd ^ 1);
        const size_t new_distance = at - length;

        if ((here & next >> 8 & third >> 16 & 0xff) | (table_view_needs[text[at]] & stops)) {
            break;
        }
        *step = (struct view_step){length, at};
        step += is_kept & (size_t)(new_distance != distance);
        distance = choose(is_kept, new_distance, distance);
        owned[length] = (unsigned char)choose(is_odd, '\n', text[at]);
        length += is_kept;
        odds += is_odd;
        plain = choose(is_odd, 0, plain + 1);
        here = next;
        next = third;
    }
    reader->asked |= is_split && odds > 0;
    reader->distance = distance;
    reader->at = at;
    reader->view->length = length;
    reader->view->step_count = (size_t)(step - reader->view->steps);
}
