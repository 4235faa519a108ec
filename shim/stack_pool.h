/*
 * Alternate stacks for threads, handed out and taken back without a lock. They are only
 * address space until a signal uses them, and are never returned to the kernel: a program that
 * once had a thousand threads may have them again.
 */
#ifndef STACK_POOL_H
#define STACK_POOL_H

/* A stack of STATE_STACK_SIZE bytes, or NULL when the kernel gives no more. */
char *stack_pool_take(void);

/* Give one back; NULL is fine. */
void stack_pool_give_back(char *stack);

#endif
