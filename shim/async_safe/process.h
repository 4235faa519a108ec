/*
 * Which process is this? A vfork child runs on its parent's memory: it may write a record of
 * its own, and must leave everything else as it found it.
 *
 * The page behind state.pid_page holds the pid of the process that owns the memory. fork wipes
 * it (MADV_WIPEONFORK, Linux 4.14), so that a fork child finds 0 and enters itself; a vfork
 * child finds its parent's pid.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* This process's id, asked of the kernel. */
uint32_t process_id(void);

/* This thread's id. */
uint32_t thread_id(void);

/* Is this a child that shares its parent's memory? */
bool process_is_vfork_child(void);

#endif
