/* UTF-8 as it must be: shortest forms, no surrogates, nothing above U+10FFFF. */
#ifndef CODEPOINT_H
#define CODEPOINT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decode the character at `text`. Returns its length in bytes and sets *ret_code; 0 if the
 * bytes are no character, *ret_code is then untouched.
 */
size_t codepoint_decode(const unsigned char *text, size_t length, uint32_t *ret_code);

#endif
