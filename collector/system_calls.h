/* Names of system calls, as this machine numbers them. */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdint.h>

/* "openat", or NULL for a number without a name. */
const char *system_call_name(int64_t number);

#endif
