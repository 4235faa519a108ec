/* UTF-8 as it must be: shortest forms, no surrogates, nothing above U+10FFFF. */
#ifndef CODEPOINT_H
#define CODEPOINT_H

#include <stddef.h>
#include <stdint.h>

/* U+FFFD: what stood there could not be read. */
#define CODEPOINT_UNREADABLE 0xfffd

/*
 * Decode the character at `text`. Returns its length in bytes and sets *ret_code; 0 if the
 * bytes are no character, *ret_code is then untouched.
 */
size_t codepoint_decode(const unsigned char *text, size_t length, uint32_t *ret_code);

/* What the two bytes of a character of two bytes stand for (RFC 3629, 3). */
static inline uint32_t codepoint_of_two(const unsigned char *text)
{
    return (text[0] & 0x1fu) << 6 | (text[1] & 0x3fu);
}

/* Whether the byte stands within a character, behind its first. */
static inline int codepoint_goes_on(char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The length of the character at `text` if it is none of ASCII and can be read; 0 for U+FFFD
 * and what is no UTF-8. */
static inline size_t codepoint_width(const unsigned char *text, size_t length)
{
    const unsigned char first = text[0];
    uint32_t code = CODEPOINT_UNREADABLE;
    size_t width;

    if (first < 0xc2 || length < 2 || !codepoint_goes_on((char)text[1])) {
        return 0;
    }
    if (first < 0xe0) {
        return 2;
    }
    if (first > 0xe0 && first < 0xed && length > 2 && codepoint_goes_on((char)text[2])) {
        return 3; /* not too long, no surrogate and not U+FFFD, whatever goes on */
    }
    width = codepoint_decode(text, length, &code);
    return code != CODEPOINT_UNREADABLE ? width : 0;
}

/* Where ASCII other than NUL ends in [at, end), 64 bytes at a time as long as they last. */
size_t codepoint_skip_ascii(const unsigned char *text, size_t at, size_t end);

/* Where what can be read ends in [at, end): at NUL, U+FFFD or what is no UTF-8. */
size_t codepoint_skip_readable(const unsigned char *text, size_t at, size_t end);

#endif
