/* Text that was wrapped in base64, of RFC 4648 with either alphabet. */
#ifndef BASE64_TEXT_H
#define BASE64_TEXT_H

#include <stddef.h>

/* Decode up to `limit` bytes of `word` to `ret_text`; returns how many, or 0 when it is no
 * base64, or what it decodes to is no printable ASCII. */
size_t base64_text(const unsigned char *word, size_t length, unsigned char *ret_text,
                   size_t limit);

#endif
