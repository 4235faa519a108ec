/* The words that stand for what was replaced: [redacted:jwt]. Readings take them for what they
 * stand for, so that a text that was sanitized is read as it was when it was. */
#ifndef REPLACEMENT_H
#define REPLACEMENT_H

#include <stddef.h>

#define REPLACEMENT_OPEN "[redacted:"

/* The length of the replacement at `text`, of which `length` bytes are left; 0 if there is
 * none. */
size_t replacement_length(const char *text, size_t length);

/* How many bytes stand for what the rule `name` found. */
size_t replacement_width(const char *name);

#endif
