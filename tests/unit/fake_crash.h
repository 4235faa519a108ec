/* Crashes put together by hand: a stack in one line. */
#ifndef FAKE_CRASH_H
#define FAKE_CRASH_H

#include "crash/crash.h"

/*
 * A SIGSEGV in /opt/demo (build 8f1b2c3d00) with the functions named in `stack`, innermost
 * first, divided by blanks. "name@lib" lies in /lib/lib; "?" has no name. Each name has an
 * address of its own; the same name has the same.
 */
struct crash *fake_crash(const char *stack);

/* Append `count` frames of `name`, and say that `left_out` frames before them are missing. */
void fake_crash_append(struct crash *crash, const char *name, unsigned count,
                       unsigned left_out);

#endif
