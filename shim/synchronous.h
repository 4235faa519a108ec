/*
 * The synchronous signals of a signal set, as bits (bit = signal; see STATE_SYNCHRONOUS), which
 * is how this library keeps them. All of them are below 32, and so in a set's first word.
 */
#ifndef SYNCHRONOUS_H
#define SYNCHRONOUS_H

#include <signal.h>
#include <stdint.h>

#include "async_safe/state.h"

static inline uint32_t synchronous_in(const sigset_t *set)
{
    uint32_t found = 0;

    for (int signal = 1; signal < 32; signal++) {
        if ((STATE_SYNCHRONOUS & 1u << signal) != 0 && sigismember(set, signal) == 1) {
            found |= 1u << signal;
        }
    }
    return found;
}

/* Signal n is bit n - 1 of the kernel's mask, with which glibc's sigset_t begins. */
static inline void synchronous_remove(sigset_t *set, uint32_t signals)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] &= ~((unsigned long)signals >> 1);
}

static inline void synchronous_add(sigset_t *set, uint32_t signals)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] |= (unsigned long)signals >> 1;
}

#endif
