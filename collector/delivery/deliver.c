/* Rounds and turns: which destination is asked when, and for how long. */
#include "deliver.h"

#include <errno.h>
#include <stdlib.h>

#include "run.h"

#define LOCK_PATIENCE_MS 2000

/* Is there to be another turn, and when? Sets *ret_wait_s. */
static bool may_go_on(struct run *run, int64_t *ret_wait_s)
{
    enum deliver_end end = run->report->end;
    int64_t left_s = run->settings->deadline_s - run_now_s(run);

    if (run->world->stopping(run->world->context)) {
        return false;
    }
    if (end == DELIVER_TIMED_OUT) { /* of its share only */
        *ret_wait_s = 0;
        return left_s > 0;
    }
    if ((end != DELIVER_KEPT && end != DELIVER_UNREACHABLE) || run->retries_left == 0) {
        return false;
    }
    run->retries_left--;
    *ret_wait_s = run->report->wait_s;
    return run->report->wait_s <= BACKOFF_RUN_MAX_S && run->report->wait_s < left_s;
}

/* Those that failed wait for those that did not. */
static int compare_runs(const void *left_pointer, const void *right_pointer)
{
    const struct run *left = left_pointer;
    const struct run *right = right_pointer;
    uint32_t left_failures = left->tools->state->backoff.failures;
    uint32_t right_failures = right->tools->state->backoff.failures;

    if (left_failures != right_failures) {
        return left_failures < right_failures ? -1 : 1;
    }
    return left->place < right->place ? -1 : left->place > right->place;
}

/* Is it still owed a wait? Those that are not at their end and owe none take their turn. */
static bool is_due(struct run *run)
{
    return !run->over && run->due_s <= run_now_s(run);
}

static void take_round(struct run *runs, size_t count)
{
    size_t turns = 0;

    qsort(runs, count, sizeof *runs, compare_runs);
    for (size_t i = 0; i < count; i++) {
        turns += is_due(&runs[i]);
    }
    for (size_t i = 0; i < count && turns > 0; i++) {
        struct run *run = &runs[i];
        int64_t wait_s = 0;
        if (!is_due(run)) {
            continue;
        }
        int64_t left_s = run->settings->deadline_s - run_now_s(run);
        int64_t share_s = left_s / (int64_t)turns;
        turns--;
        turn_take(run, run_now_s(run) + (share_s > 0 || left_s <= 0 ? share_s : 1));
        run->over = !may_go_on(run, &wait_s);
        run->due_s = run_now_s(run) + wait_s;
    }
}

/* When the next turn is due; -1 when there is none. */
static int64_t next_due_s(const struct run *runs, size_t count)
{
    int64_t due_s = -1;

    for (size_t i = 0; i < count; i++) {
        if (!runs[i].over && (due_s < 0 || runs[i].due_s < due_s)) {
            due_s = runs[i].due_s;
        }
    }
    return due_s;
}

static void end_all(struct run *runs, size_t count, enum deliver_end end)
{
    for (size_t i = 0; i < count; i++) {
        if (!runs[i].over) {
            runs[i].report->end = end;
            runs[i].over = true;
        }
    }
}

/* Sleep without the lock. False when the run is over. */
static bool wait_unlocked(struct run *runs, size_t count, int64_t wait_s)
{
    const struct run *any = &runs[0];

    lock_release(any->tools->lock);
    any->world->sleep_s(any->world->context, wait_s);
    if (lock_take(any->tools->lock, LOCK_PATIENCE_MS) != 0) {
        end_all(runs, count, DELIVER_SUPERSEDED);
        return false;
    }
    /* Somebody else may have been at work meanwhile. A file that cannot be read says nothing
     * new. */
    for (size_t i = 0; i < count; i++) {
        if (state_load(runs[i].tools->state_fd, runs[i].tools->state) == -ENOMEM) {
            run_fail(&runs[i], "read the state", -ENOMEM);
            runs[i].over = true;
        }
    }
    return true;
}

void deliver_all(const struct deliver_job *jobs, size_t count)
{
    struct run *runs = calloc(count, sizeof *runs);
    int64_t due_s;

    for (size_t i = 0; i < count; i++) {
        *jobs[i].report = (struct deliver_report){.end = DELIVER_DONE};
        if (runs == NULL) {
            jobs[i].report->end = DELIVER_FAILED;
            jobs[i].report->error = -ENOMEM;
            continue;
        }
        runs[i] = (struct run){
            .settings = jobs[i].settings,
            .tools = jobs[i].tools,
            .world = jobs[i].world,
            .report = jobs[i].report,
            .place = i,
            .batch_bytes = jobs[i].settings->batch_bytes,
            .retries_left = jobs[i].settings->max_retries,
        };
    }
    while (runs != NULL && (due_s = next_due_s(runs, count)) >= 0) {
        int64_t wait_s = due_s - run_now_s(&runs[0]);
        if (wait_s > 0 && !wait_unlocked(runs, count, wait_s)) {
            break;
        }
        take_round(runs, count);
    }
    free(runs);
}
