/*
 * Leaving the dying thread's stack: it may be nearly full, 2 KiB small, or not a stack at all.
 */
#ifndef OWN_STACK_H
#define OWN_STACK_H

/* Call function(argument) on the stack that ends at `top` (aligned to 16), then come back. */
void own_stack_call(void *top, void (*function)(void *), void *argument);

#endif
