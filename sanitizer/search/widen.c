#include "widen.h"

#include <string.h>

#include "reading/codepoint.h"

/* So far a find is widened within its line. */
#define REACH 64

/* So many bytes of a character of UTF-8 stand behind its first, at most. */
#define BEHIND_FIRST 3

/* Fewer before than behind: most lines uncover later ones, as a value stands behind its key. */
#define BACK_PART 2

/* Four times as many lines go each time, so often. */
#define LINES_MAX 8u

/* "~" would stand for more than a home. */
static void name_widened(struct span *span)
{
    if (span->name == span_home) {
        span->name = span_user;
    }
}

void widen_within_lines(struct span_list *found, const char *text, size_t length)
{
    for (size_t i = 0; i < found->count; i++) {
        struct span *span = &found->spans[i];
        size_t start = span->start > REACH ? span->start - REACH : 0;
        size_t end = length - span->end > REACH ? span->end + REACH : length;
        const char *before = memrchr(text + start, '\n', span->start - start);
        const char *behind = memchr(text + span->end, '\n', end - span->end);

        span->start = before != NULL ? (size_t)(before - text) + 1 : start;
        span->end = behind != NULL ? (size_t)(behind - text) : end;
        for (int k = 0;
             k < BEHIND_FIRST && span->start > 0 && codepoint_goes_on(text[span->start]); k++) {
            span->start--;
        }
        for (int k = 0;
             k < BEHIND_FIRST && span->end < length && codepoint_goes_on(text[span->end]);
             k++) {
            span->end++;
        }
        name_widened(span);
    }
    span_settle(found);
}

/* Where the line that holds `at` ends, or the text. */
static size_t line_end(const char *text, size_t length, size_t at)
{
    const char *end = memchr(text + at, '\n', length - at);

    return end != NULL ? (size_t)(end - text) : length;
}

void widen_to_next_lines(struct span_list *found, const char *text, size_t length)
{
    size_t end = 0, next_end = 0; /* of the last find's line, and of the one behind it */

    span_settle(found);
    for (size_t i = 0; i < found->count; i++) {
        struct span *span = &found->spans[i];

        if (span->start > end) {
            const char *before = memrchr(text + end, '\n', span->start - end);

            span->start = before != NULL ? (size_t)(before - text) + 1 : end;
        }
        if (span->end > end) {
            end = line_end(text, length, span->end);
            next_end = end < length ? line_end(text, length, end + 1) : length;
        }
        span->end = next_end;
        name_widened(span);
    }
    span_settle(found);
}

/* What one find covers already is not looked at again for the next. */
void widen_to_lines(struct span_list *found, const char *text, size_t length, size_t lines)
{
    size_t covered = 0;

    span_settle(found);
    for (size_t i = 0; i < found->count; i++) {
        struct span *span = &found->spans[i];

        if (span->start < covered) {
            span->start = span->end < covered ? span->end : covered;
        }
        for (size_t line = 0; line <= lines && span->end > covered &&
                              (line == 0 || span->end < length || span->start > covered);
             line++) {
            span->start -= span->start > covered && line > 0 && line <= lines / BACK_PART;
            while (span->start > covered && text[span->start - 1] != '\n') {
                span->start--;
            }
            span->end += span->end < length && line > 0;
            span->end = line_end(text, length, span->end);
        }
        covered = span->end > covered ? span->end : covered;
        name_widened(span);
    }
}

size_t widen_lines(unsigned int time)
{
    return (size_t)1 << 2 * (time < LINES_MAX ? time : LINES_MAX);
}
