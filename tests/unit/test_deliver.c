/* Delivery against a scripted world: no clock, no network, a real outbox. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "delivery/deliver.h"
#include "formats/destination.h"
#include "formats/format.h"

#define START_S INT64_C(1800000000)
#define POSTS_MAX 300

struct answer {
    int status;
    const char *body;
    const char *retry_after;
    bool broken; /* the exchange did not come to its end */
};

struct fixture {
    struct fixture *first; /* whose clock and lock it shares; NULL: it has its own */
    char path[64];
    int fd;
    struct outbox *outbox;
    struct lock lock;
    struct state state;
    struct deliver_settings settings;
    struct deliver_report report;

    /* the world */
    int64_t now_s;
    int64_t slept_s;
    int64_t takes_s; /* each request, if it is given so long */
    bool slept_locked;
    bool stopping;
    const struct answer *answers; /* the last one repeats */
    size_t answer_count;
    const char *poison; /* a body with this gets the second answer, others the first */
    size_t posts;
    size_t events_in[POSTS_MAX];
    enum coding codings[POSTS_MAX];
};

static struct fixture *clock_of(void *context)
{
    struct fixture *fixture = context;

    return fixture->first != NULL ? fixture->first : fixture;
}

static int64_t now_s(void *context)
{
    return clock_of(context)->now_s;
}

static bool is_locked(struct fixture *context)
{
    const struct fixture *fixture = clock_of(context);
    int fd = openat(fixture->fd, "lock", O_RDWR);
    bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0;

    close(fd);
    return locked;
}

static void sleep_s(void *context, int64_t seconds)
{
    struct fixture *fixture = clock_of(context);

    fixture->slept_locked = fixture->slept_locked || is_locked(fixture);
    fixture->slept_s += seconds;
    fixture->now_s += seconds;
}

static bool stopping(void *context)
{
    return ((struct fixture *)context)->stopping;
}

/* The most that may be drawn from the ceilings 1, 2, 4 ...: 2^n - 1 is all ones. */
static uint64_t random_bits(void *context)
{
    (void)context;
    return 1;
}

static size_t count_events(const char *body)
{
    size_t count = 0;

    for (const char *c = body; (c = strstr(c, "\"event_id\"")) != NULL; c++) {
        count++;
    }
    return count;
}

static int post(void *context, const struct http_request *request,
                struct http_response *ret_response)
{
    struct fixture *fixture = context;
    size_t n =
        fixture->posts < fixture->answer_count ? fixture->posts : fixture->answer_count - 1;

    assert_true(fixture->posts < POSTS_MAX);
    assert_true(is_locked(fixture));
    if (fixture->poison != NULL) {
        n = strstr(request->body, fixture->poison) != NULL ? 1 : 0;
    }
    int64_t given_s = request->timeout_ms / 1000;
    clock_of(context)->now_s += fixture->takes_s < given_s ? fixture->takes_s : given_s;
    const struct answer *answer = &fixture->answers[n];
    fixture->codings[fixture->posts] = request->coding;
    fixture->events_in[fixture->posts++] =
        request->coding != CODING_NONE ? 0 : count_events(request->body);
    const char *body = answer->body != NULL ? answer->body : "";
    *ret_response = (struct http_response){
        .status = answer->status,
        .sent = true,
        .complete = answer->status != 0 && !answer->broken,
        .body = strdup(body),
        .length = strlen(body),
    };
    snprintf(ret_response->retry_after, sizeof ret_response->retry_after, "%s",
             answer->retry_after != NULL ? answer->retry_after : "");
    return 0;
}

static int make(struct fixture *fixture)
{
    static const struct destination destination = {.name = (char *)"",
                                                   .format = &format_native};
    static const struct http_address address = {.url = (char *)"https://example.org/"};
    static const struct outbox_limits limits = {
        .max_queue = 1000, .history_events = 1000, .history_days = 30};

    *fixture = (struct fixture){.now_s = START_S};
    snprintf(fixture->path, sizeof fixture->path, "/tmp/epitaph-deliver-XXXXXX");
    if (mkdtemp(fixture->path) == NULL) {
        return -1;
    }
    fixture->fd = open(fixture->path, O_RDONLY | O_DIRECTORY);
    fixture->settings = (struct deliver_settings){
        .destination = &destination,
        .address = &address,
        .batch_size = 100,
        .batch_bytes = DELIVER_BATCH_BYTES,
        .max_retries = 3,
        .request_timeout_ms = 10000,
        .deadline_s = START_S + 240,
    };
    return outbox_open(fixture->fd, FOLDER_MAKE, &limits, &fixture->outbox) +
           lock_open(fixture->fd, &fixture->lock);
}

static int remove_fixture(struct fixture *fixture)
{
    char command[128];

    outbox_close(fixture->outbox);
    lock_close(&fixture->lock);
    close(fixture->fd);
    snprintf(command, sizeof command, "rm -rf %s", fixture->path);
    return system(command);
}

static int set_up(void **state)
{
    static struct fixture fixture;

    *state = &fixture;
    return make(&fixture);
}

static int tear_down(void **state)
{
    return remove_fixture(*state);
}

/* Three destinations with one clock and one lock. */
static int set_up_three(void **state)
{
    static struct fixture fixtures[3];
    int error = 0;

    *state = fixtures;
    for (size_t i = 0; i < 3; i++) {
        error += make(&fixtures[i]);
        fixtures[i].first = i > 0 ? &fixtures[0] : NULL;
    }
    return error;
}

static int tear_down_three(void **state)
{
    struct fixture *fixtures = *state;

    return remove_fixture(&fixtures[0]) + remove_fixture(&fixtures[1]) +
           remove_fixture(&fixtures[2]);
}

static void put(struct fixture *fixture, unsigned first, unsigned count)
{
    for (unsigned i = first; i < first + count; i++) {
        char id[16];
        char json[128];
        snprintf(id, sizeof id, "id-%04u", i);
        int length = snprintf(
            json, sizeof json,
            "{\"type\":\"crash\",\"event_id\":\"%s\",\"attributes\":{},\"crash\":{}}", id);
        assert_int_equal(outbox_put(fixture->outbox, id, json, (size_t)length, "s"), 0);
    }
    assert_int_equal(outbox_commit(fixture->outbox), 0);
}

static void run(struct fixture *fixture, const struct answer *answers, size_t count)
{
    struct deliver_world world = {fixture, now_s, sleep_s, stopping, random_bits, NULL, post};
    struct deliver_tools tools = {fixture->outbox, &fixture->lock, fixture->fd,
                                  &fixture->state};
    struct deliver_job job = {&fixture->settings, &tools, &world, &fixture->report};

    fixture->answers = answers;
    fixture->answer_count = count;
    assert_int_equal(lock_take(&fixture->lock, 0), 0);
    deliver_all(&job, 1);
    lock_release(&fixture->lock);
}

static size_t count_in(const struct fixture *fixture, enum outbox_folder folder)
{
    struct folder_listing listing;

    assert_int_equal(outbox_list(fixture->outbox, folder, &listing), 0);
    size_t count = listing.count;
    folder_listing_done(&listing);
    return count;
}

/* What one answer, repeated for ever, means for three events. */
static const struct outcome {
    const char *name;
    struct answer answer;
    enum deliver_end end;
    size_t posts, queued, sent, rejected;
    int64_t wait_s; /* at least, after the run */
} outcomes[] = {
    {"200_acknowledges", {200, "{}", NULL, false}, DELIVER_DONE, 1, 0, 3, 0, 0},
    {"202_acknowledges", {202, "", NULL, false}, DELIVER_DONE, 1, 0, 3, 0, 0},
    {"204_acknowledges", {204, NULL, NULL, false}, DELIVER_DONE, 1, 0, 3, 0, 0},
    {"200_with_garbage_acknowledges",
     {200, "\xff\xfe<html>", NULL, false},
     DELIVER_DONE,
     1,
     0,
     3,
     0,
     0},
    {"200_with_an_array_acknowledges",
     {200, "[1,2]", NULL, false},
     DELIVER_DONE,
     1,
     0,
     3,
     0,
     0},
    {"200_with_results_of_others_acknowledges",
     {200, "{\"results\":[{\"event_id\":\"x\",\"status\":\"rejected\"}]}", NULL, false},
     DELIVER_DONE,
     1,
     0,
     3,
     0,
     0},
    {"200_with_results_of_no_shape_acknowledges",
     {200, "{\"results\":{\"event_id\":[1,null,\"a\",{}]}}", NULL, false},
     DELIVER_DONE,
     1,
     0,
     3,
     0,
     0},
    {"200_rejecting_one_rejects_one",
     {200,
      "{\"results\":[{\"event_id\":\"id-0001\",\"status\":\"rejected\",\"reason\":\"old\"}]}",
      NULL, false},
     DELIVER_DONE,
     1,
     0,
     2,
     1,
     0},
    {"200_rejecting_in_lists_rejects_one",
     {200, "{\"accepted\":[\"id-0000\"],\"rejected\":[{\"event_id\":\"id-0002\"}]}", NULL,
      false},
     DELIVER_DONE,
     1,
     0,
     2,
     1,
     0},
    {"200_with_duplicates_acknowledges",
     {200, "{\"results\":[{\"event_id\":\"id-0001\",\"status\":\"duplicate\"}]}", NULL, false},
     DELIVER_DONE,
     1,
     0,
     3,
     0,
     0},
    {"200_broken_off_keeps", {200, "{\"resu", NULL, true}, DELIVER_UNREACHABLE, 4, 3, 0, 0, 0},
    {"no_answer_keeps", {0, NULL, NULL, false}, DELIVER_UNREACHABLE, 4, 3, 0, 0, 0},
    {"500_keeps", {500, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"502_keeps", {502, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"503_keeps", {503, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"504_keeps", {504, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"599_keeps", {599, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"408_keeps", {408, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"425_keeps", {425, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"429_keeps", {429, NULL, NULL, false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"429_for_ten_minutes_waits_beyond_the_run",
     {429, NULL, "600", false},
     DELIVER_KEPT,
     1,
     3,
     0,
     0,
     600},
    {"503_until_a_date",
     {503, NULL, "Fri, 15 Jan 2027 09:00:00 GMT", false},
     DELIVER_KEPT,
     1,
     3,
     0,
     0,
     3600},
    {"503_until_a_date_gone_by_retries_at_once",
     {503, NULL, "Fri, 15 Jan 2021 09:00:00 GMT", false},
     DELIVER_KEPT,
     4,
     3,
     0,
     0,
     0},
    {"503_for_ever_waits_a_day",
     {503, NULL, "99999999999999999999", false},
     DELIVER_KEPT,
     1,
     3,
     0,
     0,
     86400},
    {"503_for_garbage_backs_off", {503, NULL, "-3 apples", false}, DELIVER_KEPT, 4, 3, 0, 0, 0},
    {"301_keeps_and_stops", {301, NULL, NULL, false}, DELIVER_MISDIRECTED, 1, 3, 0, 0, 0},
    {"307_keeps_and_stops", {307, NULL, NULL, false}, DELIVER_MISDIRECTED, 1, 3, 0, 0, 0},
    {"401_sets_aside_and_stops", {401, NULL, NULL, false}, DELIVER_REFUSED, 1, 0, 0, 3, 0},
    {"403_sets_aside_and_stops", {403, NULL, NULL, false}, DELIVER_REFUSED, 1, 0, 0, 3, 0},
    {"404_rejects", {404, NULL, NULL, false}, DELIVER_DONE, 1, 0, 0, 3, 0},
    {"409_rejects", {409, NULL, NULL, false}, DELIVER_DONE, 1, 0, 0, 3, 0},
    {"415_rejects_what_was_not_compressed",
     {415, NULL, NULL, false},
     DELIVER_DONE,
     1,
     0,
     0,
     3,
     0},
    {"422_rejects", {422, NULL, NULL, false}, DELIVER_DONE, 1, 0, 0, 3, 0},
    {"400_splits_down_to_single_events", {400, NULL, NULL, false}, DELIVER_DONE, 5, 0, 0, 3, 0},
    {"413_splits_down_to_single_events", {413, NULL, NULL, false}, DELIVER_DONE, 5, 0, 0, 3, 0},
};
#define OUTCOMES (sizeof outcomes / sizeof *outcomes)

static const struct outcome *current;

static void has_this_outcome(void **state)
{
    struct fixture *fixture = *state;
    const struct outcome *row = current;

    put(fixture, 0, 3);
    run(fixture, &row->answer, 1);
    assert_int_equal(fixture->report.end, row->end);
    assert_int_equal(fixture->posts, row->posts);
    assert_int_equal(count_in(fixture, OUTBOX_QUEUE), row->queued);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), row->sent);
    assert_int_equal(count_in(fixture, OUTBOX_REJECTED), row->rejected);
    assert_true(backoff_remaining_s(&fixture->state.backoff, fixture->now_s) >= row->wait_s);
    assert_false(fixture->slept_locked);
    assert_true(fixture->slept_s <= 60);
}

static void one_bad_event_is_found_and_the_others_are_sent(void **state)
{
    static const struct answer answers[] = {{200, "{}", NULL, false},
                                            {400, "bad", NULL, false}};
    struct fixture *fixture = *state;

    put(fixture, 0, 100);
    fixture->poison = "id-0042";
    run(fixture, answers, 2);
    assert_int_equal(fixture->report.end, DELIVER_DONE);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 99);
    assert_int_equal(count_in(fixture, OUTBOX_REJECTED), 1);
    assert_true(fixture->posts <= 16);
}

static void event_that_fells_the_server_does_not_hold_up_the_others(void **state)
{
    static const struct answer answers[] = {{200, "{}", NULL, false}, {500, NULL, NULL, false}};
    struct fixture *fixture = *state;
    unsigned runs = 0;

    put(fixture, 0, 100);
    fixture->poison = "id-0000";
    do {
        fixture->settings.deadline_s = fixture->now_s + 240;
        run(fixture, answers, 2);
        fixture->now_s += BACKOFF_BETWEEN_MAX_S;
        runs++;
    } while (count_in(fixture, OUTBOX_QUEUE) > 1 && runs < 10);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 99);
    assert_int_equal(count_in(fixture, OUTBOX_QUEUE), 1);
    assert_true(runs <= 4);
}

static void batches_hold_at_most_as_many_as_configured(void **state)
{
    static const struct answer good = {200, "{}", NULL, false};
    struct fixture *fixture = *state;

    put(fixture, 0, 250);
    run(fixture, &good, 1);
    assert_int_equal(fixture->posts, 3);
    assert_int_equal(fixture->events_in[0], 100);
    assert_int_equal(fixture->events_in[1], 100);
    assert_int_equal(fixture->events_in[2], 50);
    assert_int_equal(fixture->state.counters[STATE_SENT], 250);
}

static void batches_hold_at_most_so_many_bytes(void **state)
{
    static const struct answer good = {200, "{}", NULL, false};
    struct fixture *fixture = *state;

    fixture->settings.batch_bytes = 200; /* an event has 57 */
    put(fixture, 0, 7);
    run(fixture, &good, 1);
    assert_int_equal(fixture->posts, 3);
    assert_int_equal(fixture->events_in[0], 3);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 7);
}

static void server_that_recovers_gets_everything_in_the_same_run(void **state)
{
    static const struct answer answers[] = {
        {503, NULL, NULL, false}, {0, NULL, NULL, false}, {200, "{}", NULL, false}};
    struct fixture *fixture = *state;

    put(fixture, 0, 3);
    run(fixture, answers, 3);
    assert_int_equal(fixture->report.end, DELIVER_DONE);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 3);
    assert_int_equal(fixture->state.backoff.failures, 0);
    assert_string_equal(fixture->state.last_error, "");
}

static void next_run_waits_as_long_as_the_last_one_was_told(void **state)
{
    static const struct answer answers[] = {{429, NULL, "600", false},
                                            {200, "{}", NULL, false}};
    struct fixture *fixture = *state;

    put(fixture, 0, 3);
    run(fixture, answers, 2);
    fixture->now_s += 599;
    run(fixture, answers, 2);
    assert_int_equal(fixture->report.end, DELIVER_DEFERRED);
    assert_int_equal(fixture->report.wait_s, 1);
    assert_int_equal(fixture->posts, 1);
    fixture->now_s += 1;
    fixture->settings.deadline_s = fixture->now_s + 240;
    run(fixture, answers, 2);
    assert_int_equal(fixture->report.end, DELIVER_DONE);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 3);
}

static void nothing_is_asked_beyond_the_deadline(void **state)
{
    static const struct answer good = {200, "{}", NULL, false};
    struct fixture *fixture = *state;

    put(fixture, 0, 3);
    fixture->settings.deadline_s = START_S;
    run(fixture, &good, 1);
    assert_int_equal(fixture->report.end, DELIVER_TIMED_OUT);
    assert_int_equal(fixture->posts, 0);
}

static void nothing_is_asked_when_it_is_time_to_end(void **state)
{
    static const struct answer good = {200, "{}", NULL, false};
    struct fixture *fixture = *state;

    put(fixture, 0, 3);
    fixture->stopping = true;
    run(fixture, &good, 1);
    assert_int_equal(fixture->report.end, DELIVER_TIMED_OUT);
    assert_int_equal(fixture->posts, 0);
}

static void event_for_which_415_comes_goes_again_uncompressed(void **state)
{
    static const struct answer answers[] = {{415, NULL, NULL, false}, {200, "{}", NULL, false}};
    struct fixture *fixture = *state;

    fixture->settings.compress = true;
    put(fixture, 0, 3);
    run(fixture, answers, 2);
    assert_int_equal(fixture->report.end, DELIVER_DONE);
    assert_int_equal(fixture->posts, 2);
    assert_int_equal(fixture->codings[0], CODING_GZIP);
    assert_int_equal(fixture->codings[1], CODING_NONE);
    assert_int_equal(fixture->state.compression, STATE_COMPRESSION_REFUSED);
    put(fixture, 10, 1);
    run(fixture, answers, 2);
    assert_int_equal(fixture->codings[2], CODING_NONE);
    fixture->now_s += 86400;
    fixture->settings.deadline_s = fixture->now_s + 240;
    put(fixture, 20, 1);
    run(fixture, answers, 2);
    assert_int_equal(fixture->codings[3], CODING_GZIP);
}

static void server_that_takes_compressed_bodies_is_believed_when_it_says_400(void **state)
{
    static const struct answer answers[] = {{200, "{}", NULL, false}, {400, NULL, NULL, false}};
    struct fixture *fixture = *state;

    fixture->settings.compress = true;
    put(fixture, 0, 1);
    run(fixture, answers, 2);
    put(fixture, 1, 1);
    run(fixture, answers, 2);
    assert_int_equal(fixture->posts, 2);
    assert_int_equal(fixture->codings[1], CODING_GZIP);
    assert_int_equal(count_in(fixture, OUTBOX_REJECTED), 1);
}

static void file_that_is_no_event_is_set_aside_and_stops_nothing(void **state)
{
    static const struct answer good = {200, "{}", NULL, false};
    struct fixture *fixture = *state;
    static const char other[] = "{\"type\":\"crash\",\"event_id\":\"b\",\"attributes\":{}}";

    put(fixture, 0, 2);
    assert_int_equal(outbox_put(fixture->outbox, "a-torn", "{\"type\":\"cra", 12, "s"), 0);
    assert_int_equal(outbox_put(fixture->outbox, "a-other-id", other, sizeof other - 1, "s"),
                     0);
    assert_int_equal(outbox_commit(fixture->outbox), 0);
    run(fixture, &good, 1);
    assert_int_equal(fixture->report.end, DELIVER_DONE);
    assert_int_equal(fixture->report.unreadable, 2);
    assert_int_equal(fixture->posts, 1);
    assert_int_equal(count_in(fixture, OUTBOX_SENT), 2);
    assert_int_equal(count_in(fixture, OUTBOX_REJECTED), 2);
}

static void run_three(struct fixture *fixtures)
{
    struct deliver_world worlds[3];
    struct deliver_tools tools[3];
    struct deliver_job jobs[3];

    for (size_t i = 0; i < 3; i++) {
        struct fixture *fixture = &fixtures[i];
        worlds[i] =
            (struct deliver_world){fixture, now_s, sleep_s, stopping, random_bits, NULL, post};
        tools[i] = (struct deliver_tools){fixture->outbox, &fixtures[0].lock, fixture->fd,
                                          &fixture->state};
        jobs[i] =
            (struct deliver_job){&fixture->settings, &tools[i], &worlds[i], &fixture->report};
    }
    assert_int_equal(lock_take(&fixtures[0].lock, 0), 0);
    deliver_all(jobs, 3);
    lock_release(&fixtures[0].lock);
}

static void answer_with(struct fixture *fixture, const struct answer *answers, size_t count)
{
    fixture->answers = answers;
    fixture->answer_count = count;
    put(fixture, 0, 3);
}

static const struct answer good_answer = {200, "{}", NULL, false};

static void each_destination_has_an_end_of_its_own(void **state)
{
    static const struct answer refused = {401, NULL, NULL, false};
    static const struct answer busy = {503, NULL, "3600", false};
    struct fixture *fixtures = *state;

    answer_with(&fixtures[0], &refused, 1);
    answer_with(&fixtures[1], &busy, 1);
    answer_with(&fixtures[2], &good_answer, 1);
    run_three(fixtures);
    assert_int_equal(fixtures[0].report.end, DELIVER_REFUSED);
    assert_int_equal(fixtures[1].report.end, DELIVER_KEPT);
    assert_int_equal(fixtures[2].report.end, DELIVER_DONE);
    assert_int_equal(count_in(&fixtures[0], OUTBOX_REJECTED), 3);
    assert_int_equal(count_in(&fixtures[1], OUTBOX_QUEUE), 3);
    assert_int_equal(count_in(&fixtures[2], OUTBOX_SENT), 3);
    assert_int_equal(fixtures[0].slept_s, 0);
}

static void stalled_destination_has_its_share_of_the_time_and_no_more(void **state)
{
    static const struct answer none = {0, NULL, NULL, false};
    struct fixture *fixtures = *state;

    for (size_t i = 0; i < 3; i++) {
        answer_with(&fixtures[i], i < 2 ? &none : &good_answer, 1);
        fixtures[i].takes_s = i < 2 ? 100000 : 1;
        fixtures[i].settings.request_timeout_ms = 100000;
        fixtures[i].settings.deadline_s = START_S + 90;
        fixtures[i].settings.max_retries = 0;
    }
    run_three(fixtures);
    assert_int_equal(fixtures[0].report.end, DELIVER_UNREACHABLE);
    assert_int_equal(fixtures[1].report.end, DELIVER_UNREACHABLE);
    assert_int_equal(count_in(&fixtures[2], OUTBOX_SENT), 3);
    assert_true(fixtures[0].now_s <= START_S + 90);
}

static void one_that_failed_before_comes_last(void **state)
{
    static const struct answer none = {0, NULL, NULL, false};
    struct fixture *fixtures = *state;

    for (size_t i = 0; i < 3; i++) {
        answer_with(&fixtures[i], i == 0 ? &none : &good_answer, 1);
        fixtures[i].settings.max_retries = 0;
        fixtures[i].takes_s = i == 0 ? 100000 : 1;
    }
    fixtures[0].state.backoff.failures = 1;
    fixtures[2].stopping = true; /* it is not even begun when the time is over */
    run_three(fixtures);
    assert_int_equal(fixtures[1].state.last_attempt_s, START_S);
    assert_int_equal(fixtures[0].state.last_attempt_s, START_S + 1);
    assert_int_equal(fixtures[2].report.end, DELIVER_TIMED_OUT);
}

static void long_queue_goes_on_after_the_others_had_their_turn(void **state)
{
    struct fixture *fixtures = *state;

    for (size_t i = 0; i < 3; i++) {
        fixtures[i].settings.batch_size = 1;
        fixtures[i].takes_s = i == 0 ? 5 : 1;
        answer_with(&fixtures[i], &good_answer, 1);
    }
    put(&fixtures[0], 10, 27);
    run_three(fixtures);
    assert_int_equal(count_in(&fixtures[0], OUTBOX_SENT), 30);
    assert_true(fixtures[1].state.last_attempt_s < fixtures[0].state.last_attempt_s);
    assert_true(fixtures[0].now_s <= START_S + 160);
}

static void retries_of_one_leave_the_others_alone(void **state)
{
    static const struct answer answers[] = {
        {503, NULL, "10", false}, {503, NULL, "10", false}, {200, "{}", NULL, false}};
    struct fixture *fixtures = *state;

    answer_with(&fixtures[0], answers, 3);
    answer_with(&fixtures[1], &good_answer, 1);
    answer_with(&fixtures[2], &good_answer, 1);
    run_three(fixtures);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(count_in(&fixtures[i], OUTBOX_SENT), 3);
    }
    assert_int_equal(fixtures[1].state.last_attempt_s, START_S);
    assert_int_equal(fixtures[1].posts, 1);
    assert_int_equal(fixtures[0].slept_s, 20);
    assert_false(fixtures[0].slept_locked);
}

#define TEST_OF_THREE(function)                                                                \
    cmocka_unit_test_setup_teardown(function, set_up_three, tear_down_three)
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static int set_up_row(void **state)
{
    current = *state;
    return set_up(state);
}

int main(void)
{
    struct CMUnitTest rows[OUTCOMES];
    const struct CMUnitTest tests[] = {
        TEST(one_bad_event_is_found_and_the_others_are_sent),
        TEST(event_that_fells_the_server_does_not_hold_up_the_others),
        TEST(batches_hold_at_most_as_many_as_configured),
        TEST(batches_hold_at_most_so_many_bytes),
        TEST(server_that_recovers_gets_everything_in_the_same_run),
        TEST(next_run_waits_as_long_as_the_last_one_was_told),
        TEST(nothing_is_asked_beyond_the_deadline),
        TEST(nothing_is_asked_when_it_is_time_to_end),
        TEST(event_for_which_415_comes_goes_again_uncompressed),
        TEST(server_that_takes_compressed_bodies_is_believed_when_it_says_400),
        TEST(file_that_is_no_event_is_set_aside_and_stops_nothing),
        TEST_OF_THREE(each_destination_has_an_end_of_its_own),
        TEST_OF_THREE(stalled_destination_has_its_share_of_the_time_and_no_more),
        TEST_OF_THREE(one_that_failed_before_comes_last),
        TEST_OF_THREE(long_queue_goes_on_after_the_others_had_their_turn),
        TEST_OF_THREE(retries_of_one_leave_the_others_alone),
    };

    for (size_t i = 0; i < OUTCOMES; i++) {
        rows[i] = (struct CMUnitTest){.name = outcomes[i].name,
                                      .test_func = has_this_outcome,
                                      .setup_func = set_up_row,
                                      .teardown_func = tear_down,
                                      .initial_state = (void *)(uintptr_t)&outcomes[i]};
    }
    return cmocka_run_group_tests_name("outcomes", rows, NULL, NULL) +
           cmocka_run_group_tests_name("deliver", tests, NULL, NULL);
}
