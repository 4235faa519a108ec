/* stack_lines_fold(): frames become lines, recursion and gaps a note each. */
#include <errno.h>
#include <stdlib.h>

#include "encoding/text.h"
#include "stack_text.h"

#define PERIOD_MAX 16 /* functions in one round of a recursion */
#define ROUNDS_MIN 3  /* fewer are easier read than folded */

static bool add_line(struct stack_lines *lines, const struct crash_frame *frame,
                     const struct crash_name *name, char *note)
{
    struct stack_line *grown = realloc(lines->lines, (lines->count + 1) * sizeof *grown);

    if (grown == NULL) {
        free(note);
        return false;
    }
    lines->lines = grown;
    lines->lines[lines->count++] = (struct stack_line){
        .kind = note != NULL ? STACK_LINE_NOTE : STACK_LINE_FRAME,
        .frame = frame,
        .name = name,
        .note = note,
    };
    return true;
}

static bool add_note(struct stack_lines *lines, char *note)
{
    return note != NULL && add_line(lines, NULL, NULL, note);
}

static bool add_frame(struct stack_lines *lines, const struct crash_frame *frame)
{
    bool added = true;

    if (frame->name_count == 0) {
        return add_line(lines, frame, NULL, NULL);
    }
    for (size_t i = 0; i < frame->name_count && added; i++) {
        added = add_line(lines, frame, &frame->names[i], NULL);
    }
    return added;
}

/* Frames that the record left out between frame i and the next. */
static uint64_t gap_after(const struct crash *crash, size_t i)
{
    if (i + 1 >= crash->frame_count || crash->frames[i + 1].index <= crash->frames[i].index) {
        return 0;
    }
    return crash->frames[i + 1].index - crash->frames[i].index - 1;
}

/* How many rounds of `period` frames begin at `start`, not looking across a gap. */
static size_t rounds_at(const struct crash *crash, size_t start, size_t period)
{
    size_t same = 0;

    for (size_t i = start; i + period < crash->frame_count; i++, same++) {
        if (crash->frames[i].pc != crash->frames[i + period].pc ||
            gap_after(crash, i + period - 1) != 0) {
            break;
        }
    }
    return same / period + 1;
}

static bool in_round(const struct crash *crash, size_t start, size_t period, uint64_t pc)
{
    for (size_t i = start; i < start + period; i++) {
        if (crash->frames[i].pc == pc) {
            return true;
        }
    }
    return false;
}

/*
 * The frames of the recursion that begins at `start`. Where the record left out its middle and
 * goes on with frames of the same round, those left out were of it too.
 */
static size_t recursion_end(const struct crash *crash, size_t start, size_t period,
                            size_t rounds, uint64_t *ret_frames)
{
    size_t end = start + period * rounds;
    uint64_t frames = period * rounds;

    while (end < crash->frame_count && in_round(crash, start, period, crash->frames[end].pc)) {
        frames += gap_after(crash, end - 1) + 1;
        end++;
    }
    *ret_frames = frames;
    return end;
}

static size_t find_period(const struct crash *crash, size_t start, size_t *ret_rounds)
{
    for (size_t period = 1; period <= PERIOD_MAX; period++) {
        size_t rounds = rounds_at(crash, start, period);
        if (rounds >= ROUNDS_MIN) {
            *ret_rounds = rounds;
            return period;
        }
    }
    return 0;
}

static char *recursion_note(size_t period, uint64_t frames)
{
    struct text note = {.bytes = NULL};
    char number[32];
    uint64_t again = (frames - period) / period;

    if (period == 1) {
        text_format(&note, "... again %s times", text_number(number, again));
    } else {
        text_format(&note, "... these %zu again %s times", period, text_number(number, again));
    }
    return text_take(&note);
}

static char *gap_note(uint64_t frames)
{
    struct text note = {.bytes = NULL};
    char number[32];

    text_format(&note, "... %s frame%s left out", text_number(number, frames),
                frames == 1 ? "" : "s");
    return text_take(&note);
}

/* The outermost frames may be missing altogether, when the record is torn. */
static uint64_t missing_at_the_end(const struct crash *crash)
{
    if (crash->frame_count == 0) {
        return crash->frames_total;
    }
    uint64_t last = crash->frames[crash->frame_count - 1].index;
    return crash->frames_total > last + 1 ? crash->frames_total - last - 1 : 0;
}

int stack_lines_fold(const struct crash *crash, struct stack_lines *ret_lines)
{
    struct stack_lines lines = {.lines = NULL};
    bool added = true;

    for (size_t i = 0; i < crash->frame_count && added;) {
        size_t rounds = 0;
        uint64_t frames = 0;
        size_t period = find_period(crash, i, &rounds);
        size_t shown = period > 0 ? period : 1;
        size_t end = period > 0 ? recursion_end(crash, i, period, rounds, &frames) : i + 1;

        for (size_t n = i; n < i + shown && added; n++) {
            added = add_frame(&lines, &crash->frames[n]);
        }
        if (added && period > 0) {
            added = add_note(&lines, recursion_note(period, frames));
        }
        if (added && gap_after(crash, end - 1) > 0) {
            added = add_note(&lines, gap_note(gap_after(crash, end - 1)));
        }
        i = end;
    }
    uint64_t lost = missing_at_the_end(crash);
    if (added && lost > 0) {
        added = add_note(&lines, gap_note(lost));
    }
    if (!added) {
        stack_lines_done(&lines);
        return -ENOMEM;
    }
    *ret_lines = lines;
    return 0;
}

void stack_lines_done(struct stack_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->lines[i].note);
    }
    free(lines->lines);
    *lines = (struct stack_lines){.lines = NULL};
}
