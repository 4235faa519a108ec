/*
 * The ranges that the program unmapped last, so that a fault in one of them can be called by
 * its name. Only what passes munmap(2) is known: what libc unmaps by itself, as free(3) does
 * with large blocks, is not.
 */
#ifndef FREED_MAPPINGS_H
#define FREED_MAPPINGS_H

#include <stdbool.h>
#include <stdint.h>

#define FREED_MAPPINGS_KEPT 32u

struct freed_mapping {
    uintptr_t low, high;
};

/* [low, high) was unmapped. May run in any thread, signal handler or vfork child. */
void freed_mappings_add(uintptr_t low, uintptr_t high);

/* The last range that `address` was unmapped with. For an address that is not mapped now: no
 * range is forgotten when something else is mapped there. */
bool freed_mappings_find(uintptr_t address, struct freed_mapping *ret_freed);

#endif
