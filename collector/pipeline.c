#include "pipeline.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "batch.h"
#include "consent.h"
#include "format.h"
#include "rehearsal.h"
#include "world.h"

#define LOCK_PATIENCE_MS 5000

static int complain(const char *what, int error)
{
    fprintf(stderr, "epitaph: %s: %s\n", what, strerror(-error));
    return error == -ENOSPC || error == -EDQUOT || error == -EIO ? EX_TEMPFAIL
           : error == -EPERM || error == -EACCES                 ? EX_NOPERM
                                                                 : EX_SOFTWARE;
}

static int load_state(struct pipeline *pipeline)
{
    int error = state_load(pipeline->site->state_fd, &pipeline->state);

    if (error == -EBADMSG) {
        fprintf(stderr, "epitaph: %s/state is damaged: starting a new one\n",
                pipeline->site->paths.state);
        pipeline->state = (struct state){0};
        return 0;
    }
    return error == 0 ? 0 : complain("state", error);
}

static int load_quota(struct pipeline *pipeline)
{
    const struct config *config = &pipeline->site->config;
    struct quota_limits limits = {config->per_signature_per_hour, config->per_day};
    int damaged = 0;
    int error =
        quota_load(pipeline->site->state_fd, QUOTA_OWN, &limits, &pipeline->quota, &damaged);

    if (damaged) {
        fprintf(stderr, "epitaph: %s/quota is damaged: starting a new one\n",
                pipeline->site->paths.state);
        error = quota_save(pipeline->quota, pipeline->site->state_fd);
    }
    return error == 0 ? 0 : complain("quota", error);
}

/* A token that cannot be had must not keep crashes from being harvested: said at delivery. */
static void load_token(struct pipeline *pipeline)
{
    int error = credentials_find(&pipeline->site->config.unnamed, &pipeline->credentials,
                                 pipeline->token_words);

    if (error != 0) {
        pipeline->token_status = error == -EPERM || error == -EACCES ? EX_NOPERM : EX_CONFIG;
    }
}

int pipeline_open(struct site *site, int stop_fd, struct pipeline *ret_pipeline)
{
    struct pipeline pipeline = {.site = site, .stop_fd = stop_fd};
    int status = site_lock(site, LOCK_PATIENCE_MS);

    if (status != 0) {
        return status;
    }
    status = site_outbox(site, &pipeline.outbox);
    status = status != 0 ? status : load_state(&pipeline);
    status = status != 0 ? status : load_quota(&pipeline);
    if (status == 0) {
        load_token(&pipeline);
        int error = identity_load(site->state_fd, &site->config, pipeline.credentials.token,
                                  &pipeline.identity);
        status = error == 0 ? 0 : complain("instance_id", error);
    }
    if (status != 0) {
        pipeline_close(&pipeline);
        return status;
    }
    outbox_sweep(pipeline.outbox);
    *ret_pipeline = pipeline;
    return 0;
}

void pipeline_close(struct pipeline *pipeline)
{
    outbox_close(pipeline->outbox);
    quota_free(pipeline->quota);
    credentials_done(&pipeline->credentials);
    lock_release(&pipeline->site->lock);
}

bool pipeline_has_work(struct pipeline *pipeline)
{
    int64_t now_s = time(NULL);

    pipeline->state.last_run_s = now_s;
    int error = state_save(pipeline->site->state_fd, &pipeline->state);
    if (error != 0) {
        complain(pipeline->site->paths.state, error);
    }
    if (consent_withheld(&pipeline->site->config) != NULL) {
        return false;
    }
    /* A token that is missing is to be said, whether or not there is something to send. */
    return pipeline->token_status != 0 ||
           (outbox_queued(pipeline->outbox) > 0 &&
            backoff_remaining_s(&pipeline->state.backoff, now_s) == 0);
}

static struct deliver_settings settings_of(const struct config *config, int64_t deadline_s)
{
    return (struct deliver_settings){
        .destination = &config->unnamed,
        .batch_size = config->batch_size,
        .batch_bytes = DELIVER_BATCH_BYTES,
        .max_retries = config->max_retries,
        .request_timeout_ms = (long)config->unnamed.request_timeout_s * 1000,
        .compress = strcmp(config->unnamed.compression, "gzip") == 0,
        .deadline_s = deadline_s,
    };
}

/* One clear line when something is wrong; nothing otherwise. */
static int tell(const struct pipeline *pipeline, const struct deliver_report *report)
{
    static const int statuses[] = {
        [DELIVER_DONE] = EX_OK,         [DELIVER_DEFERRED] = EX_OK,
        [DELIVER_KEPT] = EX_TEMPFAIL,   [DELIVER_UNREACHABLE] = EX_UNAVAILABLE,
        [DELIVER_REFUSED] = EX_NOPERM,  [DELIVER_MISDIRECTED] = EX_CONFIG,
        [DELIVER_TIMED_OUT] = EX_OK,    [DELIVER_SUPERSEDED] = EX_OK,
        [DELIVER_FAILED] = EX_SOFTWARE,
    };
    size_t aside = report->rejected + report->unreadable;

    if (report->end == DELIVER_FAILED) {
        fprintf(stderr, "epitaph: %s\n", report->words);
        return report->error == -ENOSPC || report->error == -EDQUOT || report->error == -EIO
                   ? EX_TEMPFAIL
                   : EX_SOFTWARE;
    }
    if (report->words[0] != '\0') {
        fprintf(stderr, "epitaph: %s", report->words);
        if (report->end == DELIVER_KEPT || report->end == DELIVER_UNREACHABLE) {
            if (report->wait_s > 0) {
                fprintf(stderr, "; next attempt in %" PRId64 " s", report->wait_s);
            } else {
                fputs("; the next run tries again", stderr);
            }
        }
        fputs(aside > 0 ? "" : "\n", stderr);
    }
    if (aside > 0) {
        fprintf(stderr, "%s%zu set aside in %s/rejected (epitaph retry queues them again)\n",
                report->words[0] != '\0' ? "; " : "epitaph: ", aside,
                pipeline->site->paths.state);
    }
    return statuses[report->end];
}

static int post_all(struct pipeline *pipeline, struct http *http,
                    const struct http_address *address, int64_t deadline_s,
                    struct deliver_report *ret_report)
{
    struct deliver_settings settings = settings_of(&pipeline->site->config, deadline_s);
    settings.address = address;
    struct world ground = {.http = http, .stop_fd = pipeline->stop_fd};
    struct deliver_world world = world_real(&ground);
    struct deliver_tools tools = {
        .outbox = pipeline->outbox,
        .lock = &pipeline->site->lock,
        .state_fd = pipeline->site->state_fd,
        .state = &pipeline->state,
    };

    deliver_run(&settings, &tools, &world, ret_report);
    if (ret_report->end == DELIVER_SUPERSEDED) {
        return 0;
    }
    int error = outbox_prune(pipeline->outbox, world.now_s(world.context));
    return error != 0 ? error : state_save(pipeline->site->state_fd, &pipeline->state);
}

int pipeline_deliver(struct pipeline *pipeline, int64_t deadline_s)
{
    const struct config *config = &pipeline->site->config;
    char words[HTTP_ERROR_SIZE] = "";
    struct http *http;
    struct deliver_report report;

    if (consent_withheld(config) != NULL) {
        return EX_OK;
    }
    if (pipeline->token_status != 0) {
        fprintf(stderr, "epitaph: %s\n", pipeline->token_words);
        return pipeline->token_status;
    }
    if (pipeline->verbose) {
        fprintf(stderr, "epitaph: %zu events to %s\n", outbox_queued(pipeline->outbox),
                config->unnamed.server_url);
    }
    struct http_target target = {
        .ca_file = config->unnamed.ca_file,
        .pinned_key = config->unnamed.pinned_key,
        .client_certificate = config->unnamed.client_certificate,
        .client_key = config->unnamed.client_key,
        .user_agent = "epitaph/" EPITAPH_VERSION,
    };
    struct http_address address = {0};
    int error = config->unnamed.format->address(&config->unnamed, &pipeline->credentials,
                                                &address, words);
    if (error != 0 || http_new(&target, &http, words) != 0) {
        http_address_done(&address);
        fprintf(stderr, "epitaph: %s\n", words[0] != '\0' ? words : strerror(ENOMEM));
        return words[0] != '\0' ? EX_CONFIG : EX_SOFTWARE;
    }
    error = post_all(pipeline, http, &address, deadline_s, &report);
    http_free(http);
    http_address_done(&address);
    if (pipeline->verbose) {
        fprintf(stderr, "epitaph: %zu sent, %zu set aside, %zu still wait\n", report.sent,
                report.rejected + report.unreadable, outbox_queued(pipeline->outbox));
    }
    int status = tell(pipeline, &report);
    return error == 0 ? status : complain(pipeline->site->paths.state, error);
}

static int print_bodies(const struct site *site, struct outbox *outbox,
                        const struct folder_listing *listing, FILE *stream)
{
    struct deliver_settings settings = settings_of(&site->config, 0);
    struct batch_limits limits = {settings.batch_size, settings.batch_bytes};
    struct batch batch;
    size_t unreadable = 0;
    int error = 0;

    for (size_t position = 0; error == 0 && position < listing->count;) {
        size_t length;
        error = batch_fill(outbox, listing, &position, settings.destination, &limits, true,
                           &batch, &unreadable);
        if (error != 0 || batch.count == 0) {
            continue;
        }
        char *body = settings.destination->format->body(settings.destination, batch.parts,
                                                        batch.count, time(NULL), &length);
        if (body == NULL || fwrite(body, 1, length, stream) != length ||
            fputc('\n', stream) == EOF) {
            error = body == NULL ? -ENOMEM : -EIO;
        }
        free(body);
        batch_done(&batch);
    }
    return error;
}

static int preview(struct site *site, FILE *stream)
{
    struct pipeline pipeline;
    struct folder_listing listing;
    int status = pipeline_open(site, -1, &pipeline);

    if (status != 0) {
        return status;
    }
    status = pipeline_harvest(&pipeline, INT64_MAX);
    int error = outbox_list(pipeline.outbox, OUTBOX_QUEUE, &listing);
    if (error == 0) {
        error = print_bodies(site, pipeline.outbox, &listing, stream);
        folder_listing_done(&listing);
    }
    pipeline_close(&pipeline);
    return error == 0 ? status : complain("cannot print", error);
}

int pipeline_preview(const struct site *site, FILE *stream)
{
    struct rehearsal rehearsal;
    int error = rehearsal_begin(site, &rehearsal);
    int status =
        error == 0 ? preview(&rehearsal.site, stream) : complain("cannot rehearse", error);

    rehearsal_end(&rehearsal);
    return status;
}
