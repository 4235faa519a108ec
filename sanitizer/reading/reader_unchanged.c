/*
 * Lines in which nothing more was found are read as they were before: most of a text, each
 * time that it is read again. No character, escape or state of a reading goes beyond the end of
 * its line, unless a find joins the next to it.
 */
#include "reader.h"

#include <string.h>

/* Where the line starts that holds `at`, or the first that finds join to it. `span` is behind
 * the finds that start before. */
static size_t line_start(const struct reader *reader, const struct span_list *done, size_t span,
                         size_t at)
{
    for (;;) {
        at = reader_line_start(reader, at);
        while (span > 0 && done->spans[span - 1].start >= at) {
            span--;
        }
        if (at == reader->at || span == 0 || done->spans[span - 1].end < at) {
            return at;
        }
        at =
            done->spans[span - 1].start > reader->at ? done->spans[span - 1].start : reader->at;
    }
}

/* Where in the view before `origin` is, or would be: as view_at(), but from where the last one
 * was on. */
static size_t find_before(struct reader *reader, const struct view *before, size_t origin)
{
    if (before->step_count == 0) {
        return origin < before->length ? origin : before->length;
    }
    while (reader->before + 1 < before->step_count &&
           before->steps[reader->before + 1].origin <= origin) {
        reader->before++;
    }
    return reader_step_at(before, reader->before, origin);
}

/* Copy the bytes [from, to) of the view before, with where each came from; `step` is the last
 * that begins at `from` or before it, or one before that. */
static void copy_view(struct reader *reader, const struct view *before, size_t step,
                      size_t from, size_t to)
{
    struct view *view = reader->view;
    const size_t first = view->length;
    size_t origin = from;

    if (!reader_reserve_steps(reader, before->step_count - step + 1)) {
        return;
    }
    for (; step < before->step_count && before->steps[step].view_at <= from; step++) {
        origin = before->steps[step].origin + (from - before->steps[step].view_at);
    }
    memcpy(view->owned + first, before->bytes + from, to - from);
    if (origin - first != reader->distance) {
        reader_step(reader, origin);
    }
    for (; step < before->step_count && before->steps[step].view_at < to; step++) {
        const struct view_step moved = {before->steps[step].view_at - from + first,
                                        before->steps[step].origin};

        view->steps[view->step_count++] = moved;
        reader->distance = moved.origin - moved.view_at;
    }
    view->length = first + (to - from);
}

void reader_unchanged(struct reader *reader, const struct view_making *making, size_t *next)
{
    const struct span_list *done = making->done, *changed = making->changed;
    size_t end, span, from, to, step;

    while (reader->change < changed->count &&
           changed->spans[reader->change].start < reader->at) {
        reader->change++;
    }
    end = reader->change < changed->count ? changed->spans[reader->change].start
                                          : reader->text_length;
    for (span = *next; span < done->count && done->spans[span].start < end; span++) {
    }
    end = line_start(reader, done, span, end);
    if (end == reader->at) {
        return;
    }
    from = find_before(reader, making->before, reader->at);
    step = reader->before;
    to = find_before(reader, making->before, end);
    if (to > from) {
        copy_view(reader, making->before, step, from, to);
    }
    while (*next < done->count && done->spans[*next].start < end) {
        ++*next;
    }
    reader->at = end;
    reader->line_length = reader->view->length;
    reader->line_steps = reader->view->step_count;
}
