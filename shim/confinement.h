/*
 * Seccomp, as far as it concerns a handler that makes system calls: what would kill it is found
 * out before it is in force.
 */
#ifndef CONFINEMENT_H
#define CONFINEMENT_H

#include <stdbool.h>
#include <stdint.h>

struct sock_fprog;

/*
 * A filter is about to be installed for this thread, or with `all_threads` for every one.
 * Returns what confinement_failed() wants to know when it was not.
 */
uint32_t confinement_filter(const struct sock_fprog *program, bool all_threads);
void confinement_failed(uint32_t before);

#endif
