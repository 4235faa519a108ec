#include "pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "configuration/consent.h"
#include "delivery/batch.h"
#include "formats/format.h"
#include "rehearsal.h"

#define LOCK_PATIENCE_MS 5000

static int complain(const char *what, int error)
{
    fprintf(stderr, "epitaph: %s: %s\n", what, strerror(-error));
    return site_status(error);
}

/* A damaged state is not worth stopping for. */
static void tell_damage(const struct pipeline *pipeline)
{
    const struct routes *routes = pipeline->routes;
    const char *state = pipeline->site->paths.state;

    if (routes->whole_damaged) {
        fprintf(stderr, "epitaph: %s/state is damaged: starting a new one\n", state);
    }
    for (size_t i = 0; i < routes->count; i++) {
        if (routes->items[i].state_damaged) {
            fprintf(stderr,
                    "epitaph: %s/" ROUTES_FOLDER "/%s/state is damaged: starting a new one\n",
                    state, routes->items[i].name);
        }
    }
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
    return error == 0 ? 0 : complain("cannot read the quota in the state directory", error);
}

/* What cannot be had must not keep crashes from being harvested: it is said at delivery. */
static int load_accesses(struct pipeline *pipeline)
{
    const struct routes *routes = pipeline->routes;

    pipeline->accesses = calloc(routes->count, sizeof *pipeline->accesses);
    if (pipeline->accesses == NULL) {
        return complain("credentials", -ENOMEM);
    }
    for (size_t i = 0; i < routes->count; i++) {
        const struct destination *destination = routes->items[i].destination;
        struct pipeline_access *access = &pipeline->accesses[i];
        char words[CREDENTIALS_ERROR_SIZE] = "";
        int error = credentials_find(destination, &access->credentials, words);
        if (error != 0) {
            access->status = error == -EPERM || error == -EACCES ? EX_NOPERM : EX_CONFIG;
        } else if (!destination_is_placed(destination) && destination->name[0] != '\0') {
            access->status = EX_CONFIG;
            snprintf(words, sizeof words, "no %s is configured", destination->format->key);
        }
        snprintf(access->words, sizeof access->words, "%s%s%s", destination->name,
                 destination->name[0] != '\0' ? ": " : "", words);
    }
    return 0;
}

/* The token of the gateway, if there is one. */
static const char *find_token(const struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->routes->count; i++) {
        if (pipeline->routes->items[i].destination->format == &format_native) {
            return pipeline->accesses[i].credentials.token;
        }
    }
    return NULL;
}

int pipeline_open(struct site *site, int stop_fd, struct pipeline *ret_pipeline)
{
    struct pipeline pipeline = {.site = site, .stop_fd = stop_fd};
    int status = site_lock(site, LOCK_PATIENCE_MS);

    if (status != 0) {
        return status;
    }
    status = site_routes(site, ROUTES_CONFIGURED, &pipeline.routes);
    if (status == 0) {
        tell_damage(&pipeline);
        status = load_quota(&pipeline);
    }
    status = status != 0 ? status : load_accesses(&pipeline);
    if (status == 0) {
        int error = identity_load(site->state_fd, &site->config, find_token(&pipeline),
                                  &pipeline.identity);
        if (error != 0) {
            fprintf(stderr, "epitaph: %s/instance_id: %s\n", site->paths.state,
                    strerror(-error));
            status = site_status(error);
        }
    }
    if (status != 0) {
        pipeline_close(&pipeline);
        return status;
    }
    routes_sweep(pipeline.routes);
    int error = routes_adopt(pipeline.routes);
    if (error != 0) {
        complain("cannot move what waited to the destinations", error); /* it still waits */
    }
    *ret_pipeline = pipeline;
    return 0;
}

void pipeline_close(struct pipeline *pipeline)
{
    for (size_t i = 0; pipeline->accesses != NULL && i < pipeline->routes->count; i++) {
        credentials_done(&pipeline->accesses[i].credentials);
    }
    free(pipeline->accesses);
    routes_close(pipeline->routes);
    quota_free(pipeline->quota);
    lock_release(&pipeline->site->lock);
}

/* A wait that a jump of the clock made longer begins anew, once and not in every run. */
static int check_clock(const struct route *route, int64_t now_s)
{
    int64_t not_before_s = route->state->backoff.not_before_s;

    (void)backoff_remaining_s(&route->state->backoff, now_s);
    return route->state->backoff.not_before_s == not_before_s
               ? 0
               : state_save(route->folder_fd, route->state);
}

bool pipeline_has_work(struct pipeline *pipeline)
{
    struct routes *routes = pipeline->routes;
    int64_t now_s = time(NULL);
    bool work = false;
    int error = 0;

    routes->whole.last_run_s = now_s;
    for (size_t i = 0; i < routes->count; i++) {
        error = error != 0 ? error : check_clock(&routes->items[i], now_s);
    }
    error = error != 0 ? error : state_save(pipeline->site->state_fd, &routes->whole);
    if (error != 0 && error != pipeline->told) {
        complain(pipeline->site->paths.state, error);
    }
    if (consent_withheld(&pipeline->site->config) != NULL) {
        return false;
    }
    for (size_t i = 0; i < routes->count; i++) {
        struct route *route = &routes->items[i];
        /* A token that is missing is to be said, whether or not there is something to send. */
        work = work || pipeline->accesses[i].status != 0 ||
               (outbox_queued(route->outbox) > 0 &&
                backoff_remaining_s(&route->state->backoff, now_s) == 0);
    }
    return work;
}

static int print_bodies(const struct config *config, const struct route *route,
                        const struct folder_listing *listing, FILE *stream)
{
    const struct destination *destination = route->destination;
    struct batch_limits limits = {config->batch_size, DELIVER_BATCH_BYTES};
    struct batch batch;
    size_t unreadable = 0;
    int error = 0;

    for (size_t position = 0; error == 0 && position < listing->count;) {
        size_t length;
        error = batch_fill(route->outbox, listing, &position, destination, &limits, true,
                           &batch, &unreadable);
        if (error != 0 || batch.count == 0) {
            continue;
        }
        char *body = destination->format->body(destination, batch.parts, batch.count,
                                               time(NULL), &length);
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
    int status = pipeline_open(site, -1, &pipeline);
    int error = 0;

    if (status != 0) {
        return status;
    }
    status = pipeline_harvest(&pipeline, INT64_MAX);
    for (size_t i = 0; error == 0 && i < pipeline.routes->count; i++) {
        const struct route *route = &pipeline.routes->items[i];
        struct folder_listing listing;
        error = outbox_list(route->outbox, OUTBOX_QUEUE, &listing);
        if (error != 0) {
            break;
        }
        if (pipeline.routes->count > 1) {
            fprintf(stream, "# %s\n", route->name[0] != '\0' ? route->name : "unnamed");
        }
        error = print_bodies(&site->config, route, &listing, stream);
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
