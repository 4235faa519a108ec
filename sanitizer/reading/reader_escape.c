/* Escapes of URLs, of JSON and C, and of XML, however often something was escaped. */
#include "reader.h"

#include <string.h>

static int read_hex(const struct reader *reader, size_t at, size_t digits, uint32_t *ret_value)
{
    uint32_t value = 0;

    if (reader->length - at < digits) {
        return 0;
    }
    for (size_t i = 0; i < digits; i++) {
        int digit = reader_hex_value(reader->text[at + i]);
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
    uint32_t folded = code < 0x80 ? code : reader_fold(code);

    if (code == 0) {
        reader_emit(reader, '\n', origin); /* an escaped NUL ends a string */
    } else if (folded < 0x80 && !reader_is_control(folded)) {
        reader_emit(reader, (unsigned char)folded, origin);
    } else if (folded != UINT32_MAX && folded < 0x100 && folded >= 0x80) {
        reader_emit(reader, (unsigned char)folded, origin); /* a byte of an encoded character */
    } else if (folded != UINT32_MAX && folded >= 0x100) {
        reader_emit(reader, '?', origin);
    }
}

/* A character that was written by its number, as it would stand in the text. */
static void emit_codepoint(struct reader *reader, uint32_t code, size_t origin)
{
    uint32_t folded = code < 0x80 ? code : reader_fold(code);

    if (folded < 0x80 || folded == UINT32_MAX || (folded >= 0xd800 && folded < 0xe000)) {
        emit_decoded(reader, code, origin);
        return;
    }
    if (folded < 0x800) {
        reader_emit(reader, (unsigned char)(0xc0 | folded >> 6), origin);
    } else {
        reader_emit(reader, (unsigned char)(0xe0 | (folded >> 12 & 15)), origin);
        reader_emit(reader, (unsigned char)(0x80 | (folded >> 6 & 63)), origin);
    }
    reader_emit(reader, (unsigned char)(0x80 | (folded & 63)), origin);
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
            reader_emit(reader, '\n', origin);
            reader->at = at + 1;
            return 1;
        case 't':
            reader_emit(reader, '\t', origin);
            reader->at = at + 1;
            return 1;
        case '"':
        case '\'':
        case '/':
            reader_emit(reader, reader->text[at], origin);
            reader->at = at + 1;
            return 1;
        case 'u':
            if (read_hex(reader, at + 1, 4, &code)) {
                emit_codepoint(reader, code, origin);
                reader->at = at + 5;
                return 1;
            }
            break;
        case 'x':
            if (read_hex(reader, at + 1, 2, &code)) {
                emit_decoded(reader, code, origin);
                reader->at = at + 3;
                return 1;
            }
            break;
        default:
            break;
        }
    }
    reader_emit(reader, '\\', origin);
    return 1;
}

static int read_entity(struct reader *reader)
{
    static const struct {
        const char *name;
        size_t length;
        unsigned char byte;
    } entities[] = {{"&quot;", 6, '"'}, {"&apos;", 6, '\''}, {"&#39;", 5, '\''},
                    {"&#34;", 5, '"'},  {"&#x27;", 6, '\''}, {"&#x22;", 6, '"'},
                    {"&#x2F;", 6, '/'}, {"&#61;", 5, '='},   {"&#x3D;", 6, '='},
                    {"&amp;", 5, '&'},  {"&lt;", 4, '<'},    {"&gt;", 4, '>'}};
    static const char firsts[] = {'#', 'q', 'a', 'l', 'g'};

    if (reader->length - reader->at < 4 ||
        memchr(firsts, reader->text[reader->at + 1], sizeof firsts) == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (reader->length - reader->at >= entities[i].length &&
            memcmp(reader->text + reader->at, entities[i].name, entities[i].length) == 0) {
            reader_emit(reader, entities[i].byte, reader->at);
            reader->at += entities[i].length;
            return 1;
        }
    }
    return 0;
}

int reader_escape(struct reader *reader)
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
