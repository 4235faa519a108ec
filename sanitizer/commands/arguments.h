/* The arguments of a command, however it is written down. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "scan/scan.h"

struct word {
    size_t start;
    size_t end;
};

/* How arguments are told from each other. */
enum arguments_style {
    ARGUMENTS_BLANKS, /* tool -p x, and ["tool", "-p", "x"] */
    ARGUMENTS_COMMAS, /* [tool, -p, x] */
    ARGUMENTS_LINES,  /* one in a line, as YAML and PHP print them; or NUL stood between them */
    ARGUMENTS_CARETS, /* tool^@-p^@x: NUL, as cat prints it */
};

struct arguments {
    enum arguments_style style;
    size_t limit; /* the last begins before */
};

/* Where the arguments of the command [at, end) begin, or 0 if it has none. */
size_t arguments_begin(const struct scan *scan, size_t at, size_t end,
                       struct arguments *ret_arguments);

/* The next argument after `at`; quotes hold together and are not part of it. */
int arguments_next(const struct scan *scan, const struct arguments *arguments, size_t at,
                   struct word *ret_word);

#endif
