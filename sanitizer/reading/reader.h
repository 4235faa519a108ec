/*
 * One pass over a text for a view of it: where it stands, and what it puts into the view. A
 * character or an escape at a time; what is plain is copied in between (view.c).
 */
#ifndef READER_H
#define READER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "codepoint.h"
#include "tables/tables.h"
#include "view.h"

/* Bits of table_view_needs: what a byte asks for, or where copying stops. */
enum {
    NEED_FOLD = 1,
    NEED_SPLIT = 2,
    NEED_PERCENT = 4,
    NEED_ESCAPE = 8,
    NEED_BRACKET = 16,
    NEED_NEWLINE = 32
};

/* From here on the view's bytes stand at this distance from the original's. */
struct view_step {
    size_t view_at;
    size_t origin;
};

/* What reader_escape() knows begins with one of so many characters: '%', '\\', '&'. */
#define READER_ESCAPE_SIGNS 3

/* ESC, which a terminal's sequences begin with. */
#define READER_ESCAPE 0x1b

struct reader {
    const unsigned char *text;
    size_t length;
    size_t at;
    enum view_reading reading;
    struct view *view;
    size_t distance;    /* from a byte of the view back to the original, since the last step */
    uint8_t stops;      /* bits of table_view_needs that need a closer look */
    int asked;          /* the line holds what this reading is for */
    size_t line_length; /* the view as it was when the line began */
    size_t line_steps;
    size_t option_end;  /* an option that was separated from what stands before ends here */
    size_t text_length; /* of the whole; `length` is where the piece ends that is read */
    size_t change;      /* the next of the finds since the view before */
    size_t before;      /* the step of the view before that was reached */
    size_t turns_max;   /* that the view may take */
    size_t signs[READER_ESCAPE_SIGNS]; /* where each is next, as far as it was looked for */
    int out_of_memory;
};

/* Room for so many more steps. Returns 0 if there is no memory for them. */
int reader_reserve_steps(struct reader *reader, size_t count);

/* Note that the next byte of the view stands for what begins at `origin`. */
void reader_step(struct reader *reader, size_t origin);

/* The next byte of the view stands for what begins at `origin`: noted if that is new. */
static inline void reader_meet(struct reader *reader, size_t origin)
{
    if (origin - reader->view->length != reader->distance) {
        reader_step(reader, origin);
    }
}

/* Put a byte into the view that stands for what begins at `origin`. */
static inline void reader_emit(struct reader *reader, unsigned char byte, size_t origin)
{
    reader_meet(reader, origin);
    reader->view->owned[reader->view->length++] = byte;
}

/* One more turn. What stands before the end that is noted takes less than a view may, with
 * something to replace the rest. */
static inline void reader_turn(struct reader *reader)
{
    if (reader->view->turns++ < reader->turns_max / 4 * 3) {
        reader->view->end = reader->at;
    }
}

/* Whether something is left to read, and may be. */
static inline int reader_goes_on(const struct reader *reader, size_t end)
{
    return reader->at < end && reader->view->turns < reader->turns_max &&
           !reader->out_of_memory;
}

/* Read the character at hand: folded, left out, or a separator. */
void reader_character(struct reader *reader);

/* At the start of a line: go on to the next that changed, with what the view before has of the
 * lines between; `*next` of what is done is the first behind. */
void reader_unchanged(struct reader *reader, const struct view_making *making, size_t *next);

/* Read the escape at hand, and say that this reading is worth the line; 0: there is none. */
int reader_escape(struct reader *reader);

/* The ASCII character that `code` looks like; `code` itself; or UINT32_MAX: cannot be seen. */
uint32_t reader_fold(uint32_t code);

/* The length of the character at `text` if it is no ASCII and looks like itself, which most of
 * other scripts do; 0 if it has to be decoded. */
static inline size_t reader_own_width(const unsigned char *text, size_t length)
{
    uint32_t code;

    if (text[0] < 0xc2 || text[0] >= 0xf0 || length < 3 || !codepoint_goes_on((char)text[1])) {
        return 0;
    }
    if (text[0] < 0xe0) {
        return table_lookalike_low[codepoint_of_two(text)] == 0 ? 2 : 0;
    }
    code = (text[0] & 0xfu) << 12 | (text[1] & 0x3fu) << 6 | (text[2] & 0x3fu);
    return codepoint_goes_on((char)text[2]) && code >= LOOKALIKE_LOW &&
                   (code < 0xd800 || code > 0xdfff) && code != CODEPOINT_UNREADABLE &&
                   !table_may_look_alike(code)
               ? 3
               : 0;
}

/* Where in the view `origin` is, or would be, which the last step at or before it is for. */
static inline size_t reader_step_at(const struct view *view, size_t step, size_t origin)
{
    const struct view_step *begin = &view->steps[step];
    const size_t end =
        step + 1 < view->step_count ? view->steps[step + 1].view_at : view->length;
    const size_t at = begin->view_at + (origin > begin->origin ? origin - begin->origin : 0);

    return at < end ? at : end;
}

/* Where the line that holds `at` starts, of what is not read yet. */
static inline size_t reader_line_start(const struct reader *reader, size_t at)
{
    const unsigned char *before = memrchr(reader->text + reader->at, '\n', at - reader->at);

    return before != NULL ? (size_t)(before - reader->text) + 1 : reader->at;
}

/* The length of a terminal's escape sequence ("\033[1;31m") at `text`, or 1; the first byte is
 * taken for READER_ESCAPE. */
size_t reader_escape_sequence(const unsigned char *text, size_t length);

/* Whether it separates, or is nothing to be seen: tabs and ends of lines are not. */
static inline int reader_is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7f;
}

/* The value of a hexadecimal digit, or -1. */
static inline int reader_hex_value(unsigned char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

#endif
