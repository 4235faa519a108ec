/* An event's way from the queue into history, back, and out. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_own.h"

#define WHY_SUFFIX ".why"
#define WHY_MAX 1024
#define NS_PER_DAY (86400 * INT64_C(1000000000))

int outbox_sent(struct outbox *outbox, const char *name)
{
    int error = folder_move(outbox->fds[OUTBOX_QUEUE], name, outbox->fds[OUTBOX_SENT]);

    if (error == 0) {
        outbox->queued--;
        outbox_forget_index(outbox);
    }
    return error;
}

int outbox_defer(struct outbox *outbox, const char *name)
{
    outbox_forget_index(outbox);
    return utimensat(outbox->fds[OUTBOX_QUEUE], name, NULL, AT_SYMLINK_NOFOLLOW) != 0 ? -errno
                                                                                      : 0;
}

/* "ID.why" for "ID.json". */
static int why_name(const char *name, char ret_name[NAME_MAX + 1])
{
    size_t stem = strlen(name) - (sizeof OUTBOX_SUFFIX - 1);
    int printed = snprintf(ret_name, NAME_MAX + 1, "%.*s" WHY_SUFFIX, (int)stem, name);

    return printed < 0 || printed > NAME_MAX ? -ENAMETOOLONG : 0;
}

int outbox_reject(struct outbox *outbox, const char *name, const char *why)
{
    char sidecar[NAME_MAX + 1];
    int error = why_name(name, sidecar);

    if (error == 0) {
        error = folder_write(outbox->fds[OUTBOX_REJECTED], sidecar, why, strnlen(why, WHY_MAX));
    }
    if (error == 0) {
        error = folder_move(outbox->fds[OUTBOX_QUEUE], name, outbox->fds[OUTBOX_REJECTED]);
    }
    if (error == 0) {
        outbox->queued--;
        outbox_forget_index(outbox);
    }
    return error;
}

int outbox_retry(struct outbox *outbox, const char *name)
{
    char sidecar[NAME_MAX + 1];
    int error = why_name(name, sidecar);

    if (error == 0) {
        error = folder_move(outbox->fds[OUTBOX_REJECTED], name, outbox->fds[OUTBOX_QUEUE]);
    }
    if (error == 0) {
        unlinkat(outbox->fds[OUTBOX_REJECTED], sidecar, 0);
        outbox->queued++;
        outbox_forget_index(outbox);
    }
    return error;
}

/* It is gone: what was written beside it goes too. */
static void forget(struct outbox *outbox, enum outbox_folder folder, const char *sidecar)
{
    if (folder == OUTBOX_REJECTED) {
        unlinkat(outbox->fds[folder], sidecar, 0);
    } else if (folder == OUTBOX_QUEUE) {
        outbox->queued--;
        outbox_forget_index(outbox);
    }
}

int outbox_remove(struct outbox *outbox, enum outbox_folder folder, const char *name)
{
    char sidecar[NAME_MAX + 1];
    int error = why_name(name, sidecar);

    if (error == 0 && unlinkat(outbox->fds[folder], name, 0) != 0) {
        error = -errno;
    }
    if (error == 0) {
        forget(outbox, folder, sidecar);
    }
    return error;
}

/* As outbox_remove(), but the file may be used again. */
static int recycle(struct outbox *outbox, enum outbox_folder folder, const char *name)
{
    char sidecar[NAME_MAX + 1];
    int error = why_name(name, sidecar);

    error = error != 0 ? error : spares_give(&outbox->spares, outbox->fds[folder], name);
    if (error == 0) {
        forget(outbox, folder, sidecar);
    }
    return error;
}

int outbox_settle(struct outbox *outbox)
{
    /* The places of arrival first: should the power fail between, an event is in two places
     * rather than in none, and a second sending is recognised by its id. */
    static const enum outbox_folder order[] = {OUTBOX_SENT, OUTBOX_REJECTED, OUTBOX_QUEUE};
    int error = 0;

    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        int failed = folder_sync(outbox->fds[order[i]]);
        error = error == 0 ? failed : error;
    }
    return error;
}

static int prune_folder(struct outbox *outbox, enum outbox_folder folder, size_t most,
                        int64_t now_s)
{
    struct folder_listing listing;
    int64_t oldest_ns = now_s * 1000000000 - outbox->limits.history_days * NS_PER_DAY;
    int error = outbox_list(outbox, folder, &listing);

    if (error != 0) {
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        if (listing.count - i > most || listing.entries[i].time_ns < oldest_ns) {
            error = recycle(outbox, folder, listing.entries[i].name);
        }
    }
    folder_listing_done(&listing);
    return error;
}

int outbox_prune(struct outbox *outbox, int64_t now_s)
{
    size_t rejected_most = outbox->limits.max_queue > outbox->limits.history_events
                               ? outbox->limits.max_queue
                               : outbox->limits.history_events;
    int error = prune_folder(outbox, OUTBOX_SENT, outbox->limits.history_events, now_s);
    int second = prune_folder(outbox, OUTBOX_REJECTED, rejected_most, now_s);

    return error == 0 ? second : error;
}

void outbox_drop_spares(struct outbox *outbox)
{
    if (outbox->fds[OUTBOX_QUEUE] >= 0) {
        spares_drop(&outbox->spares);
    }
}
