/*
 * Stretches of a text that are none: memory that was printed, a file that was compressed, a
 * key in its own bytes. Nobody reads them, a secret may stand in them, and reading them in each
 * lawful way costs more than any text: they are found first, and replaced as a whole.
 */
#ifndef BINARY_H
#define BINARY_H

#include <stddef.h>

#include "reading/span.h"

/*
 * Add stretches in which one character of six and more is NUL, a control character or no
 * UTF-8, with what is written close to them. The settled finds `done` count as what they are
 * replaced by: what comes of both holds no other stretch. Returns how often it had to look
 * closer than at 64 bytes at once.
 */
size_t binary_find(const char *text, size_t length, const struct span_list *done,
                   struct span_list *found);

#endif
