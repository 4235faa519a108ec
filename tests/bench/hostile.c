/*
 * Four families: each literal that wakes a matcher with what brings a matcher furthest behind
 * it, alone and two together; any two bytes; any three of what texts are made of; bytes by lot.
 */
#include "hostile.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tables/tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const endings[] = {
    "",
    " ",
    "=",
    ":",
    "\"",
    "a",
    "1",
    "/",
    ".",
    "-",
    "_",
    "\\\"",
    "%3d",
    "=\"x\" ",
    "=a(",
    "=a1b2 ",
    "<",
    "aB3x",
    "\n",
    "=aB3xK9vQ2mW7zR4tY8uI ",
    ": 0123456789abcdef0123456789abcdef ",
};

static const char *const pieces[] = {
    "a",
    "A",
    "1",
    "=",
    ":",
    "\"",
    "'",
    "(",
    ")",
    "{",
    "}",
    "[",
    "<",
    ">",
    "/",
    "\\",
    "%41",
    "\\x41",
    "\\u0041",
    "&#65;",
    "&lt;",
    "@",
    ".",
    ",",
    ";",
    "-",
    "_",
    "*",
    "~",
    "|",
    "&",
    "?",
    "#",
    "$",
    "\n",
    " ",
    "\t",
    "\xff",
    "\xe2\x80\x8b",
    "\xef\xbd\x81",
    "\x01",
    "[redacted:x]",
    "http://",
    "a@b.c",
    "1.2.3.4",
    "::",
    "K9vQ2mW7zR4tY8uIaB3xLpQ",
    "0123456789abcdef0123456789abcdef",
    "\xd0\xb0",
    "\xe5\xaf\x86",
    "password",
    "token",
    "/home/",
    "-p ",
    "\\n",
    "\\\"",
    "eyJ",
    "-----BEGIN ",
    "-----END ",
    "4111111111111111",
    "FF:FF:FF:",
    "word word ",
};

#define LITERAL_RECORDS (TABLE_TRIGGER_COUNT * COUNT(endings) * 2)
#define BYTE_RECORDS ((size_t)65536)
#define PIECE_RECORDS (COUNT(pieces) * COUNT(pieces) * COUNT(pieces))
#define LOT_RECORDS 256

size_t hostile_count(void)
{
    return LITERAL_RECORDS + BYTE_RECORDS + PIECE_RECORDS + LOT_RECORDS;
}

size_t hostile_kinds(void)
{
    return TABLE_TRIGGER_COUNT + 3;
}

size_t hostile_kind(size_t number)
{
    return number < LITERAL_RECORDS                  ? number % TABLE_TRIGGER_COUNT
           : number < LITERAL_RECORDS + BYTE_RECORDS ? TABLE_TRIGGER_COUNT
           : number < LITERAL_RECORDS + BYTE_RECORDS + PIECE_RECORDS ? TABLE_TRIGGER_COUNT + 1
                                                                     : TABLE_TRIGGER_COUNT + 2;
}

static size_t make_of_literals(size_t number, char *pattern)
{
    const struct table_trigger *triggers[] = {
        &table_triggers[number % TABLE_TRIGGER_COUNT],
        &table_triggers[number * 7919 % TABLE_TRIGGER_COUNT],
    };
    size_t parts = 1 + number % 2, length = 0;

    for (size_t k = 0; k < parts; k++) {
        const char *ending = endings[(number / TABLE_TRIGGER_COUNT + k * 5) % COUNT(endings)];

        length +=
            (size_t)snprintf(pattern + length, HOSTILE_PATTERN_MAX - length, "%.*s%s",
                             triggers[k]->length, table_literals + triggers[k]->text, ending);
    }
    return length;
}

static size_t make_of_pieces(size_t number, char *pattern)
{
    const char *first = pieces[number % COUNT(pieces)],
               *second = pieces[number / COUNT(pieces) % COUNT(pieces)],
               *third = pieces[number / COUNT(pieces) / COUNT(pieces)];

    return (size_t)snprintf(pattern, HOSTILE_PATTERN_MAX, "%s%s%s", first, second, third);
}

/* Every other one of ASCII only. */
static void make_by_lot(size_t number, char *record)
{
    uint32_t state = (uint32_t)number * 2654435761u + 1;

    for (size_t i = 0; i < HOSTILE_BYTES; i++) {
        state = state * 1664525u + 1013904223u;
        record[i] = (char)(state >> 24 & (number % 2 ? 0x7f : 0xff));
    }
}

size_t hostile_make(size_t number, char record[HOSTILE_BYTES])
{
    char pattern[HOSTILE_PATTERN_MAX];
    size_t length;

    if (number < LITERAL_RECORDS) {
        length = make_of_literals(number, pattern);
    } else if (number < LITERAL_RECORDS + BYTE_RECORDS) {
        pattern[0] = (char)((number - LITERAL_RECORDS) >> 8);
        pattern[1] = (char)((number - LITERAL_RECORDS) & 0xff);
        length = 2;
    } else if (number < LITERAL_RECORDS + BYTE_RECORDS + PIECE_RECORDS) {
        length = make_of_pieces(number - LITERAL_RECORDS - BYTE_RECORDS, pattern);
    } else {
        make_by_lot(number, record);
        return HOSTILE_BYTES;
    }
    for (size_t at = 0; at < HOSTILE_BYTES; at++) {
        record[at] = pattern[at % length];
    }
    return length;
}
