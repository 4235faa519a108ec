/*
 * Alternate signal stacks, so that a stack overflow can be told. One that the application sets
 * is never replaced; while it has none, ours is there and unseen.
 */
#ifndef ALTERNATE_STACKS_H
#define ALTERNATE_STACKS_H

#include <stddef.h>

/* Give the calling thread, which has none yet, [stack, stack+size). NULL: nothing happens. */
void alternate_stack_give(char *stack, size_t size);

#endif
