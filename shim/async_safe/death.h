/* Dying as the process would have died without us: same signal, same siginfo, same core. */
#ifndef DEATH_H
#define DEATH_H

#include "crash.h"

/*
 * Arrange that returning from the handler kills. A fault is left to happen again; a signal
 * that was sent, or whose cause is past, is queued again with its own siginfo.
 */
void death_arrange(const struct crash *crash);

/*
 * The application thinks that it blocks this signal: really block it once the handler returns,
 * and let it wait, as it would have waited.
 */
void death_postpone(int signal, const siginfo_t *info, ucontext_t *context);

#endif
