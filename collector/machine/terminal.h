/* What stdout is: how wide, and may it have colour. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>
#include <stdint.h>

enum terminal_style { TERMINAL_PLAIN, TERMINAL_BOLD, TERMINAL_DIM, TERMINAL_RED };

/* Columns of the terminal; 0 when it is none, and lines are not to be cut. */
size_t terminal_width(void);

/*
 * Print foreign text: printable whatever is in it, cut to `columns` (0: not at all) with an
 * ellipsis, in a style where stdout is a terminal that has them, or CLICOLOR_FORCE is set, and
 * NO_COLOR is not.
 */
void terminal_print(enum terminal_style style, size_t columns, const char *text);

/*
 * Print it and a newline, broken at blanks where a line of the terminal ends; `used` columns of
 * the first line are taken, the others begin `indent` columns in.
 */
void terminal_wrap(enum terminal_style style, size_t used, size_t indent, const char *text);

/* 2026-01-31 12:00:00 in local time; "unknown time" for 0. Returns `buffer`. */
char *terminal_time(char buffer[32], uint64_t time_ns);

#endif
