/* Escapes of URLs, of JSON and C, and of XML, however often something was escaped. */
#include "reader.h"

#include <string.h>

#include "codepoint.h"

/* The bytes of a character, at most. */
#define CODEPOINT_MAX 4

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

    if (folded < 0x80 || folded > 0xffff || (folded >= 0xd800 && folded < 0xe000)) {
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

/* Where the byte ends that is escaped at `at`, "%41" or "\x41", or `at`. */
static size_t read_byte(const struct reader *reader, size_t at, uint32_t *ret_byte)
{
    const unsigned char *text = reader->text;
    const unsigned char sign = text[at];
    size_t digits = at + 1;

    if (sign == '%') {
        while (reader->length - digits >= 2 && text[digits] == '2' && text[digits + 1] == '5') {
            digits += 2; /* encoded more than once: %25252F */
        }
    } else {
        while (digits < reader->length && text[digits] == '\\') {
            digits++;
        }
        if (sign != '\\' || digits == reader->length || text[digits++] != 'x') {
            return at;
        }
    }
    return read_hex(reader, digits, 2, ret_byte) ? digits + 2 : at;
}

/* The character that begins with the escaped byte `first`, whose others are escaped from `at`
 * on: where it ends, or `at` if it is none. */
static size_t read_utf8(const struct reader *reader, size_t at, uint32_t first,
                        uint32_t *ret_code)
{
    unsigned char bytes[CODEPOINT_MAX] = {(unsigned char)first};
    size_t end = at, count = 1, next;
    uint32_t byte;

    while (count < CODEPOINT_MAX && end < reader->length &&
           (next = read_byte(reader, end, &byte)) > end && (byte & 0xc0) == 0x80) {
        bytes[count++] = (unsigned char)byte;
        end = next;
        if (codepoint_decode(bytes, count, ret_code) == count) {
            return end;
        }
    }
    return at;
}

/* Where a colour ends whose escape, ESC, ends at `at`. */
static size_t skip_sequence(const struct reader *reader, uint32_t code, size_t at)
{
    return code == READER_ESCAPE
               ? at - 1 + reader_escape_sequence(reader->text + at - 1, reader->length - at + 1)
               : at;
}

/* The byte at hand, or the character that it begins. Returns 0 if none is escaped there. */
static int read_bytes(struct reader *reader)
{
    uint32_t first, code;
    size_t end = read_byte(reader, reader->at, &first), last;

    if (end == reader->at) {
        return 0;
    }
    last = first >= 0xc2 ? read_utf8(reader, end, first, &code) : end;
    if (last > end) {
        emit_codepoint(reader, code, reader->at);
    } else {
        emit_decoded(reader, first, reader->at);
        last = skip_sequence(reader, first, last);
    }
    reader->at = last;
    return 1;
}

static int read_backslash(struct reader *reader)
{
    size_t at = reader->at, origin = reader->at;
    uint32_t code;

    if (read_bytes(reader)) {
        return 1;
    }
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
                reader->at = skip_sequence(reader, code, at + 5);
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

/* &#64; and &#x40; of ASCII: some programs write each character of an address so. */
static int read_number(struct reader *reader)
{
    size_t at = reader->at + 2, first;
    int code = 0, base = at < reader->length && (reader->text[at] | 0x20) == 'x' ? 16 : 10;

    first = at += base == 16;
    for (; at < reader->length && at - first < 4 && reader->text[at] != ';'; at++) {
        int digit = reader_hex_value(reader->text[at]);

        if (digit < 0 || digit >= base) {
            return 0;
        }
        code = code * base + digit;
    }
    if (at == reader->length || reader->text[at] != ';' || code <= ' ' || code > '~') {
        return 0;
    }
    reader_emit(reader, (unsigned char)code, reader->at);
    reader->at = at + 1;
    return 1;
}

static int read_entity(struct reader *reader)
{
    static const struct {
        const char *name;
        size_t length;
        unsigned char byte;
    } entities[] = {{"&quot;", 6, '"'},
                    {"&apos;", 6, '\''},
                    {"&amp;", 5, '&'},
                    {"&lt;", 4, '<'},
                    {"&gt;", 4, '>'}};
    static const char firsts[] = {'q', 'a', 'l', 'g'};

    if (reader->length - reader->at < 4) {
        return 0;
    }
    if (reader->text[reader->at + 1] == '#') {
        return read_number(reader);
    }
    if (memchr(firsts, reader->text[reader->at + 1], sizeof firsts) == NULL) {
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
        return read_bytes(reader);
    case '\\':
        return read_backslash(reader);
    case '&':
        return read_entity(reader);
    default:
        return 0;
    }
}
