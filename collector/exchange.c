/* One request of a delivery, compressed where the server can read that. */
#include <errno.h>
#include <stdlib.h>

#include "gzip.h"
#include "run.h"

/* How long a refusal of compressed bodies is remembered: servers are upgraded. */
#define COMPRESSION_MEMORY_S 86400

static bool wants_gzip(const struct run *run)
{
    const struct state *state = run->tools->state;
    bool refused = state->compression == STATE_COMPRESSION_REFUSED &&
                   run_now_s(run) - state->compression_s < COMPRESSION_MEMORY_S &&
                   run_now_s(run) >= state->compression_s;

    return run->settings->compress && !run->plain && !refused;
}

static void learn_compression(struct run *run, enum state_compression compression)
{
    run->tools->state->compression = compression;
    run->tools->state->compression_s = run_now_s(run);
}

static int post_body(struct run *run, const char *body, size_t length, bool gzip,
                     struct http_response *ret_response)
{
    char *packed = NULL;
    int64_t left_ms = (run->deadline_s - run_now_s(run)) * 1000;
    struct http_request request = {
        .address = run->settings->address,
        .content_type = run_format(run)->content_type,
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
    enum verdict verdict = run_format(run)->judge(response);

    return status == 415 ||
           (untried && (status == 400 || (status >= 500 && (verdict == VERDICT_REJECTED ||
                                                            verdict == VERDICT_SPLIT))));
}

/*
 * One exchange for a range of the batch. A server that cannot read compressed bodies says 415,
 * or 400, or falls over: until one has been accepted, the same body goes again as it is.
 */
int exchange(struct run *run, size_t first, size_t count, struct http_response *ret_response)
{
    struct state *state = run->tools->state;
    size_t length;
    char *body = run_format(run)->body(run->settings->destination, run->batch.parts + first,
                                       count, run_now_s(run), &length);
    bool gzip = wants_gzip(run);
    bool untried = state->compression != STATE_COMPRESSION_WORKS;

    if (body == NULL) {
        return -ENOMEM;
    }
    state->last_attempt_s = run_now_s(run);
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
