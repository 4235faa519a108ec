/* Names of system calls. Each architecture numbers them its own way; only ours is known here.
 */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdint.h>

/* "openat", or NULL for a number without a name, or of another architecture than `arch`. */
const char *system_call_name(const char *arch, int64_t number);

#endif
