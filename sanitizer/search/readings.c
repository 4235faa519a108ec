#include "readings.h"

#include <stdint.h>
#include <string.h>

#include "reading/codepoint.h"
#include "widen.h"

/* What it costs to read on behind what is replaced, and at its beginning. */
#define STEP ((size_t)3 * EFFORT_CHARACTER)
#define REPLACED (2 * STEP)

/* So often the lines around are taken along before all is. */
#define TIMES_MAX 8

/* A find that ends within a character leaves part of one, which will be no UTF-8. */
static int cuts_character(const struct readings *readings, const struct span_list *done)
{
    for (size_t i = 0; i < done->count; i++) {
        const struct span *span = &done->spans[i];

        if (codepoint_goes_on(readings->text[span->start]) ||
            (span->end < readings->length && codepoint_goes_on(readings->text[span->end]))) {
            return 1;
        }
    }
    return 0;
}

/* What it cost to make a view, if it was not borrowed. */
static size_t view_cost(const struct view *view)
{
    return view->owned != NULL
               ? view->turns * EFFORT_CHARACTER + 2 * view->copied + view->length / 8
               : 0;
}

/* How many turns a view may take if those before it cost so much. */
static size_t turns_left(const struct readings *readings, size_t cost)
{
    const size_t most = effort_making_max(readings->length), least = most / 4;

    return (most - least > cost ? most - cost : least) / EFFORT_CHARACTER;
}

int readings_make(struct readings *readings, const struct span_list *done)
{
    const int split = readings->needs.split || cuts_character(readings, done);
    const int wanted[VIEW_READINGS] = {
        [VIEW_PLAIN] = 1, [VIEW_SPLIT] = split, [VIEW_DECODED] = readings->needs.decode};
    const size_t began = readings->effort.spent;
    size_t end = readings->length;

    span_settle(&readings->changed);
    for (enum view_reading reading = VIEW_PLAIN; reading < VIEW_READINGS; reading++) {
        struct view last = readings->views[reading], *view = &readings->views[reading];
        const struct view_making making = {
            .fold = readings->needs.fold,
            .turns_max = turns_left(readings, readings->effort.spent - began),
            .done = done,
            .before = readings->is_made[reading] ? &last : NULL,
            .changed = &readings->changed};
        int result = 0;

        *view = (struct view){0};
        readings->is_made[reading] = wanted[reading] && end == readings->length;
        if (readings->is_made[reading]) {
            result = view_init(view, reading, readings->text, readings->length, &making);
            end = view->end;
        }
        effort_spend(&readings->effort, view_cost(view));
        view_done(&last);
        if (result < 0) {
            return result;
        }
    }
    readings->are_current = 1;
    readings->end = end;
    if (readings->effort.budget == 0) {
        readings->effort.making = readings->effort.spent;
    }
    return 0;
}

size_t readings_length(const struct readings *readings)
{
    size_t length = 0;

    for (size_t i = 0; i < VIEW_READINGS; i++) {
        length += readings->views[i].length;
    }
    return length;
}

size_t readings_cost(const struct readings *readings, const struct span_list *done)
{
    const size_t most = readings->effort.making + done->count * REPLACED;
    size_t cost = readings->length / 16, part;

    for (size_t i = 0; i < VIEW_READINGS; i++) {
        cost += readings->views[i].step_count * STEP + readings->views[i].length / 4;
    }
    if (readings->dear_count > 0 || most < cost) {
        return readings->dear_count > 0 ? cost : most;
    }
    part = (size_t)((uint64_t)readings->effort.making * readings->views[VIEW_PLAIN].length /
                    (readings->length + 1));
    return part > cost ? part : cost;
}

int readings_are_dear(const struct readings *readings, const struct span_list *done)
{
    return readings->end < readings->length ||
           readings_cost(readings, done) >
               effort_making_max(readings->views[VIEW_PLAIN].length);
}

/* The lines of a view in which something is not read as it stands, or is replaced. */
static void find_unplain_lines(const struct readings *readings, const struct view *view,
                               struct span_list *found)
{
    size_t covered = 0;

    for (size_t i = 0; i < view->step_count; i++) {
        const size_t at = view_step_origin(view, i);

        if (at >= covered && at < readings->length) {
            const char *end = memchr(readings->text + at, '\n', readings->length - at);

            covered = end != NULL ? (size_t)(end - readings->text) + 1 : readings->length;
            span_add(found, at, at + 1, span_crowded);
        }
    }
}

void readings_find_unplain(struct readings *readings, struct span_list *found)
{
    for (size_t i = 0; i < VIEW_READINGS; i++) {
        find_unplain_lines(readings, &readings->views[i], found);
    }
    span_add(found, readings->end, readings->length, span_crowded);
    do {
        const unsigned int times = readings->dear_count++;

        widen_to_lines(found, readings->text, readings->length,
                       times > 0 ? widen_lines(times) : 0);
        span_settle(found);
    } while (found->count * REPLACED > effort_making_max(readings->length) / 4 &&
             readings->dear_count <= TIMES_MAX);
}

void readings_done(struct readings *readings)
{
    for (size_t i = 0; i < VIEW_READINGS; i++) {
        view_done(&readings->views[i]);
    }
    span_list_done(&readings->changed);
}
