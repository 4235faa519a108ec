/*
 * A key's value in a member of its own that is called "value" or "default", in the same line or
 * in one of the next. Each looks at a bounded number of bytes.
 */
#ifndef MEMBER_H
#define MEMBER_H

#include "scan/scan.h"

/* Where the sign after value= or "value": stands; 0 if neither stands at `at`. */
size_t member_value_word(const struct scan *scan, size_t at);

/* Whether the key is the value of a name: "- name: KEY" or "key": "KEY". */
int member_is_named(const struct scan *scan, size_t key_start);

/* "> > ", "web_1  | ", the time of a log: where the text of the line at `line` begins behind
 * what stands before the key in its own line, too, with how far that is indented; SIZE_MAX if
 * its line is too long. */
size_t member_skip_alike(const struct scan *scan, size_t key_start, size_t line,
                         size_t *ret_indent);

/* "key": { "value": x }, variable "key" { default = x }, and "- name: key" before "value: x":
 * where the sign after "value" is; 0 if there is none. */
size_t member_find(const struct scan *scan, size_t key_start, size_t at);

/* The word that stands alone in the line behind a key, farther in than it; 0 if there is none.
 */
size_t member_below(const struct scan *scan, size_t key_start, size_t at);

/* "check_password (user=0x1 "bob", given=0x2 "x") at": where a debugger's frame of a function
 * that is called after a key shows its last string; 0 if it shows none. */
size_t member_of_frame(const struct scan *scan, size_t at);

/* s:3:"key";s:1:"x", as PHP serializes: where "x" is, behind the ';' at `at`. */
size_t member_serialized(const struct scan *scan, size_t at);

#endif
