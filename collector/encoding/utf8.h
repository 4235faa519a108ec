/* UTF-8 as RFC 3629 has it: no surrogates, nothing overlong, nothing above U+10FFFF. */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

/* Bytes of the valid character at `text`, 1 to 4; 0 when there is none. */
size_t utf8_character(const char *text, size_t length);

/* The largest cut at or before `limit` that does not split a character. */
size_t utf8_cut(const char *text, size_t length, size_t limit);

/* A copy in which each byte that is not part of a character is U+FFFD. NULL: no memory. */
char *utf8_repair(const char *text, size_t length) __attribute__((warn_unused_result));

/*
 * A copy for a terminal: repaired, and control characters (newline too) written \xHH, C1
 * controls, line separators and direction marks U+FFFD, so that foreign text cannot steer
 * what shows it.
 */
char *utf8_printable(const char *text, size_t length) __attribute__((warn_unused_result));

#endif
