/* epitaph retry: events that were set aside go back into the queues. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "commands.h"
#include "options.h"
#include "pipeline/site.h"

#define LOCK_PATIENCE_MS 5000

static int requeue(struct outbox *outbox, size_t *ret_count)
{
    struct folder_listing listing;
    int error = outbox_list(outbox, OUTBOX_REJECTED, &listing);

    if (error != 0) {
        return error;
    }
    *ret_count = listing.count;
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        error = outbox_retry(outbox, listing.entries[i].name);
    }
    folder_listing_done(&listing);
    return error != 0 ? error : outbox_settle(outbox);
}

/* Whoever asks for a retry has mended something: there is nothing left to wait for. */
static int forget_backoff(const struct route *route)
{
    backoff_succeed(&route->state->backoff);
    return route->state_damaged ? 0 : state_save(route->folder_fd, route->state);
}

static int retry(const struct site *site, const char *to)
{
    struct routes *routes;
    size_t total = 0;
    int status = site_routes(site, ROUTES_CONFIGURED, &routes);

    if (status != 0) {
        return status;
    }
    if (to != NULL && routes_find(routes, to) == NULL) {
        fprintf(stderr, "epitaph retry: no destination '%s' is configured\n", to);
        routes_close(routes);
        return EX_USAGE;
    }
    for (size_t i = 0; status == 0 && i < routes->count; i++) {
        const struct route *route = &routes->items[i];
        size_t count = 0;
        if (to != NULL && strcmp(to, route->name) != 0) {
            continue;
        }
        int error = requeue(route->outbox, &count);
        error = error != 0 ? error : forget_backoff(route);
        total += count;
        if (error != 0) {
            fprintf(stderr, "epitaph retry: %s: %s\n", site->paths.state, strerror(-error));
            status = EX_SOFTWARE;
        }
    }
    routes_close(routes);
    if (status == 0) {
        printf("%zu queued again\n", total);
    }
    return status;
}

int command_retry(int argc, char **argv)
{
    const char *to = NULL;
    const struct option_row rows[] = {{"to", .text = &to}, {.name = NULL}};
    struct site site;
    int status = options_parse(argc, argv, rows, NULL);

    if (status != 0) {
        return status;
    }
    status = site_open(FOLDER_MAKE, &site);
    if (status != 0) {
        return status;
    }
    status = site_lock(&site, LOCK_PATIENCE_MS);
    if (status == 0) {
        status = retry(&site, to);
        lock_release(&site.lock);
    }
    site_close(&site);
    return status;
}
