/*
 * Which process is this? A vfork child runs on its parent's memory: it may write a record of
 * its own, and must leave everything else as it found it.
 *
 * libc keeps each thread's id in the thread's data, and fork(2) updates it in the child; vfork
 * does not, because that data is the parent's. So a thread whose id the kernel knows otherwise
 * is a vfork child's (or a raw clone's, which shares its parent's data as well).
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
