/*
 * What may stand between a sign and the value itself: a type, a constructor, a tag, the word
 * that opens a document within a script. Each looks at a bounded number of bytes.
 */
#ifndef OPENING_H
#define OPENING_H

#include "scan/scan.h"

/* ^[[33m, #033[0m: a terminal's colour as loggers print it; its end, or `at`. */
size_t opening_skip_colour(const struct scan *scan, size_t at);

/* Skip what may stand before a string: 0x7ffe "s", b"s", Some("s"), String("s"), @"s". */
size_t opening_skip(const struct scan *scan, size_t at);

/* q(s), qq{s}, %q[s]: what closes such a string of Perl or Ruby; *ret_start is where s starts.
 */
unsigned char opening_quoting_end(const struct scan *scan, size_t at, size_t *ret_start);

/* </b>, </td><td> and blanks; not the end of the text's own element. */
size_t opening_skip_tags(const struct scan *scan, size_t at);

/* !vault, !!str: what YAML says of a value's type. */
size_t opening_skip_type(const struct scan *scan, size_t at);

/* <<EOF and the end of its line. */
size_t opening_skip_heredoc(const struct scan *scan, size_t at);

#endif
