/* epitaph retry: events that were set aside go back into the queue. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "commands.h"
#include "site.h"
#include "state.h"

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
static int forget_backoff(const struct site *site)
{
    struct state state;
    int error = state_load(site->state_fd, &state);

    if (error != 0) {
        return error == -EBADMSG ? 0 : error;
    }
    backoff_succeed(&state.backoff);
    return state_save(site->state_fd, &state);
}

static int retry(struct site *site)
{
    struct outbox *outbox;
    size_t count = 0;
    int status = site_outbox(site, &outbox);

    if (status != 0) {
        return status;
    }
    int error = requeue(outbox, &count);
    outbox_close(outbox);
    error = error != 0 ? error : forget_backoff(site);
    if (error != 0) {
        fprintf(stderr, "epitaph retry: %s: %s\n", site->paths.state, strerror(-error));
        return EX_SOFTWARE;
    }
    printf("%zu queued again\n", count);
    return EX_OK;
}

int command_retry(int argc, char **argv)
{
    struct site site;

    if (argc > 1) {
        fprintf(stderr, "epitaph retry: unexpected argument '%s'\n", argv[1]);
        return EX_USAGE;
    }
    int status = site_open(FOLDER_MAKE, &site);
    if (status != 0) {
        return status;
    }
    status = site_lock(&site, LOCK_PATIENCE_MS);
    if (status == 0) {
        status = retry(&site);
        lock_release(&site.lock);
    }
    site_close(&site);
    return status;
}
