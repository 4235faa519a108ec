/*
 * The signal frame of a handler that has returned. raise(3) in a handler is delivered when the
 * handler returns: at the fault, but as a signal that the program sent itself. What the kernel
 * said of the fault still lies below the stack pointer, because nothing ran there since. Of a
 * handler on an alternate stack nothing is left: our own frame has taken its place.
 */
#ifndef SPENT_FRAME_H
#define SPENT_FRAME_H

#include "crash.h"

/* The siginfo of the fault that `crash`, sent by the process itself, interrupted again; false
 * when it is not what happened. */
bool spent_frame_find(const struct crash *crash, siginfo_t *ret_original);

#endif
