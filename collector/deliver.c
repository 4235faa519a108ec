#include "deliver.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "destination.h"
#include "format.h"
#include "gzip.h"

#define LOCK_PATIENCE_MS 2000
#define WHY_SIZE 256
/* How long a refusal of compressed bodies is remembered: servers are upgraded. */
#define COMPRESSION_MEMORY_S 86400

struct run {
    const struct deliver_settings *settings;
    const struct deliver_tools *tools;
    const struct deliver_world *world;
    struct deliver_report *report;
    struct batch batch;
    size_t batch_bytes; /* shrinks when the server says 413 */
    unsigned retries_left;
    bool plain;       /* no compression for the rest of this run */
    bool gzip_failed; /* a compressed body met a failure that may be due to that */
};

/* What follows for the run from one range of events. */
enum step { STEP_ON, STEP_STOP };

static int64_t now_s(const struct run *run)
{
    return run->world->now_s(run->world->context);
}

__attribute__((format(printf, 3, 4))) static enum step
stop(struct run *run, enum deliver_end end, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(run->report->words, sizeof run->report->words, format, arguments);
    va_end(arguments);
    run->report->end = end;
    state_set_error(run->tools->state, run->report->words);
    return STEP_STOP;
}

static enum step fail(struct run *run, const char *what, int error)
{
    run->report->error = error;
    return stop(run, DELIVER_FAILED, "cannot %s: %s", what, strerror(-error));
}

static int save(struct run *run)
{
    return state_save(run->tools->state_fd, run->tools->state);
}

static bool wants_gzip(const struct run *run)
{
    const struct state *state = run->tools->state;
    bool refused = state->compression == STATE_COMPRESSION_REFUSED &&
                   now_s(run) - state->compression_s < COMPRESSION_MEMORY_S &&
                   now_s(run) >= state->compression_s;

    return run->settings->compress && !run->plain && !refused;
}

static void learn_compression(struct run *run, enum state_compression compression)
{
    run->tools->state->compression = compression;
    run->tools->state->compression_s = now_s(run);
}

static const struct format *format_of(const struct run *run)
{
    return run->settings->destination->format;
}

static int post_body(struct run *run, const char *body, size_t length, bool gzip,
                     struct http_response *ret_response)
{
    char *packed = NULL;
    int64_t left_ms = (run->settings->deadline_s - now_s(run)) * 1000;
    struct http_request request = {
        .address = run->settings->address,
        .content_type = format_of(run)->content_type,
        .body = body,
        .length = length,
        .gzipped = gzip,
        .timeout_ms = left_ms < run->settings->request_timeout_ms && left_ms > 0
                          ? (long)left_ms
                          : run->settings->request_timeout_ms,
    };
    int error = gzip ? gzip_compress(body, length, &packed, &request.length) : 0;

    if (error == 0) {
        request.body = gzip ? packed : body;
        error = run->world->post(run->world->context, &request, ret_response);
    }
    free(packed);
    return error;
}

/* May the answer be about the compression rather than about the events? */
static bool blames_compression(const struct run *run, const struct http_response *response,
                               bool untried)
{
    int status = response->status;
    enum verdict verdict = format_of(run)->judge(response);

    return status == 415 ||
           (untried && (status == 400 || (status >= 500 && (verdict == VERDICT_REJECTED ||
                                                            verdict == VERDICT_SPLIT))));
}

/*
 * One exchange for a range of the batch. A server that cannot read compressed bodies says 415,
 * or 400, or falls over: until one has been accepted, the same body goes again as it is.
 */
static int exchange(struct run *run, size_t first, size_t count,
                    struct http_response *ret_response)
{
    struct state *state = run->tools->state;
    size_t length;
    char *body = format_of(run)->body(run->settings->destination, run->batch.parts + first,
                                      count, now_s(run), &length);
    bool gzip = wants_gzip(run);
    bool untried = state->compression != STATE_COMPRESSION_WORKS;

    if (body == NULL) {
        return -ENOMEM;
    }
    state->last_attempt_s = now_s(run);
    int error = post_body(run, body, length, gzip, ret_response);
    int status = error == 0 ? ret_response->status : 0;
    if (error == 0 && gzip && blames_compression(run, ret_response, untried)) {
        run->plain = true;
        run->gzip_failed = true;
        http_response_done(ret_response);
        error = post_body(run, body, length, false, ret_response);
        status = error == 0 ? ret_response->status : 0;
    } else if (error == 0 && gzip && untried &&
               (status >= 500 || (status == 0 && ret_response->sent))) {
        run->plain = true;
        run->gzip_failed = true;
    }
    free(body);
    if (status >= 200 && status < 300) {
        if (run->gzip_failed) {
            learn_compression(run, STATE_COMPRESSION_REFUSED);
            run->gzip_failed = false;
        } else if (gzip) {
            learn_compression(run, STATE_COMPRESSION_WORKS);
        }
    }
    state->last_status = status;
    return error;
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
    const struct format *format = format_of(run);
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
    run->tools->state->last_success_s = now_s(run);
    state_set_error(run->tools->state, "");
    note_dropped(run, count, &answer);
    return error;
}

/* Taken, and nothing more for a while: what a server asks for that limits its rate. */
static enum step heed(struct run *run, const struct http_response *response)
{
    int64_t wait_s = format_of(run)->wait_s(response, now_s(run));

    if (wait_s <= 0) {
        return STEP_ON;
    }
    backoff_ask(&run->tools->state->backoff, now_s(run), wait_s);
    if (outbox_queued(run->tools->outbox) == 0) {
        return STEP_ON;
    }
    run->report->wait_s = backoff_remaining_s(&run->tools->state->backoff, now_s(run));
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
    int64_t asked_s = format_of(run)->wait_s(response, now_s(run));
    bool answered = response->status != 0 && response->complete;
    int error = may_be_poison(response) ? narrow(run, first, count) : 0;

    if (error != 0) {
        return fail(run, "reorder the outbox", error);
    }
    backoff_fail(&run->tools->state->backoff, now_s(run), asked_s, run->retries_left > 0,
                 run->world->random(run->world->context));
    run->report->wait_s = backoff_remaining_s(&run->tools->state->backoff, now_s(run));
    if (answered) {
        return stop(run, DELIVER_KEPT, "the server says HTTP %d", response->status);
    }
    return stop(run, DELIVER_UNREACHABLE, "no answer from the server: %s", response->error);
}

static enum step send_range(struct run *run, size_t first, size_t count);

static enum step split(struct run *run, size_t first, size_t count,
                       const struct http_response *response)
{
    if (count == 1) {
        int error = reject_range(run, first, count, response);
        return error == 0 ? STEP_ON : fail(run, "set an event aside", error);
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

    switch (format_of(run)->judge(response)) {
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
        return stop(run, DELIVER_MISDIRECTED,
                    "the server redirects (HTTP %d), which is not followed: set %s to where "
                    "it is",
                    response->status, format_of(run)->key);
    case VERDICT_REFUSED:
        error = reject_range(run, first, count, response);
        stop(run, DELIVER_REFUSED, "the server refuses the %s (HTTP %d)",
             format_of(run)->credential, response->status);
        return error == 0 ? STEP_STOP : fail(run, "set events aside", error);
    }
    return error == 0 ? STEP_ON : fail(run, "move events out of the outbox", error);
}

/* Send some of the batch, in parts where the server wants that. */
static enum step send_range(struct run *run, size_t first, size_t count)
{
    struct http_response response;

    if (now_s(run) >= run->settings->deadline_s || run->world->stopping(run->world->context)) {
        run->report->end = DELIVER_TIMED_OUT;
        return STEP_STOP;
    }
    int error = exchange(run, first, count, &response);
    if (error != 0) {
        return fail(run, "make a request", error);
    }
    enum step step = judge(run, first, count, &response);
    if (run->world->progress != NULL) {
        run->world->progress(run->world->context, run->report->sent,
                             outbox_queued(run->tools->outbox));
    }
    bool parts = format_of(run)->judge(&response) == VERDICT_SPLIT && count > 1;
    http_response_done(&response);
    if (!parts) { /* parts have been settled one by one */
        error = outbox_settle(run->tools->outbox);
        error = error == 0 ? save(run) : error;
    }
    return error == 0 ? step : fail(run, "write to the state directory", error);
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
            return fail(run, "read the outbox", error);
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
        return fail(run, "read the outbox", error);
    }
    enum step step = send_listing(run, &listing);
    folder_listing_done(&listing);
    return step;
}

/* Sleep without the lock. False when the run is over. */
static bool wait_unlocked(struct run *run, int64_t wait_s)
{
    lock_release(run->tools->lock);
    run->world->sleep_s(run->world->context, wait_s);
    if (lock_take(run->tools->lock, LOCK_PATIENCE_MS) != 0) {
        run->report->end = DELIVER_SUPERSEDED;
        return false;
    }
    /* Somebody else may have been at work meanwhile. A file that cannot be read says nothing
     * new. */
    if (state_load(run->tools->state_fd, run->tools->state) == -ENOMEM) {
        fail(run, "read the state", -ENOMEM);
        return false;
    }
    return true;
}

static bool may_retry(struct run *run)
{
    enum deliver_end end = run->report->end;

    if ((end != DELIVER_KEPT && end != DELIVER_UNREACHABLE) || run->retries_left == 0) {
        return false;
    }
    run->retries_left--;
    return run->report->wait_s <= BACKOFF_RUN_MAX_S &&
           now_s(run) + run->report->wait_s < run->settings->deadline_s &&
           wait_unlocked(run, run->report->wait_s);
}

void deliver_run(const struct deliver_settings *settings, const struct deliver_tools *tools,
                 const struct deliver_world *world, struct deliver_report *ret_report)
{
    struct run run = {
        .settings = settings,
        .tools = tools,
        .world = world,
        .report = ret_report,
        .batch_bytes = settings->batch_bytes,
        .retries_left = settings->max_retries,
    };

    *ret_report = (struct deliver_report){.end = DELIVER_DONE};
    do {
        int64_t wait_s = backoff_remaining_s(&tools->state->backoff, now_s(&run));
        if (wait_s > 0) {
            ret_report->end = DELIVER_DEFERRED;
            ret_report->wait_s = wait_s;
            return;
        }
        ret_report->end = DELIVER_DONE;
        ret_report->words[0] = '\0';
        if (send_queue(&run) == STEP_ON) {
            return;
        }
    } while (may_retry(&run));
}
