/*
 * How a view is made: one pass over the original, a character at a time. Each byte that goes
 * into the view is noted with where it came from, but only when the distance changes, so that
 * ordinary text costs a few steps and not a table of its own length.
 */
#include "view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tables.h"
#include "codepoint.h"

struct view_step {
    size_t view_at;
    size_t origin;
};

#define REPLACEMENT_OPEN "[redacted:"
#define REPLACEMENT_OPEN_LENGTH (sizeof REPLACEMENT_OPEN - 1)
#define REPLACEMENT_NAME_MAX 48
#define VARIABLE_MAX 48
#define ASSIGNMENT_REACH 256

enum {
    NEED_FOLD = 1,
    NEED_SPLIT = 2,
    NEED_PERCENT = 4,
    NEED_ESCAPE = 8,
    NEED_BRACKET = 16,
    NEED_NEWLINE = 32
};

size_t view_replacement_length(const char *text, size_t length)
{
    size_t at = REPLACEMENT_OPEN_LENGTH;

    if (length <= at || memcmp(text, REPLACEMENT_OPEN, at) != 0) {
        return 0;
    }
    while (at < length && at < REPLACEMENT_OPEN_LENGTH + REPLACEMENT_NAME_MAX &&
           ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '-')) {
        at++;
    }
    return at > REPLACEMENT_OPEN_LENGTH && at < length && text[at] == ']' ? at + 1 : 0;
}

static int hex_value(unsigned char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Every flag that some byte of the text has; four at a time that do not wait for each other. */
static unsigned int all_flags(const unsigned char *bytes, size_t length)
{
    const uint8_t *needs = table_view_needs;
    unsigned int flags = 0;
    size_t at = 0;

    for (; length - at >= 4; at += 4) {
        flags |= (unsigned int)(needs[bytes[at]] | needs[bytes[at + 1]]) |
                 (unsigned int)(needs[bytes[at + 2]] | needs[bytes[at + 3]]);
    }
    for (; at < length; at++) {
        flags |= needs[bytes[at]];
    }
    return flags;
}

void view_needs(const char *text, size_t length, struct view_needs *ret_needs)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned int flags = all_flags(bytes, length);

    ret_needs->split = (flags & NEED_SPLIT) != 0;
    ret_needs->decode = (flags & NEED_ESCAPE) != 0;
    if (flags & NEED_FOLD) {
        ret_needs->split =
            1; /* what is no UTF-8 separates too; rare enough not to look closer */
    }
    if ((flags & NEED_PERCENT) && !ret_needs->decode) {
        for (const unsigned char *at = bytes, *end = bytes + length;
             (at = memchr(at, '%', (size_t)(end - at))) != NULL; at++) {
            if (end - at > 2 && hex_value(at[1]) >= 0 && hex_value(at[2]) >= 0) {
                ret_needs->decode = 1;
                break;
            }
        }
    }
    ret_needs->fold = (flags & (NEED_FOLD | NEED_SPLIT)) != 0 ||
                      ((flags & NEED_BRACKET) != 0 &&
                       memmem(text, length, REPLACEMENT_OPEN, REPLACEMENT_OPEN_LENGTH) != NULL);
}

/* What read_escape() knows begins with one of so many characters. */
#define ESCAPE_SIGNS 3

/* ---- One character of the original ------------------------------------------------------- */

struct reader {
    const unsigned char *text;
    size_t length;
    size_t at;
    enum view_reading reading;
    struct view *view;
    uint8_t stops;      /* bits of table_view_needs that need a closer look */
    int asked;          /* the line holds what this reading is for */
    size_t line_length; /* the view as it was when the line began */
    size_t line_steps;
    size_t signs[ESCAPE_SIGNS]; /* where each is next, as far as it was looked for */
    int out_of_memory;
};

static void emit(struct reader *reader, unsigned char byte, size_t origin)
{
    struct view *view = reader->view;
    const struct view_step *last =
        view->step_count > 0 ? &view->steps[view->step_count - 1] : NULL;

    if (last == NULL || origin - last->origin != view->length - last->view_at) {
        if (view->steps == NULL || view->step_count == view->step_capacity) {
            size_t capacity = view->step_capacity == 0 ? 32 : view->step_capacity * 2;
            struct view_step *grown = reallocarray(view->steps, capacity, sizeof *grown);

            if (grown == NULL) {
                reader->out_of_memory = 1;
                return;
            }
            view->steps = grown;
            view->step_capacity = capacity;
        }
        view->steps[view->step_count++] = (struct view_step){view->length, origin};
    }
    view->owned[view->length++] = byte;
}

/* The ASCII character that `code` looks like; `code` itself; or UINT32_MAX: cannot be seen. */
static uint32_t fold(uint32_t code)
{
    if (code >= 0xff01 && code <= 0xff5e) {
        return code - 0xfee0;
    }
    if (code >= 0x1d400 && code <= 0x1d6a3) { /* mathematical letters: alphabets of 52 */
        uint32_t letter = (code - 0x1d400) % 52;
        return letter < 26 ? 'A' + letter : 'a' + letter - 26;
    }
    if (code >= 0x1d7ce && code <= 0x1d7ff) {
        return '0' + (code - 0x1d7ce) % 10;
    }
    for (size_t low = 0, high = table_lookalike_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        const struct table_lookalike *row = &table_lookalikes[middle];

        if (code < row->first) {
            high = middle;
        } else if (code > row->last) {
            low = middle + 1;
        } else {
            return row->ascii != 0 ? row->ascii : UINT32_MAX;
        }
    }
    return code;
}

static int is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7f;
}

/* The length of a terminal's escape sequence ("\033[1;31m") at `text`, or 1. */
static size_t escape_sequence_length(const unsigned char *text, size_t length)
{
    size_t at = 2;

    if (length < 3 || text[0] != 0x1b || text[1] != '[' ||
        view_replacement_length((const char *)text + 1, length - 1) > 0) {
        return 1;
    }
    while (at < length && at < 32 && text[at] >= 0x20 && text[at] <= 0x3f) {
        at++;
    }
    /* "~" would end some sequences, but here it may be a home */
    return at < length && text[at] >= 0x40 && text[at] <= '}' ? at + 1 : 1;
}

/* Whether what was read since the last separator holds a "=": a variable before another. */
static int assignment_stands(const struct reader *reader)
{
    const struct view *view = reader->view;
    size_t at = view->length;

    while (at > 0 && view->length - at < ASSIGNMENT_REACH && view->owned[at - 1] != '\n') {
        if (view->owned[--at] == '=') {
            return 1;
        }
    }
    return view->length - at == ASSIGNMENT_REACH;
}

/*
 * Whether NAME= is next: what stood before it was the NUL between an environment's strings.
 * Only upper-case names are told from the rest of a token that ends in "=".
 */
static int variable_follows(const struct reader *reader)
{
    size_t at = reader->at;

    for (; at < reader->length && at - reader->at < VARIABLE_MAX; at++) {
        unsigned char byte = reader->text[at];

        if ((byte < 'A' || byte > 'Z') && byte != '_' &&
            (byte < '0' || byte > '9' || at == reader->at)) {
            break;
        }
    }
    return reader->view->length > 0 && at - reader->at >= 2 && at < reader->length &&
           reader->text[at] == '=' && assignment_stands(reader);
}

/* NUL and what is no UTF-8 become U+FFFD, and are read alike before and after. */
static void read_unreadable(struct reader *reader, size_t origin)
{
    reader->asked |= reader->reading == VIEW_SPLIT;
    if (reader->reading == VIEW_SPLIT || variable_follows(reader)) {
        emit(reader, '\n', origin);
    }
}

static void read_character(struct reader *reader)
{
    size_t origin = reader->at, width;
    uint32_t code = 0, folded;

    if (reader->text[origin] < 0x80) {
        code = reader->text[origin];
        if (code == 0) {
            reader->at++;
            read_unreadable(reader, origin);
            return;
        }
        if (is_control(code)) {
            reader->at +=
                escape_sequence_length(reader->text + origin, reader->length - origin);
            if (reader->reading == VIEW_SPLIT) {
                emit(reader, '\n', origin);
                reader->asked = 1;
            }
            return;
        }
        reader->at++;
        emit(reader, (unsigned char)code, origin);
        return;
    }
    width = codepoint_decode(reader->text + origin, reader->length - origin, &code);
    if (width == 0 || code == 0xfffd) {
        reader->at += width == 0 ? 1 : width;
        read_unreadable(reader, origin);
        return;
    }
    reader->at += width;
    folded = fold(code);
    if (folded == UINT32_MAX) {
        return;
    }
    if (folded < 0x80) {
        emit(reader, (unsigned char)folded, origin);
        return;
    }
    for (size_t i = 0; i < width; i++) {
        emit(reader, reader->text[origin + i], origin + i);
    }
}

/* ---- Escapes ------------------------------------------------------------------------------
 */

static int read_hex(const struct reader *reader, size_t at, size_t digits, uint32_t *ret_value)
{
    uint32_t value = 0;

    if (reader->length - at < digits) {
        return 0;
    }
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_value(reader->text[at + i]);
        if (digit < 0) {
            return 0;
        }
        value = value << 4 | (uint32_t)digit;
    }
    *ret_value = value;
    return 1;
}

static void emit_decoded(struct reader *reader, uint32_t code, size_t origin)
{
    uint32_t folded = code < 0x80 ? code : fold(code);

    if (code == 0) {
        emit(reader, '\n', origin); /* an escaped NUL ends a string */
    } else if (folded < 0x80 && !is_control(folded)) {
        emit(reader, (unsigned char)folded, origin);
    } else if (folded != UINT32_MAX && folded < 0x100 && folded >= 0x80) {
        emit(reader, (unsigned char)folded, origin); /* a byte of an encoded character */
    } else if (folded != UINT32_MAX && folded >= 0x100) {
        emit(reader, '?', origin);
    }
}

static int read_percent(struct reader *reader)
{
    size_t at = reader->at + 1;
    uint32_t code;

    while (reader->length - at >= 2 && reader->text[at] == '2' && reader->text[at + 1] == '5') {
        at += 2; /* encoded more than once: %25252F */
    }
    if (!read_hex(reader, at, 2, &code)) {
        return 0;
    }
    emit_decoded(reader, code, reader->at);
    reader->at = at + 2;
    return 1;
}

static int read_backslash(struct reader *reader)
{
    size_t at = reader->at, origin = reader->at;
    uint32_t code;

    while (at < reader->length && reader->text[at] == '\\') {
        at++; /* however often it was escaped */
    }
    reader->at = at;
    if (at < reader->length) {
        switch (reader->text[at]) {
        case 'n':
        case 'r':
            emit(reader, '\n', origin);
            reader->at = at + 1;
            return 1;
        case 't':
            emit(reader, '\t', origin);
            reader->at = at + 1;
            return 1;
        case '"':
        case '\'':
        case '/':
            emit(reader, reader->text[at], origin);
            reader->at = at + 1;
            return 1;
        case 'u':
        case 'x':
            if (read_hex(reader, at + 1, reader->text[at] == 'u' ? 4 : 2, &code)) {
                emit_decoded(reader, code, origin);
                reader->at = at + (reader->text[at] == 'u' ? 5 : 3);
                return 1;
            }
            break;
        default:
            break;
        }
    }
    emit(reader, '\\', origin);
    return 1;
}

static int read_entity(struct reader *reader)
{
    static const struct {
        const char *name;
        size_t length;
        unsigned char byte;
    } entities[] = {{"&quot;", 6, '"'}, {"&apos;", 6, '\''}, {"&#39;", 5, '\''},
                    {"&#34;", 5, '"'},  {"&amp;", 5, '&'},   {"&lt;", 4, '<'},
                    {"&gt;", 4, '>'}};

    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (reader->length - reader->at >= entities[i].length &&
            memcmp(reader->text + reader->at, entities[i].name, entities[i].length) == 0) {
            emit(reader, entities[i].byte, reader->at);
            reader->at += entities[i].length;
            return 1;
        }
    }
    return 0;
}

static int read_escape(struct reader *reader)
{
    switch (reader->text[reader->at]) {
    case '%':
        return read_percent(reader);
    case '\\':
        return read_backslash(reader);
    case '&':
        return read_entity(reader);
    default:
        return 0;
    }
}

/* ---- The view ------------------------------------------------------------------------------
 */

/* Copy what no reading looks at twice, up to `limit`. */
static void copy_plain(struct reader *reader, size_t limit)
{
    size_t at = reader->at;

    while (at < limit && !(table_view_needs[reader->text[at]] & reader->stops)) {
        at++;
    }
    if (at > reader->at) {
        emit(reader, reader->text[reader->at], reader->at);
        memcpy(reader->view->owned + reader->view->length, reader->text + reader->at + 1,
               at - reader->at - 1);
        reader->view->length += at - reader->at - 1;
        reader->at = at;
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
    } else if (reader->reading != VIEW_PLAIN) {
        emit(reader, '\n', reader->at < reader->length ? reader->at : reader->length);
    }
    reader->asked = 0;
    reader->line_length = view->length;
    reader->line_steps = view->step_count;
}

/* Where the next escape may begin, or `length`. */
static size_t next_escape(struct reader *reader, size_t length)
{
    static const char signs[ESCAPE_SIGNS] = {'%', '\\', '&'};
    size_t nearest = length;

    for (size_t i = 0; i < ESCAPE_SIGNS; i++) {
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
        while (start > reader->at && reader->text[start - 1] != '\n') {
            start--;
        }
        while (span > *next && done->spans[span - 1].start >= start) {
            span--;
        }
        if (span == *next || done->spans[span - 1].end <= start) {
            break;
        }
        start = done->spans[span - 1].start; /* its line goes on into this one */
    }
    reader->at = start;
    *next = span;
}

static void read_step(struct reader *reader, const struct span_list *done, size_t *next,
                      size_t length)
{
    const struct span *span = *next < done->count ? &done->spans[*next] : NULL;
    size_t replaced = 0;

    if (span != NULL && reader->at >= span->start) {
        emit(reader, span->name == span_home ? '~' : VIEW_REDACTED, reader->at);
        reader->at = span->end;
        (*next)++;
        return;
    }
    /* No character and no escape reaches into what is replaced. */
    reader->length = span != NULL ? span->start : length;
    if (reader->text[reader->at] == '[') {
        replaced = view_replacement_length((const char *)reader->text + reader->at,
                                           length - reader->at);
    }
    if (replaced > 0) {
        emit(reader, VIEW_REDACTED, reader->at);
        reader->at += replaced;
    } else if (reader->text[reader->at] == '\n' && reader->reading != VIEW_PLAIN) {
        end_line(reader);
        reader->at++;
        if (reader->reading == VIEW_DECODED) {
            skip_plain_lines(reader, done, next, length);
            return;
        }
    } else if (reader->reading == VIEW_DECODED && read_escape(reader)) {
        reader->asked = 1;
    } else {
        read_character(reader);
    }
    copy_plain(reader, reader->length);
}

int view_init(struct view *view, enum view_reading reading, const char *text, size_t length,
              int fold_needed, const struct span_list *done)
{
    struct reader reader = {.text = (const unsigned char *)text,
                            .length = length,
                            .reading = reading,
                            .view = view,
                            .stops = (uint8_t)(NEED_FOLD | NEED_SPLIT | NEED_BRACKET)};
    size_t next = 0;

    *view = (struct view){.bytes = (const unsigned char *)text, .length = length};
    if (reading == VIEW_PLAIN && !fold_needed && done->count == 0) {
        return 0;
    }
    if (reading != VIEW_PLAIN) {
        reader.stops |= NEED_NEWLINE;
    }
    if (reading == VIEW_DECODED) {
        reader.stops |= NEED_PERCENT | NEED_ESCAPE;
    }
    view->owned = malloc(length + 2);
    if (view->owned == NULL) {
        return -ENOMEM;
    }
    view->bytes = view->owned;
    view->length = 0;
    if (reading == VIEW_DECODED) {
        skip_plain_lines(&reader, done, &next, length);
    }
    while (reader.at < length && !reader.out_of_memory) {
        read_step(&reader, done, &next, length);
    }
    if (!reader.out_of_memory) {
        size_t end;

        reader.length = length;
        end_line(&reader);
        end = view->length;
        emit(&reader, '\n', length); /* so that the view's end maps to the text's end */
        view->length = end;
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

size_t view_origin(const struct view *view, size_t at)
{
    size_t low = 0, high = view->step_count;

    if (view->owned == NULL) {
        return at;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (view->steps[middle].view_at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return view->steps[low].origin + (at - view->steps[low].view_at);
}
