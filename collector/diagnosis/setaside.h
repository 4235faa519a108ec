/* Frames that tell how a program died, not where its fault is. */
#ifndef SETASIDE_H
#define SETASIDE_H

#include <stdbool.h>

#include "crash/crash.h"

/* Is this name, at this frame, one to set aside? `name` may be NULL: only the module counts. */
bool setaside_matches(const struct crash *crash, const struct crash_frame *frame,
                      const struct crash_name *name);

/*
 * The innermost place in the program itself: sets *ret_frame, and *ret_name to NULL where it
 * has none. Where everything would be set aside, the innermost frame. False: no frames.
 */
bool setaside_culprit(const struct crash *crash, const struct crash_frame **ret_frame,
                      const struct crash_name **ret_name);

#endif
