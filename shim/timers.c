/*
 * Timers that call a function (SIGEV_THREAD). libc runs it in a thread that it makes for
 * itself, unseen, with every signal blocked: a fault in there would kill without a word. So the
 * function is called by one of ours, which does for the thread what threads.c does for others.
 *
 * What to call is looked up in a table, by a ticket that names a row and how often the row was
 * used: a thread that starts late, when its timer is gone, finds another ticket there and does
 * nothing, which is what POSIX lets happen. (libc has more such threads: those of mq_notify(3),
 * aio(7) and getaddrinfo_a(3). They stay unseen.)
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "alternate_stacks.h"
#include "async_safe/process.h"
#include "async_safe/state.h"
#include "export.h"
#include "masks.h"
#include "next.h"
#include "stack_pool.h"

#define ROWS 256u /* timers at once; the function of one more is called by libc itself */

struct row {
    _Atomic uint64_t ticket; /* uses * ROWS + row, while the row is in use; else 0 */
    _Atomic uintptr_t function;
    _Atomic uintptr_t value;
    _Atomic uintptr_t timer;
    _Atomic uint32_t confined; /* by seccomp, as who made the timer is */
};

static struct row g_rows[ROWS];
static _Atomic uint64_t g_uses;

/* A row of one's own, or NULL; its ticket is published last. */
static struct row *take(uint64_t *ret_ticket)
{
    for (uint32_t i = 0; i < ROWS; i++) {
        uint64_t free = 0;
        uint64_t ticket = (atomic_fetch_add(&g_uses, 1) + 1) * ROWS + i;

        if (atomic_load(&g_rows[i].ticket) == 0 &&
            atomic_compare_exchange_strong(&g_rows[i].ticket, &free, ticket)) {
            *ret_ticket = ticket;
            return &g_rows[i];
        }
    }
    return NULL;
}

static void end(void *stack)
{
    stack_pool_leave(stack);
}

static void run(union sigval value)
{
    uint64_t ticket = (uintptr_t)value.sival_ptr;
    struct row *row = &g_rows[ticket % ROWS];
    union sigval theirs = {.sival_ptr = (void *)atomic_load(&row->value)};
    void (*function)(union sigval) = (void (*)(union sigval))atomic_load(&row->function);
    uint32_t confined = atomic_load(&row->confined);

    if (atomic_load(&row->ticket) != ticket) {
        return;
    }
    t_thread.confined = confined;
    masks_begin_thread(0, true);
    alternate_stack_give(stack_pool_take(thread_id_of_libc()), STATE_STACK_SIZE);
    pthread_cleanup_push(end, t_thread.own_stack);
    function(theirs);
    pthread_cleanup_pop(1);
}

EXPORT int timer_create(clockid_t clock, struct sigevent *restrict event,
                        timer_t *restrict timer)
{
    struct sigevent ours;
    struct row *row;
    uint64_t ticket;

    if (g_state.spool == NULL || event == NULL || event->sigev_notify != SIGEV_THREAD ||
        event->sigev_notify_function == NULL || process_is_vfork_child() ||
        (row = take(&ticket)) == NULL) {
        return next()->timer_create(clock, event, timer);
    }
    atomic_store(&row->timer, 0);
    atomic_store(&row->function, (uintptr_t)event->sigev_notify_function);
    atomic_store(&row->value, (uintptr_t)event->sigev_value.sival_ptr);
    atomic_store(&row->confined, t_thread.confined);
    ours = *event;
    ours.sigev_notify_function = run;
    ours.sigev_value.sival_ptr = (void *)(uintptr_t)ticket;
    int result = next()->timer_create(clock, &ours, timer);
    if (result == 0) {
        atomic_store(&row->timer, (uintptr_t)*timer);
    } else {
        atomic_store(&row->ticket, 0);
    }
    return result;
}

EXPORT int timer_delete(timer_t timer)
{
    struct row *row = NULL;
    uint64_t ticket = 0;

    /* Before libc may give its number to another timer. */
    for (uint32_t i = 0; timer != NULL && row == NULL && i < ROWS; i++) {
        ticket = atomic_load(&g_rows[i].ticket);
        if (ticket != 0 && atomic_load(&g_rows[i].timer) == (uintptr_t)timer) {
            row = &g_rows[i];
        }
    }
    int result = next()->timer_delete(timer);
    if (result == 0 && row != NULL && !process_is_vfork_child()) {
        atomic_compare_exchange_strong(&row->ticket, &ticket, 0);
    }
    return result;
}
