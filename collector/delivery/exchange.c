/* One request of a delivery, compressed where the server can read that. */
#include <errno.h>
#include <stdlib.h>

#include "http/coding.h"
#include "run.h"

/* How long a refusal of compressed bodies is remembered: servers are upgraded. */
#define COMPRESSION_MEMORY_S 86400

static bool is_recent(const struct run *run, int64_t then_s)
{
    return run_now_s(run) >= then_s && run_now_s(run) - then_s < COMPRESSION_MEMORY_S;
}

static enum coding choose(const struct run *run)
{
    const struct state *state = run->tools->state;
    bool refused =
        state->compression == STATE_COMPRESSION_REFUSED && is_recent(run, state->compression_s);
    bool zstd =
        state->zstd_s > 0 && is_recent(run, state->zstd_s) && coding_is_available(CODING_ZSTD);

    if (!run->settings->compress) {
        return CODING_NONE;
    }
    if (run->settings->zstd && zstd && !run->no_zstd) {
        return CODING_ZSTD;
    }
    return refused || run->no_gzip ? CODING_NONE : CODING_GZIP;
}

/* What the server says that it reads. One that says nothing is as good as its last word. */
static void learn_zstd(struct run *run, const struct http_response *response)
{
    if (response->accept_encoding[0] != '\0') {
        bool accepted = coding_is_accepted(CODING_ZSTD, response->accept_encoding);
        run->tools->state->zstd_s = accepted ? run_now_s(run) : 0;
    }
}

static void learn_compression(struct run *run, enum state_compression compression)
{
    run->tools->state->compression = compression;
    run->tools->state->compression_s = run_now_s(run);
}

static int post_body(struct run *run, const char *body, size_t length, enum coding coding,
                     struct http_response *ret_response)
{
    char *packed = NULL;
    int64_t left_ms = (run->deadline_s - run_now_s(run)) * 1000;
    struct http_request request = {
        .address = run->settings->address,
        .content_type = run_format(run)->content_type,
        .body = body,
        .length = length,
        .coding = coding,
        .timeout_ms = left_ms < run->settings->request_timeout_ms && left_ms > 0
                          ? (long)left_ms
                          : run->settings->request_timeout_ms,
    };
    int error = coding != CODING_NONE
                    ? coding_compress(coding, body, length, &packed, &request.length)
                    : 0;

    if (error == 0) {
        request.body = coding != CODING_NONE ? packed : body;
        error = run->world->post(run->world->context, &request, ret_response);
    }
    if (error == 0) {
        learn_zstd(run, ret_response);
    }
    free(packed);
    return error;
}

/* Has the server never taken a body of that kind? Then its failures may be about that. */
static bool is_untried(const struct run *run, enum coding coding)
{
    return coding == CODING_ZSTD ? !run->zstd_works
                                 : run->tools->state->compression != STATE_COMPRESSION_WORKS;
}

/* May the answer be about the compression rather than about the events? */
static bool blames_compression(const struct run *run, const struct http_response *response,
                               bool untried)
{
    int status = response->status;
    enum verdict verdict = run_format(run)->judge(response);

    return status == 415 ||
           (untried && (status == 400 || (status >= 500 && (verdict == VERDICT_REJECTED ||
                                                            verdict == VERDICT_SPLIT))));
}

/* Do without for the rest of the run. */
static void give_up(struct run *run, enum coding coding)
{
    if (coding == CODING_ZSTD) {
        run->no_zstd = true;
    } else {
        run->no_gzip = true;
        run->gzip_failed = true;
    }
}

/* A body in that coding, or in none, was taken. */
static void note_taken(struct run *run, enum coding coding)
{
    if (run->gzip_failed) {
        learn_compression(run, STATE_COMPRESSION_REFUSED);
        run->gzip_failed = false;
    } else if (coding == CODING_GZIP) {
        learn_compression(run, STATE_COMPRESSION_WORKS);
    }
    run->zstd_works = run->zstd_works || coding == CODING_ZSTD;
}

/*
 * One exchange for a range of the batch. A server that cannot read compressed bodies says 415,
 * or 400, or falls over: until one has been accepted, the same body goes again in another
 * coding, if it has said that it reads one, or as it is. Each time there is one fewer left.
 */
int exchange(struct run *run, size_t first, size_t count, struct http_response *ret_response)
{
    struct state *state = run->tools->state;
    size_t length;
    char *body = run_format(run)->body(run->settings->destination, run->batch.parts + first,
                                       count, run_now_s(run), &length);
    enum coding coding = choose(run);

    if (body == NULL) {
        return -ENOMEM;
    }
    state->last_attempt_s = run_now_s(run);
    int error = post_body(run, body, length, coding, ret_response);
    while (error == 0 && coding != CODING_NONE &&
           blames_compression(run, ret_response, is_untried(run, coding))) {
        give_up(run, coding);
        coding = choose(run);
        http_response_done(ret_response);
        error = post_body(run, body, length, coding, ret_response);
    }
    free(body);
    int status = error == 0 ? ret_response->status : 0;
    if (status >= 200 && status < 300) {
        note_taken(run, coding);
    } else if (error == 0 && coding != CODING_NONE && is_untried(run, coding) &&
               (status >= 500 || (status == 0 && ret_response->sent))) {
        give_up(run, coding); /* the next attempt will tell */
    }
    state->last_status = status;
    return error;
}
