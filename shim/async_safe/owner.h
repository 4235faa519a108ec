/*
 * Ownership: one thread writes, the first to die. The others wait for it, bounded, and then
 * die their own death.
 */
#ifndef OWNER_H
#define OWNER_H

#include <stdbool.h>
#include <stdint.h>

enum owner_claim {
    OWNER_MINE,   /* write the record */
    OWNER_NESTED, /* this thread is the owner already: a fault inside the handler */
    OWNER_LOST,   /* another thread wrote, or took too long: just die */
};

enum owner_claim owner_claim(uint32_t pid, uint32_t tid);

/* Is this thread the owner? Without claiming. */
bool owner_is(uint32_t pid, uint32_t tid);

/* A vfork child leaves its parent's memory as it found it. */
void owner_release(void);

#endif
