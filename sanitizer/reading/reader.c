/* Characters, as a person sees them. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "codepoint.h"
#include "replacement.h"
#include "tables/tables.h"

/* Shorter ones stand in tokens by chance. */
#define VARIABLE_MIN 3
#define VARIABLE_MAX 48
#define OPTION_MAX 32
#define ASSIGNMENT_REACH 256

int reader_reserve_steps(struct reader *reader, size_t count)
{
    struct view *view = reader->view;

    if (view->steps == NULL || view->step_capacity - view->step_count < count) {
        size_t capacity = (view->step_capacity + count) * 2;
        struct view_step *grown = reallocarray(view->steps, capacity, sizeof *grown);

        if (grown == NULL) {
            reader->out_of_memory = 1;
            return 0;
        }
        view->steps = grown;
        view->step_capacity = capacity;
    }
    return 1;
}

void reader_step(struct reader *reader, size_t origin)
{
    struct view *view = reader->view;

    if (view->step_count < view->step_capacity || reader_reserve_steps(reader, 1)) {
        view->steps[view->step_count++] = (struct view_step){view->length, origin};
        reader->distance = origin - view->length;
    }
}

uint32_t reader_fold(uint32_t code)
{
    if (code < LOOKALIKE_LOW) {
        uint8_t like = table_lookalike_low[code];

        return like == 0 ? code : like == 1 ? UINT32_MAX : like;
    }
    if (!table_may_look_alike(code)) {
        return code; /* most scripts look like nothing else */
    }
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
    size_t block = code >> 8 < LOOKALIKE_BLOCKS ? code >> 8 : LOOKALIKE_BLOCKS;

    for (const struct table_lookalike *row = &table_lookalikes[table_lookalike_starts[block]];
         row < &table_lookalikes[table_lookalike_count] && row->first <= code; row++) {
        if (code <= row->last) {
            return row->ascii != 0 ? row->ascii : UINT32_MAX;
        }
    }
    return code;
}

size_t reader_escape_sequence(const unsigned char *text, size_t length)
{
    size_t at = 2;

    if (length < 3 || text[1] != '[' ||
        replacement_length((const char *)text + 1, length - 1) > 0) {
        return 1;
    }
    while (at < length && at < 32 && text[at] > 0x20 && text[at] <= 0x3f) {
        at++;
    }
    if (at + 1 < length && text[at] == ' ' && text[at + 1] == 'q') {
        return at + 2; /* the cursor's shape; behind another blank a word may begin */
    }
    /* "~" would end some sequences, but here it may be a home; and "[" what was replaced */
    return at < length && text[at] >= 0x40 && text[at] <= '}' &&
                   replacement_length((const char *)text + at, length - at) == 0
               ? at + 1
               : 1;
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
 * Only upper-case names are told from the rest of a token that ends in "=", and only if no
 * blank and no other "=" follows.
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
    return reader->view->length > 0 && at - reader->at >= VARIABLE_MIN && at < reader->length &&
           reader->text[at] == '=' &&
           (at + 1 == reader->length ||
            (reader->text[at + 1] != ' ' && reader->text[at + 1] != '=')) &&
           assignment_stands(reader);
}

/*
 * Whether an option of a command is next, or what one is told: tool NUL --user NUL bob, as a
 * process's own command line has it. A hyphen and letters between two of them tell it from a
 * word with something unreadable in it; `origin` is where that stands.
 */
static int argument_follows(struct reader *reader, size_t origin)
{
    const unsigned char *text = reader->text;
    const size_t left = reader->length - reader->at;
    const int is_behind_option = origin > 0 && origin == reader->option_end;

    if (reader->view->length == 0) {
        return 0;
    }
    if (left == 0) { /* the text's end, or what was replaced, and is told */
        return is_behind_option && reader->length < reader->text_length;
    }
    if (text[reader->at] <= ' ' || text[reader->at] >= 0x7f) {
        return 0; /* what is not readable looks otherwise when it was replaced */
    }
    if (text[reader->at] != '-') {
        return is_behind_option;
    }
    for (size_t at = 1; at < left && at < OPTION_MAX; at++) {
        const unsigned char byte = text[reader->at + at];

        if (byte != '-' && ((byte | 0x20) < 'a' || (byte | 0x20) > 'z')) {
            reader->option_end = reader->at + at;
            return at > 1 && (byte == 0 || byte >= 0x80);
        }
    }
    return 0;
}

/* NUL and what is no UTF-8 become U+FFFD, and are read alike before and after. */
static void read_unreadable(struct reader *reader, size_t origin)
{
    reader->asked |= reader->reading == VIEW_SPLIT;
    if (reader->reading == VIEW_SPLIT || variable_follows(reader)) {
        reader_emit(reader, '\n', origin);
    } else if (argument_follows(reader, origin)) {
        reader_emit(reader, ' ', origin);
    }
}

/* A control character cannot be seen, with the terminal's sequence that it begins. */
static void read_control(struct reader *reader, size_t origin)
{
    reader->at += reader->text[origin] == READER_ESCAPE
                      ? reader_escape_sequence(reader->text + origin, reader->length - origin)
                      : 1;
    if (reader->reading == VIEW_SPLIT) {
        reader_emit(reader, '\n', origin);
        reader->asked = 1;
    }
}

/* What is no ASCII, of `width` bytes: as what it looks like, or as it is. */
static void read_folded(struct reader *reader, size_t origin, size_t width, uint32_t code)
{
    uint32_t folded = reader_fold(code);

    reader->at += width;
    if (folded == UINT32_MAX) {
        return;
    }
    if (folded < 0x80) {
        reader_emit(reader, (unsigned char)folded, origin);
        return;
    }
    reader_emit(reader, reader->text[origin], origin);
    for (size_t i = 1; i < width; i++) {
        reader->view->owned[reader->view->length++] = reader->text[origin + i];
    }
}

/* Characters of two bytes, as most that look like letters of ASCII are: as read_folded() would
 * read them. Returns 0 if none is at hand, or one that looks like itself. */
static int read_low(struct reader *reader)
{
    const unsigned char *text = reader->text;
    const size_t start = reader->at, end = reader->length;
    size_t at = start;

    for (; end - at > 1 && text[at] >= 0xc2 && text[at] < 0xe0 &&
           codepoint_goes_on((char)text[at + 1]);
         at += 2) {
        const uint8_t like = table_lookalike_low[codepoint_of_two(text + at)];

        if (like == 0) {
            break;
        }
        if (like > 1) {
            reader_emit(reader, like, at);
        }
        reader->view->copied++;
    }
    reader->at = at;
    return at > start;
}

void reader_character(struct reader *reader)
{
    size_t origin = reader->at, width;
    unsigned char byte = reader->text[origin];
    uint32_t code = 0;

    if (byte >= 0x80 && read_low(reader)) {
        return;
    }
    if (byte == 0) {
        reader->at++;
        read_unreadable(reader, origin);
    } else if (byte < 0x80 && reader_is_control(byte)) {
        read_control(reader, origin);
    } else if (byte < 0x80) {
        reader->at++;
        reader_emit(reader, byte, origin);
    } else {
        width = codepoint_decode(reader->text + origin, reader->length - origin, &code);
        if (width > 0 && code != CODEPOINT_UNREADABLE) {
            read_folded(reader, origin, width, code);
        } else {
            reader->at += width == 0 ? 1 : width;
            read_unreadable(reader, origin);
        }
    }
}
