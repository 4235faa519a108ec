/*
 * How a view is made: one pass over the original, a character at a time. Each byte that goes
 * into the view is noted with where it came from, but only when the distance changes, so that
 * ordinary text costs a few steps and not a table of its own length.
 */
#include "view.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "reader.h"
#include "replacement.h"
#include "tables/tables.h"

/* How many of the 16 bytes stand before one that needs a closer look. */
static unsigned int count_plain(lanes bytes, uint8_t stops)
{
    lanes stop = bytes | (lanes)(bytes == '[') | lanes_control(bytes);
    unsigned int found;

    if (stops & NEED_NEWLINE) {
        stop |= (lanes)(bytes == '\n');
    }
    if (stops & (NEED_PERCENT | NEED_ESCAPE)) {
        stop |= (lanes)(bytes == '%') | (lanes)(bytes == '\\') | (lanes)(bytes == '&');
    }
    found = lanes_bits(stop);
    return found != 0 ? (unsigned int)__builtin_ctz(found) : (unsigned int)sizeof bytes;
}

/* Copy what no reading looks at twice, and the characters of other scripts. */
static void copy_plain(struct reader *reader)
{
    const unsigned char *text = reader->text;
    unsigned char *owned = reader->view->owned;
    const size_t end = reader->length;
    const uint8_t stops = reader->stops;
    size_t at = reader->at, length = reader->view->length;

    reader_turn(reader);
    while (at < end) {
        if (table_view_needs[text[at]] & stops) {
            size_t width = reader_own_width(text + at, end - at);

            if (width == 0) {
                break;
            }
            reader->view->copied++;
            for (; width > 0; width--) {
                owned[length++] = text[at++];
            }
        } else if (end - at >= sizeof(lanes)) {
            const lanes bytes = lanes_load(text + at);
            const unsigned int count = count_plain(bytes, stops);

            lanes_store(owned + length, bytes); /* the rest of them is written over */
            at += count;
            length += count;
        } else {
            owned[length++] = text[at++];
        }
    }
    if (at > reader->at) {
        reader_meet(reader, reader->at);
        reader->view->length = length;
        reader->at = at;
    }
}

/* Read on to a character of ASCII that needs a closer look; the others begin nothing else. */
static void read_plain(struct reader *reader)
{
    copy_plain(reader);
    while (reader_goes_on(reader, reader->length) && reader->text[reader->at] >= 0x80) {
        reader_character(reader);
        copy_plain(reader);
    }
}

/*
 * A reading beside the plain one is only worth its cost, and only safe from its own mistakes,
 * in lines that ask for it: take back a line that turned out to be plain.
 */
static void end_line(struct reader *reader)
{
    struct view *view = reader->view;

    if (reader->reading != VIEW_PLAIN && !reader->asked) {
        view->length = reader->line_length;
        view->step_count = reader->line_steps;
        reader->distance = SIZE_MAX;
    } else if (reader->reading != VIEW_PLAIN) {
        reader_emit(reader, '\n', reader->at < reader->length ? reader->at : reader->length);
    }
    reader->asked = 0;
    reader->line_length = view->length;
    reader->line_steps = view->step_count;
}

/* Where the next escape may begin, or `length`. */
static size_t next_escape(struct reader *reader, size_t length)
{
    static const char signs[READER_ESCAPE_SIGNS] = {'%', '\\', '&'};
    size_t nearest = length;

    for (size_t i = 0; i < READER_ESCAPE_SIGNS; i++) {
        if (reader->signs[i] < reader->at || reader->signs[i] == 0) {
            const unsigned char *found =
                memchr(reader->text + reader->at, signs[i], length - reader->at);
            reader->signs[i] = found != NULL ? (size_t)(found - reader->text) : length;
        }
        nearest = reader->signs[i] < nearest ? reader->signs[i] : nearest;
    }
    return nearest;
}

/*
 * At the start of a line: go on to the next that holds an escape, or that a find joins to one
 * that does. Most lines hold none, and then this is all of the reading.
 */
static void skip_plain_lines(struct reader *reader, const struct span_list *done, size_t *next,
                             size_t length)
{
    size_t start = next_escape(reader, length), span = *next;

    while (span < done->count && done->spans[span].start < start) {
        span++;
    }
    for (;;) {
        start = reader_line_start(reader, start);
        while (span > *next && done->spans[span - 1].start >= start) {
            span--;
        }
        if (span == *next || done->spans[span - 1].end < start) {
            break;
        }
        start = done->spans[span - 1].start; /* it took the end of its line with it */
    }
    reader->at = start;
    *next = span;
}

/* What is replaced stands for one byte. */
static void read_replaced(struct reader *reader, const struct span *span)
{
    reader_emit(reader, span->name == span_home ? '~' : VIEW_REDACTED, reader->at);
    reader->at = span->end;
}

/* Whether what was replaced before, by its word in brackets, is at hand: read it. */
static int read_replacement(struct reader *reader, size_t length)
{
    size_t replaced =
        replacement_length((const char *)reader->text + reader->at, length - reader->at);

    if (replaced > 0) {
        reader_emit(reader, VIEW_REDACTED, reader->at);
        reader->at += replaced;
    }
    return replaced > 0;
}

/*
 * Up to the next find or end of a line; no character and no escape reaches into what is
 * replaced. Returns whether a line ended.
 */
static int read_piece(struct reader *reader, size_t length)
{
    while (reader_goes_on(reader, reader->length)) {
        unsigned char byte;

        read_plain(reader);
        if (!reader_goes_on(reader, reader->length)) {
            break;
        }
        byte = reader->text[reader->at];
        if (byte == '[' && read_replacement(reader, length)) {
            continue;
        }
        if (byte == '\n' && reader->reading != VIEW_PLAIN) {
            end_line(reader);
            reader->at++;
            return 1;
        }
        if (reader->reading == VIEW_DECODED && reader_escape(reader)) {
            reader->asked = 1;
            continue;
        }
        reader_character(reader);
    }
    return 0;
}

/* What needs no reading at the start of a line is passed over. */
static void begin_line(struct reader *reader, const struct view_making *making, size_t *next)
{
    reader_turn(reader);
    if (making->before != NULL) {
        reader_unchanged(reader, making, next);
    }
    if (reader->reading == VIEW_DECODED) {
        skip_plain_lines(reader, making->done, next, reader->text_length);
    }
}

/* Where the line ends that holds `at`, and its end with it. */
static size_t line_end(const struct reader *reader, size_t at)
{
    const unsigned char *end = memchr(reader->text + at, '\n', reader->length - at);

    return end != NULL ? (size_t)(end - reader->text) + 1 : reader->length;
}

/* A line that the text ends in has no end of its own: what runs to it was cut off. */
static void end_text(struct reader *reader)
{
    struct view *view = reader->view;
    size_t added = reader->reading != VIEW_PLAIN && reader->asked, end;

    reader->length = reader->text_length;
    end_line(reader);
    end = view->length - added;
    reader_emit(reader, '\n', reader->length); /* so that the view's end maps to the text's */
    view->length = end;
}

int view_init(struct view *view, enum view_reading reading, const char *text, size_t length,
              const struct view_making *making)
{
    const struct span_list *done = making->done;
    struct reader reader = {.text = (const unsigned char *)text,
                            .length = length,
                            .text_length = length,
                            .reading = reading,
                            .view = view,
                            .distance = SIZE_MAX, /* no step was taken */
                            .stops = (uint8_t)(NEED_FOLD | NEED_SPLIT | NEED_BRACKET),
                            .turns_max = making->turns_max};
    size_t next = 0;

    *view =
        (struct view){.bytes = (const unsigned char *)text, .length = length, .end = length};
    if (reading == VIEW_PLAIN && !making->fold && done->count == 0) {
        return 0;
    }
    if (reading != VIEW_PLAIN) {
        reader.stops |= NEED_NEWLINE;
    }
    if (reading == VIEW_DECODED) {
        reader.stops |= NEED_PERCENT | NEED_ESCAPE;
    }
    view->owned = malloc(length + 2 + sizeof(lanes)); /* copied by so many at once */
    if (view->owned == NULL) {
        return -ENOMEM;
    }
    view->bytes = view->owned;
    view->length = 0;
    begin_line(&reader, making, &next);
    while (reader_goes_on(&reader, length)) {
        const struct span *span = next < done->count ? &done->spans[next] : NULL;

        if (span != NULL && reader.at >= span->start) {
            read_replaced(&reader, span);
            next++;
            continue;
        }
        reader.length = span != NULL ? span->start : length;
        if (making->before != NULL && reading == VIEW_PLAIN) {
            reader.length = line_end(&reader, reader.at);
        }
        if (read_piece(&reader, length) ||
            (making->before != NULL && reader.at > 0 && text[reader.at - 1] == '\n')) {
            begin_line(&reader, making, &next);
        }
    }
    view->end = reader.at == length ? length : view->end;
    if (!reader.out_of_memory) {
        end_text(&reader);
    }
    if (reader.out_of_memory) {
        view_done(view);
        return -ENOMEM;
    }
    return 0;
}

void view_done(struct view *view)
{
    free(view->owned);
    free(view->steps);
    *view = (struct view){0};
}
