/*
 * Naming the frames of a crash. The work, libdw over files that an attacker may have written,
 * is done by a child with limits (jail.h); what it answers is as hostile as the files. A child
 * that dies or hangs costs the names of one crash, and the next crash gets a new child.
 */
#ifndef SYMBOLIZER_H
#define SYMBOLIZER_H

#include "crash/crash.h"

struct symbolizer;

struct symbolizer_options {
    const char *debuginfod_urls; /* NULL: never asked, whatever the environment says */
    int timeout_ms;              /* for one crash; 0: 10 seconds, with debuginfod 60 */
};

/*
 * Make one; the child starts with the first crash and keeps the modules it has opened, so
 * that many crashes of one program cost little more than one. NULL options are the defaults.
 * Returns 0 and sets *ret_symbolizer; -ENOMEM. Free with symbolizer_free(), which ends the
 * child.
 */
int symbolizer_new(const struct symbolizer_options *options, struct symbolizer **ret_symbolizer)
    __attribute__((warn_unused_result));
void symbolizer_free(struct symbolizer *symbolizer);

/*
 * Add names to the frames of `crash`, a state to its modules, and the readable form of an
 * exception's type. Never fails: what cannot be named stays module and offset, and when the
 * child was lost "symbols" is among the crash's missing words.
 */
void symbolizer_name(struct symbolizer *symbolizer, struct crash *crash);

#endif
