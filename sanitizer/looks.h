/* What a run of characters looks like: a name somebody chose, or a key that chance made. */
#ifndef LOOKS_H
#define LOOKS_H

#include <stddef.h>

/* Words, identifiers, placeholders: no digit among letters, no jumble of cases. */
int looks_like_name(const unsigned char *text, size_t length);

/* Letters and digits, or cases, mixed as in a key. */
int looks_random(const unsigned char *text, size_t length);

/* Only hexadecimal digits. */
int looks_hex(const unsigned char *text, size_t length);

#endif
