/*
 * New threads get an alternate stack, carved from the upper end of their own: an overflow
 * happens at the lower. The stack asked for is made larger by as much, so that the program
 * keeps what it counted on. That costs one system call a thread; a mapping of its own with a
 * guard page would cost five times that.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <threads.h>

#include "alternate_stacks.h"
#include "async_safe/state.h"
#include "export.h"
#include "masks.h"
#include "next.h"

#define ALTERNATE_SIZE STATE_STACK_SIZE

/* What a new thread must know; handed over in a slot of a small pool, or on the heap. */
struct start {
    atomic_bool taken;
    bool from_heap;
    bool carve;        /* the stack was made larger for us */
    bool has_own_mask; /* its attributes set a mask */
    uint32_t blocked;  /* what the creating thread believes blocked */
    size_t stack_size; /* all of it, 0 when unknown */
    void *(*routine)(void *);
    int (*c11_routine)(void *);
    void *argument;
};

static struct start g_pool[64];

static struct start *start_take(void)
{
    for (size_t i = 0; i < sizeof g_pool / sizeof g_pool[0]; i++) {
        bool expected = false;

        if (atomic_compare_exchange_strong(&g_pool[i].taken, &expected, true)) {
            return &g_pool[i];
        }
    }
    struct start *start = calloc(1, sizeof *start);
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

static void begin(const struct start *start, char *carved)
{
    t_thread.blocked = start->blocked;
    if (start->has_own_mask) {
        masks_adopt(0);
    }
    if (start->stack_size != 0) {
        uintptr_t here = (uintptr_t)__builtin_frame_address(0);
        t_thread.stack_low = here - start->stack_size > here ? 0 : here - start->stack_size;
    }
    if (carved != NULL) {
        alternate_stack_give(carved, ALTERNATE_SIZE);
    }
}

/* Also reached by pthread_exit and cancellation: the frame that holds the stack is going. */
static void end(void *mapping)
{
    alternate_stack_take();
    if (mapping != NULL) {
        munmap(mapping, ALTERNATE_SIZE);
    }
}

static void *run(const struct start *start)
{
    if (start->c11_routine != NULL) {
        return (void *)(intptr_t)start->c11_routine(start->argument);
    }
    return start->routine(start->argument);
}

static void *run_with(const struct start *start, char *stack, void *mapping)
    __attribute__((noinline));
static void *run_with(const struct start *start, char *stack, void *mapping)
{
    void *result;

    begin(start, stack);
    pthread_cleanup_push(end, mapping);
    result = run(start);
    pthread_cleanup_pop(1);
    return result;
}

static void *run_carved(const struct start *start) __attribute__((noinline));
static void *run_carved(const struct start *start)
{
    char carved[ALTERNATE_SIZE] __attribute__((aligned(64)));
    void *result = run_with(start, carved, NULL);

    __asm__ volatile("" : : "r"(carved) : "memory"); /* the kernel wrote there: no tail call */
    return result;
}

/* A stack that the application provided keeps its size: ours lies elsewhere. */
static void *run_mapped(const struct start *start)
{
    void *mapping = mmap(NULL, ALTERNATE_SIZE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (mapping == MAP_FAILED) {
        mapping = NULL;
    }
    return run_with(start, mapping, mapping);
}

static void *thread_entry(void *argument)
{
    struct start start = *(struct start *)argument;

    start_give_back(argument);
    return start.carve ? run_carved(&start) : run_mapped(&start);
}

static int c11_thread_entry(void *argument)
{
    return (int)(intptr_t)thread_entry(argument);
}

/* The attributes with room for the alternate stack. False: they are best left alone. */
static bool enlarge(const pthread_attr_t *attributes, pthread_attr_t *ret_larger,
                    struct start *start)
{
    void *address = NULL;
    size_t size;
    sigset_t mask;

    if (attributes == NULL) {
        /* Without a size of its own it has the default's. */
        if (pthread_attr_init(ret_larger) != 0) {
            return false;
        }
    } else {
        /* The attributes stay the application's, with what they point to: only the size of
         * the copy changes, and the copy is never destroyed. */
        memcpy(ret_larger, attributes, sizeof *ret_larger);
        start->has_own_mask =
            pthread_attr_getsigmask_np(attributes, &mask) != PTHREAD_ATTR_NO_SIGMASK_NP;
        if (pthread_attr_getstack(attributes, &address, &size) == 0 && address != NULL &&
            (uintptr_t)address + size > size) {
            start->stack_size = size;
            return false;
        }
    }
    if (pthread_attr_getstacksize(ret_larger, &size) != 0 || size > SIZE_MAX - ALTERNATE_SIZE ||
        pthread_attr_setstacksize(ret_larger, size + ALTERNATE_SIZE) != 0) {
        return false;
    }
    start->stack_size = size + ALTERNATE_SIZE;
    return true;
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*routine)(void *), void *argument)
{
    pthread_attr_t larger;
    struct start *start;

    if (g_state.spool == NULL || (start = start_take()) == NULL) {
        return next()->pthread_create(thread, attributes, routine, argument);
    }
    start->carve = false;
    start->has_own_mask = false;
    start->stack_size = 0;
    start->blocked = t_thread.blocked;
    start->routine = routine;
    start->c11_routine = NULL;
    start->argument = argument;
    start->carve = enlarge(attributes, &larger, start);
    int error = next()->pthread_create(thread, start->carve ? &larger : attributes,
                                       thread_entry, start);
    if (error != 0) {
        /* Perhaps for the larger stack: as the application asked, then. */
        start_give_back(start);
        error = next()->pthread_create(thread, attributes, routine, argument);
    }
    return error;
}

EXPORT int thrd_create(thrd_t *thread, thrd_start_t routine, void *argument)
{
    struct start *start;

    if (g_state.spool == NULL || (start = start_take()) == NULL) {
        return next()->thrd_create(thread, routine, argument);
    }
    start->carve = false; /* no attributes to ask for more with */
    start->has_own_mask = false;
    start->stack_size = 0;
    start->blocked = t_thread.blocked;
    start->routine = NULL;
    start->c11_routine = routine;
    start->argument = argument;
    int result = next()->thrd_create(thread, c11_thread_entry, start);
    if (result != thrd_success) {
        start_give_back(start);
    }
    return result;
}
