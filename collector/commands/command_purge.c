/* epitaph purge: forget crashes. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"
#include "event/parcel.h"
#include "harvest/harvest.h"
#include "harvest/spool.h"
#include "options.h"
#include "outbox/spares.h"
#include "pipeline/site.h"

#define LOCK_PATIENCE_MS 5000
#define NS_PER_DAY (86400 * INT64_C(1000000000))

struct options {
    bool sent; /* only what a server has acknowledged */
    bool all;
    long older_than_days; /* -1: of any age */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.older_than_days = -1};
    const struct option_row rows[] = {
        {"sent", .flag = &options.sent},
        {"all", .flag = &options.all},
        {"older-than", .days = &options.older_than_days},
        {.name = NULL},
    };

    int status = options_parse(argc, argv, rows, NULL);
    if (status == EX_OK && (options.sent == options.all) &&
        (options.sent || options.older_than_days < 0)) {
        fprintf(stderr, "usage: epitaph purge [--sent|--all] [--older-than DAYS]\n");
        status = EX_USAGE;
    }
    *ret_options = options;
    return status;
}

struct purging {
    struct routes *routes;
    int crashes_fd;
    int64_t before_ns;
};

/* The raw record that an event was made of has the event's id, without dashes. */
static void forget_record(int crashes_fd, const char *event_name)
{
    char name[PARCEL_ID_MAX + sizeof HARVEST_SUFFIX];
    size_t used = 0;

    for (const char *c = event_name; *c != '\0' && *c != '.' && used < PARCEL_ID_MAX; c++) {
        if (*c != '-') {
            name[used++] = *c;
        }
    }
    memcpy(name + used, HARVEST_SUFFIX, sizeof HARVEST_SUFFIX);
    unlinkat(crashes_fd, name, 0);
}

/*
 * Remove what is old enough from one folder. A crash is forgotten, and its record with it, when
 * no destination has its event any more.
 */
static int purge_events(const struct purging *purging, struct outbox *outbox,
                        enum outbox_folder folder, size_t *count)
{
    struct folder_listing listing;
    int error = outbox_list(outbox, folder, &listing);

    if (error != 0) {
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        char *name = listing.entries[i].name;
        if (listing.entries[i].time_ns >= purging->before_ns) {
            continue;
        }
        error = outbox_remove(outbox, folder, name);
        name[strlen(name) - strlen(OUTBOX_SUFFIX)] = '\0';
        if (error == 0 && !routes_have(purging->routes, name)) {
            *count += 1;
            forget_record(purging->crashes_fd, name);
        }
    }
    folder_listing_done(&listing);
    return error;
}

static int purge_records(int folder_fd, int64_t before_ns)
{
    struct folder_listing listing;
    int error = folder_list(folder_fd, HARVEST_SUFFIX, &listing);

    if (error != 0) {
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        if (listing.entries[i].time_ns < before_ns &&
            unlinkat(folder_fd, listing.entries[i].name, 0) != 0) {
            error = -errno;
        }
    }
    folder_listing_done(&listing);
    return error;
}

/* Free every slot of our own spool, unread. */
static int purge_spool(const char *path, size_t *count)
{
    struct spool *spool;
    struct spool_slot slot;
    int error = spool_open(path, SPOOL_HARVEST, &spool);

    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        if (spool_look(spool, i, &slot) != 0) {
            continue;
        }
        unsigned state = EPITAPH_SLOT_STATE(slot.word);
        bool holds = state == EPITAPH_SLOT_COMMITTED || state == EPITAPH_SLOT_TAKEN ||
                     (state == EPITAPH_SLOT_CLAIMED && spool_slot_is_torn(&slot));
        if (holds && (state == EPITAPH_SLOT_TAKEN || spool_take(spool, &slot) == 0) &&
            spool_release(spool, &slot) == 0) {
            *count += 1;
        }
    }
    spool_close(spool);
    return 0;
}

static int purge_spools(const struct site *site, size_t *count)
{
    char *path = NULL;

    if (asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, site->paths.spool, geteuid()) < 0) {
        return -ENOMEM;
    }
    int error = purge_spool(path, count);
    free(path);
    return error;
}

static int purge_route(const struct purging *purging, struct outbox *outbox, bool sent_only,
                       size_t *count)
{
    int error = purge_events(purging, outbox, OUTBOX_SENT, count);

    if (error != 0 || sent_only) {
        return error;
    }
    error = purge_events(purging, outbox, OUTBOX_REJECTED, count);
    return error != 0 ? error : purge_events(purging, outbox, OUTBOX_QUEUE, count);
}

/* They hold nothing; a kill may have left one that does. */
static void drop_spares(const struct purging *purging, int incoming_fd)
{
    struct spares spares = spares_find(incoming_fd);

    spares_drop(&spares);
    for (size_t i = 0; i < purging->routes->count; i++) {
        outbox_drop_spares(purging->routes->items[i].outbox);
    }
}

static int purge_folders(const struct site *site, struct purging *purging, int incoming_fd,
                         bool sent_only, size_t *count)
{
    int error = 0;

    for (size_t i = 0; error == 0 && i < purging->routes->count; i++) {
        error = purge_route(purging, purging->routes->items[i].outbox, sent_only, count);
    }
    error = error != 0 ? error : routes_remove_empty(purging->routes, site->state_fd);
    if (error != 0 || sent_only) {
        return error;
    }
    error = purge_records(incoming_fd, purging->before_ns);
    return error != 0 ? error : purge_records(purging->crashes_fd, purging->before_ns);
}

static int purge(const struct site *site, struct routes *routes, const struct options *options,
                 size_t *count)
{
    struct purging purging = {routes, -1, INT64_MAX};
    int incoming_fd = -1;
    int error = folder_open(site->state_fd, HARVEST_CRASHES, FOLDER_MAKE, &purging.crashes_fd);

    if (options->older_than_days >= 0) {
        purging.before_ns =
            time(NULL) * INT64_C(1000000000) - options->older_than_days * NS_PER_DAY;
    }
    error = error != 0
                ? error
                : folder_open(site->state_fd, HARVEST_INCOMING, FOLDER_MAKE, &incoming_fd);
    if (error == 0) {
        drop_spares(&purging, incoming_fd);
    }
    error =
        error != 0 ? error : purge_folders(site, &purging, incoming_fd, options->sent, count);
    if (purging.crashes_fd >= 0) {
        close(purging.crashes_fd);
    }
    if (incoming_fd >= 0) {
        close(incoming_fd);
    }
    if (error == 0 && options->all && options->older_than_days < 0) {
        error = purge_spools(site, count);
    }
    return error;
}

int command_purge(int argc, char **argv)
{
    struct options options;
    struct site site;
    struct routes *routes = NULL;
    size_t count = 0;
    int status = parse_options(argc, argv, &options);

    if (status != 0) {
        return status;
    }
    status = site_open(FOLDER_MAKE, &site);
    if (status != 0) {
        return status;
    }
    status = site_lock(&site, LOCK_PATIENCE_MS);
    if (status == 0) {
        status = site_routes(&site, ROUTES_ALL, &routes);
    }
    if (status == 0) {
        int error = purge(&site, routes, &options, &count);
        printf("%zu crashes forgotten\n", count);
        if (error != 0) {
            fprintf(stderr, "epitaph purge: %s: %s\n", site.paths.state, strerror(-error));
            status = EX_SOFTWARE;
        }
    }
    routes_close(routes);
    site_close(&site);
    return status;
}
