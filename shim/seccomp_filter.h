/*
 * What would a seccomp filter do to a system call? The program runs here as it would in the
 * kernel, so that the answer is known before the filter is in force and asking is deadly.
 */
#ifndef SECCOMP_FILTER_H
#define SECCOMP_FILTER_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The 32 bits that the program returns: SECCOMP_RET_ and its data. A program that the kernel
 * would not accept (an unknown instruction, a jump out of it, a read beside the data, a
 * division by a constant zero) gives SECCOMP_RET_KILL_PROCESS: nothing will come of it.
 */
uint32_t seccomp_filter_run(const struct sock_filter *program, size_t length,
                            const struct seccomp_data *data);

/* Does such an answer end the process, or leave it waiting for somebody's decision? */
bool seccomp_filter_is_deadly(uint32_t answer);

#endif
