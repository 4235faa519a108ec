/* The second half of the pipeline: from the outboxes to the destinations. */
#include "pipeline.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "configuration/consent.h"
#include "delivery/world.h"
#include "formats/format.h"

/* One destination's share of a delivery, and all that its job borrows. */
struct leg {
    struct route *route;
    struct http_address address;
    struct http *http;
    struct world ground;
    struct deliver_world world;
    struct deliver_settings settings;
    struct deliver_tools tools;
    struct deliver_report report;
};

/* The one that says most: a person has to act, our own trouble, a server's, what may pass. */
static int worse(int left, int right)
{
    static const int order[] = {EX_NOPERM,      EX_CONFIG,   EX_SOFTWARE,
                                EX_UNAVAILABLE, EX_TEMPFAIL, EX_OK};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (left == order[i] || right == order[i]) {
            return order[i];
        }
    }
    return left;
}

/* "epitaph: " and, where it has a name, whose trouble it is. */
static void begin_line(const struct route *route)
{
    fprintf(stderr, "epitaph: %s%s", route->name, route->name[0] != '\0' ? ": " : "");
}

static void tell_aside(const struct pipeline *pipeline, const struct leg *leg)
{
    size_t aside = leg->report.rejected + leg->report.unreadable;
    bool named = leg->route->name[0] != '\0';

    if (leg->report.words[0] != '\0') {
        fputs("; ", stderr);
    } else {
        begin_line(leg->route);
    }
    fprintf(stderr, "%zu set aside in %s%s%s/rejected (epitaph retry queues them again)\n",
            aside, pipeline->site->paths.state, named ? "/" ROUTES_FOLDER "/" : "",
            leg->route->name);
}

/* One clear line when something is wrong; nothing otherwise. */
static int tell(const struct pipeline *pipeline, const struct leg *leg)
{
    static const int statuses[] = {
        [DELIVER_DONE] = EX_OK,         [DELIVER_DEFERRED] = EX_OK,
        [DELIVER_KEPT] = EX_TEMPFAIL,   [DELIVER_UNREACHABLE] = EX_UNAVAILABLE,
        [DELIVER_REFUSED] = EX_NOPERM,  [DELIVER_MISDIRECTED] = EX_CONFIG,
        [DELIVER_TIMED_OUT] = EX_OK,    [DELIVER_SUPERSEDED] = EX_OK,
        [DELIVER_FAILED] = EX_SOFTWARE,
    };
    const struct deliver_report *report = &leg->report;
    size_t aside = report->rejected + report->unreadable;

    if (report->end == DELIVER_FAILED) {
        begin_line(leg->route);
        fprintf(stderr, "%s\n", report->words);
        return report->error == -ENOSPC || report->error == -EDQUOT || report->error == -EIO
                   ? EX_TEMPFAIL
                   : EX_SOFTWARE;
    }
    if (report->words[0] != '\0') {
        begin_line(leg->route);
        fputs(report->words, stderr);
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
        tell_aside(pipeline, leg);
    }
    if (report->dropped > 0) {
        begin_line(leg->route);
        fprintf(stderr, "the server threw away %" PRIu64 " of the events that it took: %s\n",
                report->dropped, report->dropped_words);
    } else if (report->dropped_words[0] != '\0') {
        begin_line(leg->route);
        fprintf(stderr, "the server took what was sent: %s\n", report->dropped_words);
    }
    return statuses[report->end];
}

/* What the rounds need. Returns 0 or an exit status, said on stderr. */
static int prepare(struct pipeline *pipeline, struct route *route,
                   const struct pipeline_access *access, int64_t deadline_s, struct leg *leg)
{
    const struct config *config = &pipeline->site->config;
    const struct destination *destination = route->destination;
    char words[HTTP_ERROR_SIZE] = "";
    const struct http_target target = {
        .ca_file = destination->ca_file,
        .pinned_key = destination->pinned_key,
        .client_certificate = destination->client_certificate,
        .client_key = destination->client_key,
        .user_agent = "epitaph/" EPITAPH_VERSION,
    };

    leg->route = route;
    int error =
        destination->format->address(destination, &access->credentials, &leg->address, words);
    if (error != 0 || http_new(&target, &leg->http, words) != 0) {
        http_address_done(&leg->address);
        begin_line(route);
        fprintf(stderr, "%s\n", words[0] != '\0' ? words : strerror(ENOMEM));
        return words[0] != '\0' ? EX_CONFIG : EX_SOFTWARE;
    }
    leg->ground = (struct world){
        .http = leg->http, .stop_fd = pipeline->stop_fd, .ends = consent_is_gone};
    leg->world = world_real(&leg->ground);
    leg->settings = (struct deliver_settings){
        .destination = destination,
        .address = &leg->address,
        .batch_size = config->batch_size,
        .batch_bytes = DELIVER_BATCH_BYTES,
        .max_retries = config->max_retries,
        .request_timeout_ms = (long)destination->request_timeout_s * 1000,
        .compress = strcmp(destination->compression, "none") != 0,
        .zstd = strcmp(destination->compression, "auto") == 0,
        .deadline_s = deadline_s,
    };
    leg->tools = (struct deliver_tools){
        .outbox = route->outbox,
        .lock = &pipeline->site->lock,
        .state_fd = route->folder_fd,
        .state = route->state,
    };
    return 0;
}

static int conclude(const struct pipeline *pipeline, struct leg *leg)
{
    int status = tell(pipeline, leg);
    int error = 0;

    if (pipeline->verbose) {
        begin_line(leg->route);
        fprintf(stderr, "%zu sent, %zu set aside, %zu still wait\n", leg->report.sent,
                leg->report.rejected + leg->report.unreadable,
                outbox_queued(leg->route->outbox));
    }
    if (leg->report.end != DELIVER_SUPERSEDED) {
        error = outbox_prune(leg->route->outbox, leg->world.now_s(leg->world.context));
        error = error != 0 ? error : state_save(leg->route->folder_fd, leg->route->state);
    }
    http_free(leg->http);
    http_address_done(&leg->address);
    if (error != 0) {
        begin_line(leg->route);
        fprintf(stderr, "%s: %s\n", pipeline->site->paths.state, strerror(-error));
        status =
            error == -ENOSPC || error == -EDQUOT || error == -EIO ? EX_TEMPFAIL : EX_SOFTWARE;
    }
    return status;
}

static int deliver(struct pipeline *pipeline, struct leg *legs, struct deliver_job *jobs,
                   int64_t deadline_s)
{
    struct routes *routes = pipeline->routes;
    size_t count = 0;
    int status = EX_OK;

    for (size_t i = 0; i < routes->count; i++) {
        struct route *route = &routes->items[i];
        const struct pipeline_access *access = &pipeline->accesses[i];
        if (access->status != 0) {
            fprintf(stderr, "epitaph: %s\n", access->words);
            status = worse(status, access->status);
            continue;
        }
        if (pipeline->verbose) {
            char *place = destination_describe(route->destination);
            begin_line(route);
            fprintf(stderr, "%zu events to %s\n", outbox_queued(route->outbox),
                    place != NULL ? place : "");
            free(place);
        }
        struct leg *leg = &legs[count];
        int failed = prepare(pipeline, route, access, deadline_s, leg);
        status = worse(status, failed);
        if (failed == 0) {
            jobs[count++] =
                (struct deliver_job){&leg->settings, &leg->tools, &leg->world, &leg->report};
        }
    }
    deliver_all(jobs, count);
    for (size_t i = 0; i < count; i++) {
        status = worse(status, conclude(pipeline, &legs[i]));
    }
    return status;
}

int pipeline_deliver(struct pipeline *pipeline, int64_t deadline_s)
{
    if (consent_withheld(&pipeline->site->config) != NULL) {
        return EX_OK;
    }
    struct leg *legs = calloc(pipeline->routes->count, sizeof *legs);
    struct deliver_job *jobs = calloc(pipeline->routes->count, sizeof *jobs);
    int status = EX_SOFTWARE;

    if (legs != NULL && jobs != NULL) {
        status = deliver(pipeline, legs, jobs, deadline_s);
    } else {
        fprintf(stderr, "epitaph: %s\n", strerror(ENOMEM));
    }
    free(jobs);
    free(legs);
    return status;
}
