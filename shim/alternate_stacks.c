#include "alternate_stacks.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/auxv.h>

#include "async_safe/freed_mappings.h"
#include "async_safe/process.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "dispositions.h"
#include "export.h"

/*
 * On less than this the kernel finds no room for a signal frame, and kills: a frame with
 * AVX-512 state takes 3.4 KiB, ARM's 4.6 KiB and with its long vectors as much as
 * AT_MINSIGSTKSZ says. The least that the kernel takes, MINSIGSTKSZ, was chosen before those
 * registers were.
 */
static size_t usable_size(void)
{
#if defined(__aarch64__)
    const size_t least = 5120 + 1024; /* the second for the handler's own */
    size_t frame = getauxval(AT_MINSIGSTKSZ);

    return frame + 1024 > least ? frame + 1024 : least;
#else
    return 4096;
#endif
}

static long kernel_sigaltstack(const stack_t *stack, stack_t *ret_old)
{
    return raw(SYS_sigaltstack, stack, ret_old);
}

static long put_ours(void)
{
    stack_t ours = {.ss_sp = t_thread.own_stack, .ss_size = t_thread.own_stack_size};

    return kernel_sigaltstack(&ours, NULL);
}

void alternate_stack_give(char *stack, size_t size)
{
    if (stack == NULL ||
        (process_is_confined() && (g_state.confined_may & STATE_MAY_SET_STACK) == 0)) {
        return;
    }
    t_thread.own_stack = stack;
    t_thread.own_stack_size = size;
    if (put_ours() != 0) {
        t_thread.own_stack = NULL;
    }
}

/* What the application would be told without us. */
static stack_t as_believed(const stack_t *found)
{
    if (t_thread.own_stack == NULL || found->ss_sp != t_thread.own_stack) {
        return *found;
    }
    if (t_thread.their_stack != NULL) {
        return (stack_t){.ss_sp = t_thread.their_stack, .ss_size = t_thread.their_stack_size};
    }
    return (stack_t){.ss_flags = SS_DISABLE};
}

static long set(const stack_t *wanted)
{
    bool disable = (wanted->ss_flags & SS_DISABLE) != 0;

    if (t_thread.own_stack == NULL || process_is_vfork_child()) {
        return kernel_sigaltstack(wanted, NULL);
    }
    long result = disable ? put_ours() : kernel_sigaltstack(wanted, NULL);
    if (result == 0 && !disable && wanted->ss_size < usable_size()) {
        result = put_ours();
    }
    if (result == 0) {
        t_thread.their_stack = disable ? NULL : wanted->ss_sp;
        t_thread.their_stack_size = disable ? 0 : wanted->ss_size;
    }
    return result;
}

EXPORT int sigaltstack(const stack_t *stack, stack_t *old)
{
    stack_t found;
    long result = kernel_sigaltstack(NULL, &found);

    if (result == 0) {
        found = as_believed(&found);
        if (stack != NULL) {
            if ((stack->ss_flags & SS_DISABLE) == 0) {
                dispositions_allow_onstack();
            }
            result = set(stack);
        }
    }
    if (result < 0) {
        errno = (int)-result;
        return -1;
    }
    if (old != NULL) {
        *old = found;
    }
    return 0;
}

#define PAGE_LEAST                                                                             \
    4096u /* where pages are larger, the end of a last one is not known as freed */

/* A program that unmaps its alternate stack and keeps it set would be killed by the kernel's
 * attempt to write there, before any handler. */
EXPORT int munmap(void *address, size_t size)
{
    uintptr_t begin = (uintptr_t)address;
    uintptr_t stack = (uintptr_t)t_thread.their_stack;
    long result = raw(SYS_munmap, address, size);

    if (result < 0) {
        errno = (int)-result;
        return -1;
    }
    freed_mappings_add(begin, (begin + size + PAGE_LEAST - 1) & ~(uintptr_t)(PAGE_LEAST - 1));
    if (stack != 0 && stack < begin + size && begin < stack + t_thread.their_stack_size &&
        t_thread.own_stack != NULL && !process_is_vfork_child()) {
        put_ours(); /* what a query answers stays */
    }
    return 0;
}
