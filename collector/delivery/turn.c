/* One turn of a delivery: batches, what the server says of them, and what follows from that. */
#include <stdio.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "formats/destination.h"
#include "formats/results.h"
#include "run.h"

#define WHY_SIZE 256

static int save(struct run *run)
{
    return state_save(run->tools->state_fd, run->tools->state);
}

/* As far as they can be printed. */
static void print_words(char *place, size_t size, const char *words, size_t length)
{
    size_t used = 0;

    for (; used < size - 1 && used < length; used++) {
        unsigned char c = (unsigned char)words[used];
        place[used] = c >= 0x20 && c < 0x7f ? (char)c : ' ';
    }
    place[used] = '\0';
}

/* "HTTP 422" and what the server says of it. */
static void describe(const struct http_response *response, char ret_why[WHY_SIZE])
{
    size_t used = (size_t)snprintf(ret_why, WHY_SIZE, "HTTP %d", response->status);

    if (response->length > 0) {
        used += (size_t)snprintf(ret_why + used, WHY_SIZE - used, ": ");
        print_words(ret_why + used, WHY_SIZE - used, response->body, response->length);
    }
}

static int reject(struct run *run, const char *name, const char *why)
{
    int error = outbox_reject(run->tools->outbox, name, why);

    if (error == 0) {
        run->report->rejected++;
        run->tools->state->counters[STATE_REJECTED]++;
    }
    return error;
}

static int reject_range(struct run *run, size_t first, size_t count,
                        const struct http_response *response)
{
    char why[WHY_SIZE];
    int error = 0;

    describe(response, why);
    for (size_t i = first; error == 0 && i < first + count; i++) {
        error = reject(run, run->batch.names[i], why);
    }
    return error;
}

static int acknowledge_one(struct run *run, const char *name, struct result *result)
{
    char why[WHY_SIZE];

    if (result->kind == RESULT_REJECTED) {
        struct http_response words = {
            .status = run->tools->state->last_status,
            .body = result->reason,
            .length = strnlen(result->reason, sizeof result->reason),
        };
        describe(&words, why);
        return reject(run, name, why);
    }
    int error = outbox_sent(run->tools->outbox, name);
    if (error == 0) {
        run->report->sent++;
        run->tools->state->counters[STATE_SENT]++;
        run->tools->state->counters[STATE_DUPLICATE] += result->kind == RESULT_DUPLICATE;
    }
    return error;
}

/* The receiver dropped some and does not say which. More than there were is a lie. */
static void note_dropped(struct run *run, size_t count, const struct format_answer *answer)
{
    uint64_t dropped = answer->dropped < count ? answer->dropped : count;

    if (dropped == 0 && answer->words[0] == '\0') {
        return;
    }
    run->report->dropped += dropped;
    run->tools->state->counters[STATE_DROPPED_RECEIVER] += dropped;
    print_words(run->report->dropped_words, sizeof run->report->dropped_words, answer->words,
                strnlen(answer->words, sizeof answer->words));
}

static void widen(struct run *run)
{
    struct state *state = run->tools->state;

    state->batch_cap = state->batch_cap >= run->settings->batch_size ? 0 : state->batch_cap * 2;
}

static int acknowledge(struct run *run, size_t first, size_t count,
                       const struct http_response *response)
{
    const struct format *format = run_format(run);
    struct format_answer answer = {0};
    struct result *results = calloc(count, sizeof *results);
    int error = results == NULL ? -ENOMEM : 0;

    if (error == 0 && format->answer != NULL) {
        format->answer(response, run->batch.parts + first, count, results, &answer);
    }
    for (size_t i = 0; error == 0 && i < count; i++) {
        error = acknowledge_one(run, run->batch.names[first + i], &results[i]);
    }
    free(results);
    backoff_succeed(&run->tools->state->backoff);
    widen(run);
    run->tools->state->last_success_s = run_now_s(run);
    state_set_error(run->tools->state, "");
    note_dropped(run, count, &answer);
    return error;
}

/* Taken, and nothing more for a while: what a server asks for that limits its rate. */
static enum step heed(struct run *run, const struct http_response *response)
{
    int64_t wait_s = run_format(run)->wait_s(response, run_now_s(run));

    if (wait_s <= 0) {
        return STEP_ON;
    }
    backoff_ask(&run->tools->state->backoff, run_now_s(run), wait_s);
    if (outbox_queued(run->tools->outbox) == 0) {
        return STEP_ON;
    }
    run->report->wait_s = backoff_remaining_s(&run->tools->state->backoff, run_now_s(run));
    run->report->end = DELIVER_DEFERRED;
    return STEP_STOP;
}

/* Did the server fall over what we sent, rather than being away or busy? */
static bool may_be_poison(const struct http_response *response)
{
    return response->status == 500 || (response->sent && !response->complete);
}

/*
 * An event that a server falls over must not hold up the others for ever: after such a failure
 * the next batch is half as large, and a single event goes to the end of the queue.
 */
static int narrow(struct run *run, size_t first, size_t count)
{
    if (count > 1) {
        run->tools->state->batch_cap = (uint32_t)(count / 2);
        return 0;
    }
    run->tools->state->batch_cap = 1;
    return outbox_defer(run->tools->outbox, run->batch.names[first]);
}

static enum step keep(struct run *run, size_t first, size_t count,
                      const struct http_response *response)
{
    int64_t asked_s = run_format(run)->wait_s(response, run_now_s(run));
    bool answered = response->status != 0 && response->complete;
    int error = may_be_poison(response) ? narrow(run, first, count) : 0;

    if (error != 0) {
        return run_fail(run, "reorder the outbox", error);
    }
    backoff_fail(&run->tools->state->backoff, run_now_s(run), asked_s, run->retries_left > 0,
                 run->world->random(run->world->context));
    run->report->wait_s = backoff_remaining_s(&run->tools->state->backoff, run_now_s(run));
    if (answered) {
        return run_stop(run, DELIVER_KEPT, "the server says HTTP %d", response->status);
    }
    return run_stop(run, DELIVER_UNREACHABLE, "no answer from the server: %s", response->error);
}

static enum step send_range(struct run *run, size_t first, size_t count);

static enum step split(struct run *run, size_t first, size_t count,
                       const struct http_response *response)
{
    if (count == 1) {
        int error = reject_range(run, first, count, response);
        return error == 0 ? STEP_ON : run_fail(run, "set an event aside", error);
    }
    if (response->status == 413 && run->batch_bytes > 1) {
        run->batch_bytes /= 2; /* of the batches to come */
    }
    enum step step = send_range(run, first, count / 2);
    return step == STEP_ON ? send_range(run, first + count / 2, count - count / 2) : step;
}

static enum step judge(struct run *run, size_t first, size_t count,
                       const struct http_response *response)
{
    int error = 0;

    switch (run_format(run)->judge(response)) {
    case VERDICT_ACKNOWLEDGED:
        error = acknowledge(run, first, count, response);
        if (error == 0) {
            return heed(run, response);
        }
        break;
    case VERDICT_REJECTED:
        error = reject_range(run, first, count, response);
        break;
    case VERDICT_SPLIT:
        return split(run, first, count, response);
    case VERDICT_KEPT:
        return keep(run, first, count, response);
    case VERDICT_MISDIRECTED:
        return run_stop(
            run, DELIVER_MISDIRECTED,
            "the server redirects (HTTP %d), which is not followed: set %s to where "
            "it is",
            response->status, run_format(run)->key);
    case VERDICT_REFUSED:
        error = reject_range(run, first, count, response);
        run_stop(run, DELIVER_REFUSED, "the server refuses the %s (HTTP %d)",
                 run_format(run)->credential, response->status);
        return error == 0 ? STEP_STOP : run_fail(run, "set events aside", error);
    }
    return error == 0 ? STEP_ON : run_fail(run, "move events out of the outbox", error);
}

/* Send some of the batch, in parts where the server wants that. */
static enum step send_range(struct run *run, size_t first, size_t count)
{
    struct http_response response;

    if (run_now_s(run) >= run->deadline_s || run->world->stopping(run->world->context)) {
        run->report->end = DELIVER_TIMED_OUT;
        return STEP_STOP;
    }
    int error = exchange(run, first, count, &response);
    if (error != 0) {
        return run_fail(run, "make a request", error);
    }
    enum step step = judge(run, first, count, &response);
    if (run->world->progress != NULL) {
        run->world->progress(run->world->context, run->report->sent,
                             outbox_queued(run->tools->outbox));
    }
    bool parts = run_format(run)->judge(&response) == VERDICT_SPLIT && count > 1;
    http_response_done(&response);
    if (!parts) { /* parts have been settled one by one */
        error = outbox_settle(run->tools->outbox);
        error = error == 0 ? save(run) : error;
    }
    return error == 0 ? step : run_fail(run, "write to the state directory", error);
}

static enum step send_listing(struct run *run, const struct folder_listing *listing)
{
    enum step step = STEP_ON;

    for (size_t position = 0; step == STEP_ON && position < listing->count;) {
        size_t cap = run->tools->state->batch_cap;
        size_t most = run->settings->batch_size;
        struct batch_limits limits = {cap > 0 && cap < most ? cap : most, run->batch_bytes};
        size_t unreadable = 0;
        int error =
            batch_fill(run->tools->outbox, listing, &position, run->settings->destination,
                       &limits, false, &run->batch, &unreadable);
        run->report->unreadable += unreadable;
        run->tools->state->counters[STATE_UNREADABLE] += unreadable;
        if (error != 0) {
            return run_fail(run, "read the outbox", error);
        }
        if (run->batch.count > 0) {
            step = send_range(run, 0, run->batch.count);
        }
        batch_done(&run->batch);
    }
    return step;
}

/* Once through the queue. */
static enum step send_queue(struct run *run)
{
    struct folder_listing listing;
    int error = outbox_list(run->tools->outbox, OUTBOX_QUEUE, &listing);

    if (error != 0) {
        return run_fail(run, "read the outbox", error);
    }
    enum step step = send_listing(run, &listing);
    folder_listing_done(&listing);
    return step;
}

void turn_take(struct run *run, int64_t deadline_s)
{
    int64_t wait_s = backoff_remaining_s(&run->tools->state->backoff, run_now_s(run));

    if (wait_s > 0) {
        run->report->end = DELIVER_DEFERRED;
        run->report->wait_s = wait_s;
        return;
    }
    run->deadline_s = deadline_s;
    run->report->end = DELIVER_DONE;
    run->report->words[0] = '\0';
    send_queue(run);
}
