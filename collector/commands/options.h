/*
 * Command lines as tables: one row an option, with the one place that it fills.
 *
 *     const struct option_row rows[] = {
 *         {"json", .flag = &options.as_json},
 *         {"since", .since_ns = &options.since_ns},
 *         {.name = NULL},
 *     };
 *     int status = options_parse(argc, argv, rows, NULL);
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define OPTIONS_ROWS_MAX 16

struct option_row {
    const char *name; /* without its dashes; NULL ends the table */
    bool *flag;
    const char **text;
    uint64_t *since_ns; /* 30m, 2h, 3d, 1w, or a date in local time; since 1970 */
    long *days;         /* "30" or "30d" */
};

/*
 * Fill what argv asks for and leave the rest. `ret_operand` takes the one argument that is no
 * option; NULL: there may be none. Returns 0, or EX_USAGE after saying why on stderr, in the
 * name of the command, which is argv[0].
 */
int options_parse(int argc, char **argv, const struct option_row *rows,
                  const char **ret_operand) __attribute__((warn_unused_result));

#endif
