/*
 * Reading memory that may not be there. Each read is one load; when it faults, the nested
 * signal resumes at the failing return instead. No system call, no descriptor, no cache that
 * could go stale, and a successful read costs what a load costs.
 */
#ifndef PROBE_H
#define PROBE_H

#include "safe.h"

/* The machine word at `address`, aligned or not. The first page is never readable. */
bool probe_word(uintptr_t address, uintptr_t *ret_word);

/* One byte. */
bool probe_byte(uintptr_t address, uint8_t *ret_byte);

/* `size` bytes into `to`. Returns how many could be read from the start. */
size_t probe_bytes(uintptr_t address, void *to, size_t size);

/* A string into `to` (size > 0), cut and NUL-terminated. Returns its length; 0 when unreadable.
 */
size_t probe_string(uintptr_t address, char *to, size_t size);

/* In a nested fault: resume at the failing return of a probe, if that is where it happened. */
bool probe_resume(ucontext_t *context);

#endif
