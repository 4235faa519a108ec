/*
 * New threads get an alternate stack, so that their stack overflow can be told. It comes from
 * a pool, which costs two system calls at the beginning and none at the end, and the thread's
 * own stack and attributes stay what the application asked for.
 *
 * (Carving it from the upper end of an enlarged thread stack was tried and cost ten times as
 * much: glibc keeps only the topmost 16 KiB of a finished thread's stack in memory, and the
 * frames of the next one would always lie below.)
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

#include "alternate_stacks.h"
#include "async_safe/process.h"
#include "async_safe/state.h"
#include "export.h"
#include "masks.h"
#include "next.h"
#include "stack_pool.h"

/* What a new thread must know; handed over in a slot of a small pool, or on the heap. */
struct start {
    void *(*routine)(void *);
    int (*c11_routine)(void *);
    void *argument;
    size_t stack_size; /* 0 when unknown */
    uint32_t blocked;  /* what the creating thread believes blocked */
    uint32_t confined; /* by seccomp, as the creating thread is */
    bool has_own_mask; /* its attributes set a mask */
    bool from_heap;
    atomic_bool taken;
};

static struct start g_starts[64];

static struct start *start_take(void)
{
    for (size_t i = 0; i < sizeof g_starts / sizeof g_starts[0]; i++) {
        bool expected = false;

        if (atomic_compare_exchange_strong(&g_starts[i].taken, &expected, true)) {
            return &g_starts[i];
        }
    }
    struct start *start = malloc(sizeof *start);
    if (start != NULL) {
        start->from_heap = true;
    }
    return start;
}

static void start_give_back(struct start *start)
{
    if (start->from_heap) {
        free(start);
    } else {
        atomic_store(&start->taken, false);
    }
}

static void begin(const struct start *start)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);

    t_thread.confined = start->confined;
    masks_begin_thread(start->blocked, start->has_own_mask);
    if (start->stack_size != 0 && start->stack_size < here) {
        t_thread.stack_low = here - start->stack_size;
    }
    alternate_stack_give(stack_pool_take(thread_id_of_libc()), STATE_STACK_SIZE);
}

/* Reached by return, pthread_exit and cancellation. The stack stays until the very end. */
static void end(void *unused)
{
    (void)unused;
    stack_pool_leave(t_thread.own_stack);
}

static void *thread_entry(void *argument)
{
    struct start start = *(struct start *)argument;
    void *result;

    start_give_back(argument);
    begin(&start);
    pthread_cleanup_push(end, NULL);
    result = start.c11_routine != NULL ? (void *)(intptr_t)start.c11_routine(start.argument)
                                       : start.routine(start.argument);
    pthread_cleanup_pop(1);
    return result;
}

static int c11_thread_entry(void *argument)
{
    return (int)(intptr_t)thread_entry(argument);
}

static void read_attributes(const pthread_attr_t *attributes, struct start *start)
{
    pthread_attr_t defaults;
    sigset_t mask;

    start->stack_size = 0;
    start->has_own_mask = false;
    if (attributes == NULL) {
        /* Attributes without a size answer with the default. */
        if (pthread_attr_init(&defaults) == 0) {
            pthread_attr_getstacksize(&defaults, &start->stack_size);
            pthread_attr_destroy(&defaults);
        }
        return;
    }
    pthread_attr_getstacksize(attributes, &start->stack_size);
    start->has_own_mask =
        pthread_attr_getsigmask_np(attributes, &mask) != PTHREAD_ATTR_NO_SIGMASK_NP;
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*routine)(void *), void *argument)
{
    struct start *start;

    if (g_state.spool == NULL || (start = start_take()) == NULL) {
        return next()->pthread_create(thread, attributes, routine, argument);
    }
    read_attributes(attributes, start);
    start->blocked = t_thread.blocked;
    start->confined = t_thread.confined;
    start->routine = routine;
    start->c11_routine = NULL;
    start->argument = argument;
    masks_show();
    int error = next()->pthread_create(thread, attributes, thread_entry, start);
    masks_hide();
    if (error != 0) {
        start_give_back(start);
    }
    return error;
}

EXPORT int thrd_create(thrd_t *thread, thrd_start_t routine, void *argument)
{
    struct start *start;

    if (g_state.spool == NULL || (start = start_take()) == NULL) {
        return next()->thrd_create(thread, routine, argument);
    }
    read_attributes(NULL, start);
    start->blocked = t_thread.blocked;
    start->confined = t_thread.confined;
    start->routine = NULL;
    start->c11_routine = routine;
    start->argument = argument;
    masks_show();
    int result = next()->thrd_create(thread, c11_thread_entry, start);
    masks_hide();
    if (result != thrd_success) {
        start_give_back(start);
    }
    return result;
}
