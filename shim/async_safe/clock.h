/* The time, also where it may not be asked for. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_REALTIME and CLOCK_BOOTTIME. Where seccomp forbids to ask, the times are those when it
 * was entered. */
struct timespec clock_read(clockid_t clock);

uint64_t clock_read_ns(clockid_t clock);
uint64_t clock_ns(const struct timespec *time);

#endif
