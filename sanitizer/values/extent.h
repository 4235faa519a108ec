/*
 * Where a value that starts at `at` ends, by the rules of its own syntax. What is never closed
 * ends with the text, or with its first line if that is far away.
 */
#ifndef EXTENT_H
#define EXTENT_H

#include "scan/scan.h"

static inline int is_quote(unsigned char byte)
{
    return byte == '"' || byte == '\'' || byte == '`';
}

/* Where the string that `quote` opened before `at` is closed. */
size_t extent_quoted(const struct scan *scan, size_t at, unsigned char quote);

/* The text of an XML element runs to its end tag; without one it is no element (`at`), unless
 * the text was cut off in its first line. */
size_t extent_element(const struct scan *scan, size_t at);

/*
 * A value without quotes ends at a blank, or where the next item begins. Keys within one that
 * turned out harmless have values that stop where it does, unless brackets open before them.
 * Those are looked at anew, but only so often: then what is hidden may be more than the value.
 */
size_t extent_bare(struct scan *scan, size_t at);

/* Where the ')' stands that closes what was opened before `at`, strings apart; `at` if it does
 * not within `limit` bytes. */
size_t extent_closed(const struct scan *scan, size_t at, size_t limit);

/* The rest of the line, without a comment. */
size_t extent_line(const struct scan *scan, size_t at);

/* Where the blanks at `at` end, as far as they separate a key from its value. */
size_t extent_skip_blanks(const struct scan *scan, size_t at);

/* Behind the blanks and ends of lines at `at`, at most `most` of them. */
size_t extent_skip_lines(const struct scan *scan, size_t at, size_t most);

/* Behind the words of a list at `at`, each of which may stand several times in any order. No
 * more are looked for when `longest` bytes were passed. */
size_t extent_skip_words(const struct scan *scan, size_t at, const char *const *words,
                         size_t count, size_t longest);

#endif
