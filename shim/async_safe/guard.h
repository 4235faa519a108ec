/*
 * Faults inside the handler. A step that may fault runs under a guard; when it faults, or runs
 * over its time, the nested signal resumes behind the guard and the step has failed.
 *
 * Nothing is jumped over from within a signal handler: the nested handler edits the context
 * that the kernel restores, so the signal mask and the alternate stack come back by themselves.
 * (A longjmp would leave both as the nested signal had them.)
 */
#ifndef GUARD_H
#define GUARD_H

#include "safe.h"

/* Run step(argument). Returns false when it faulted or hung; guards may nest. */
bool guard_run(void (*step)(void *), void *argument);

/*
 * In a nested signal: make the interrupted context resume behind the innermost guard, or
 * behind a probe's single load. Returns false when there is neither.
 */
bool guard_resume(ucontext_t *context, bool timed_out);

/* Forget guards left by a process image that this one was forked from. */
void guard_reset(void);

/* Start a timer that fails the guarded step after `first_ms`, then again every `next_ms`, by a
 * signal to this thread, which is `tid`. */
void guard_timer_start(uint32_t tid, long first_ms, long next_ms);
void guard_timer_stop(void);

/* Has the timer fired? Optional work is then left out. */
bool guard_is_late(void);

#endif
