/* Is the process that claimed a slot still the one that wears its pid? */
#ifndef CLAIM_H
#define CLAIM_H

#include <stdbool.h>
#include <stdint.h>

/*
 * `claimed_ns` is CLOCK_BOOTTIME at the claim. The owner is gone when there is no such process,
 * when the process started after the claim, when the claim is of another boot (it lies in the
 * future), or when it is older than any handler lives. Only its start time is asked of /proc.
 */
bool claim_is_abandoned(uint32_t pid, uint64_t claimed_ns);

#endif
