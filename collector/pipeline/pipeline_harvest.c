/* The first half of the pipeline: from the spools to the outbox. */
#include "pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "delivery/world.h"
#include "foreign.h"
#include "harvest/examine.h"
#include "harvest/harvest.h"
#include "harvest/lost.h"
#include "harvest/spool.h"
#include "harvest/spools.h"
#include "machine/folder.h"
#include "outbox/admission.h"

/* One user's spool may not hold up those of the others. */
#define FOREIGN_TIMEOUT_MS 30000

/* Where the events of one user go. */
struct door {
    struct pipeline *pipeline;
    struct quota *quota;
    const struct event_origin *origin;
};

static void begin(void *context)
{
    const struct door *door = context;

    quota_begin(door->quota);
}

static struct admission admission_of(const struct door *door)
{
    return (struct admission){
        .routes = door->pipeline->routes,
        .quota = door->quota,
        .now_s = time(NULL),
    };
}

static int admit(const struct door *door, const char *json, size_t length)
{
    struct admission admission = admission_of(door);

    return admission_judge(&admission, json, length);
}

static int admit_own(void *context, const struct event *event)
{
    return admit(context, event->json, event->length);
}

/* What another user's child says of itself is checked and corrected first. */
static int admit_foreign(void *context, const char *json, size_t length)
{
    const struct door *door = context;
    const struct parcel_sender sender = {
        .instance_id = door->origin->instance_id,
        .device_id = door->origin->device_id,
        .auth_mode = door->origin->auth_mode,
    };
    struct parcel *parcel;
    int error = parcel_parse(json, length, &parcel);

    if (error != 0) {
        return error;
    }
    error = parcel_adopt(parcel, &sender);
    char *adopted = error == 0 ? parcel_print(parcel) : NULL;
    parcel_free(parcel);
    if (adopted == NULL) {
        return error != 0 ? error : -ENOMEM;
    }
    error = admit(door, adopted, strlen(adopted));
    free(adopted);
    return error;
}

static int settle(void *context)
{
    const struct door *door = context;
    struct admission admission = admission_of(door);

    return admission_settle(&admission, door->pipeline->site->state_fd);
}

/* One line, and of a full disk no second; the first trouble decides the exit status. */
static int complain(struct pipeline *pipeline, const char *what, const char *path,
                    const char *words, int error)
{
    int status = site_status(error);

    if (error == 0 || error != pipeline->told) {
        fprintf(stderr, "epitaph: %s %s: %s\n", what, path, words);
    }
    pipeline->told = status == EX_TEMPFAIL ? error : pipeline->told;
    return status;
}

/* Take what incoming/ has room for. Sets *ret_more when some of it had to stay in the spool. */
static int harvest_own(struct pipeline *pipeline, const char *path, bool *ret_more)
{
    struct harvest_report report = {0};
    int error = harvest_spool(path, pipeline->site->state_fd, &report);

    *ret_more = error == 0 && report.left > 0 && report.taken > 0;
    pipeline->routes->whole.counters[STATE_DROPPED_SPOOL] += report.lost;
    if (pipeline->verbose) {
        fprintf(stderr, "epitaph: %s: %u records taken, %u of them torn, %u busy, %u left\n",
                path, report.taken, report.torn, report.busy, report.left);
    }
    if (error == 0 || error == -ENOENT) {
        return 0;
    }
    return complain(pipeline, "cannot harvest", path, spool_strerror(error), error);
}

static int harvest_foreign(struct pipeline *pipeline, const struct spools_entry *entry,
                           const struct event_origin *origin)
{
    const struct config *config = &pipeline->site->config;
    struct quota_limits limits = {config->per_signature_per_hour, config->per_day};
    struct door door = {.pipeline = pipeline, .origin = origin};
    struct foreign_door foreign_door = {&door, config->redaction, begin, admit_foreign, settle};
    struct foreign_report report;
    char name[QUOTA_NAME_SIZE];
    int damaged;

    snprintf(name, sizeof name, QUOTA_OF_USER, entry->uid);
    int error = quota_load(pipeline->site->state_fd, name, &limits, &door.quota, &damaged);
    if (error != 0) {
        return complain(pipeline, "cannot harvest", entry->path, strerror(-error), error);
    }
    error = foreign_harvest(entry->path, entry->uid, origin, FOREIGN_TIMEOUT_MS, &foreign_door,
                            &report);
    quota_free(door.quota);
    pipeline->routes->whole.counters[STATE_DROPPED_INVALID] += report.invalid;
    uint64_t lost = 0;
    if (error == 0) {
        error = lost_since(pipeline->site->state_fd, entry->uid, report.lost, &lost);
    }
    pipeline->routes->whole.counters[STATE_DROPPED_SPOOL] += lost;
    if (error == 0 && report.words[0] == '\0') {
        return 0;
    }
    return complain(pipeline, "cannot harvest", entry->path,
                    error != 0 ? strerror(-error) : report.words, error);
}

static int examine(struct pipeline *pipeline, const struct event_origin *origin)
{
    struct door door = {pipeline, pipeline->quota, origin};
    struct harvest_door harvest_door = {&door, begin, admit_own, settle};
    struct examiner *examiner;
    struct symbolizer_options options = {
        .debuginfod_urls = pipeline->site->config.debuginfod,
    };
    int error = examiner_new(&options, &examiner);

    if (error == 0) {
        examiner_hide(examiner, pipeline->site->config.redaction);
        error = harvest_examine(pipeline->site->state_fd, examiner, origin, &harvest_door);
        examiner_free(examiner);
    }
    return error == 0
               ? 0
               : complain(pipeline, "cannot queue events in", pipeline->site->paths.state,
                          error == -ENOSPC ? "the disk is full, or has less than free_space"
                                           : strerror(-error),
                          error);
}

static int prune(struct pipeline *pipeline, bool events_too)
{
    const struct config *config = &pipeline->site->config;
    int64_t now_s = time(NULL);
    int error = harvest_prune(pipeline->site->state_fd, config->history_events,
                              config->history_days, now_s);

    for (size_t i = 0; events_too && i < pipeline->routes->count; i++) {
        int pruned = outbox_prune(pipeline->routes->items[i].outbox, now_s);
        error = error != 0 ? error : pruned;
    }
    return error == 0 ? 0
                      : complain(pipeline, "cannot prune", pipeline->site->paths.state,
                                 strerror(-error), error);
}

/* Our own spool, in as many rounds as it takes. The first one also sees to what a kill left. */
static int empty_own(struct pipeline *pipeline, const char *path,
                     const struct event_origin *origin, int64_t deadline_s)
{
    bool more;
    int status;

    do {
        int harvested = harvest_own(pipeline, path, &more);
        int examined = examine(pipeline, origin);
        status = harvested != 0 ? harvested : examined;
        if (status == 0 && more) {
            status = prune(pipeline, false); /* what it removes, the next round uses again */
        }
    } while (status == 0 && more && time(NULL) < deadline_s);
    return status;
}

int pipeline_harvest(struct pipeline *pipeline, int64_t deadline_s)
{
    struct event_origin origin = {
        .instance_id = pipeline->identity.instance_id,
        .device_id = pipeline->identity.device_id,
        .auth_mode = pipeline->identity.auth_mode,
        .cli_version = EPITAPH_VERSION,
    };
    struct spools spools;
    int error = spools_find(pipeline->site->paths.spool, &spools);

    if (error != 0) {
        return complain(pipeline, "cannot read", pipeline->site->paths.spool, strerror(-error),
                        error);
    }
    /* Ours is the first. The others begin anywhere, so that nobody is always the last. */
    int status = empty_own(pipeline, spools.entries[0].path, &origin, deadline_s);
    size_t others = spools.count - 1;
    size_t start = others > 0 ? world_random() % others : 0;
    for (size_t i = 0; i < others && time(NULL) < deadline_s; i++) {
        const struct spools_entry *entry = &spools.entries[1 + (start + i) % others];
        int failed = entry->uid == geteuid()
                         ? empty_own(pipeline, entry->path, &origin, deadline_s)
                         : harvest_foreign(pipeline, entry, &origin);
        status = status != 0 ? status : failed;
    }
    spools_done(&spools);
    /* Also when a disk is full, and just then; also when nothing is sent for months. */
    int pruned = prune(pipeline, true);
    return status != 0 ? status : pruned;
}
