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

/* This process's id and this thread's, asked of the kernel as long as that is allowed. */
uint32_t process_id(void);
uint32_t thread_id(void);

/* This thread's id as libc knows it, without a system call: a vfork child's is its parent's. */
uint32_t thread_id_of_libc(void);

/* Would the system calls of the handler kill this thread? (seccomp; see confinement.c) */
bool process_is_confined(void);

/* Is this a child that shares its parent's memory? */
bool process_is_vfork_child(void);

#endif
