/*
 * The stack for reading, one frame a line:
 *
 *     #0  parse_header+0x1a parse.c:42 demo[8f1b2c3d]
 *     #1  load (inlined) parse.c:80 demo[8f1b2c3d]
 *     #2  libfoo.so.1+0x1136 [0123abcd]
 *
 * Recursion is folded into one round and a count, and what was left out is counted.
 */
#ifndef STACK_TEXT_H
#define STACK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "crash/crash.h"

struct stack_line {
    enum { STACK_LINE_FRAME, STACK_LINE_NOTE } kind;
    const struct crash_frame *frame; /* of a frame's line */
    const struct crash_name *name;   /* NULL: it has none */
    char *note;                      /* "... 99,841 frames left out" */
};

struct stack_lines {
    struct stack_line *lines;
    size_t count;
};

/* Fold the frames into lines. Returns 0 or -ENOMEM; free with stack_lines_done(). */
int stack_lines_fold(const struct crash *crash, struct stack_lines *ret_lines)
    __attribute__((warn_unused_result));
void stack_lines_done(struct stack_lines *lines);

/* One line as text, without a newline. The caller frees it; NULL: no memory. */
char *stack_line_text(const struct crash *crash, const struct stack_line *line)
    __attribute__((warn_unused_result));

/*
 * The same for a terminal of `columns`: a long function's name is shortened in its middle, so
 * that the line fits where it can; with 0, for a program to read, no name is shortened.
 */
char *stack_line_fit(const struct crash *crash, const struct stack_line *line, size_t columns)
    __attribute__((warn_unused_result));

/* The function as it is read: demangle_shorten(), or "??". The caller frees it; NULL: no
 * memory. */
char *stack_function(const struct crash_name *name) __attribute__((warn_unused_result));

/* The last two parts of a source file's path tell it from its namesakes; the rest is where it
 * was built. Points into `path`. */
const char *stack_file(const char *path);

/*
 * The whole in at most `limit` bytes: whole lines, the top and the bottom kept, with a count
 * of what was left out between them. The caller frees it; NULL: no memory.
 */
char *stack_text(const struct crash *crash, size_t limit) __attribute__((warn_unused_result));

#endif
