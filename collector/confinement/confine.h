/*
 * What both kinds of confined child give up: changing files, and more of a resource than their
 * work needs. jail.h and seclude.h say who gives up what else.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <sys/resource.h>

/* From now on this process and its children change no file; reading stays as it was. By
 * Landlock, where the kernel has it. */
void confine_to_reading(void);

/* Lower a limit, soft and hard, to `most` or to what it is already. Returns 0 or -errno. */
int confine_limit(__rlimit_resource_t resource, rlim_t most)
    __attribute__((warn_unused_result));

#endif
