/* The second half of the harvest: incoming records become events, then history. */
#include "harvest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "crash/record.h"
#include "diagnosis/signature_book.h"
#include "machine/folder.h"
#include "outbox/spares.h"

struct hall {
    int incoming_fd;
    int crashes_fd;
    struct examiner *examiner;
    const struct event_origin *origin;
    const struct harvest_door *door;
};

/*
 * One record. What can never become an event is done with as it is: -EINVAL, -EMSGSIZE,
 * -EFBIG and -EBADMSG say so. Anything else is the disk's or the memory's fault, and passes.
 */
static int admit(const struct hall *hall, const char *name)
{
    char *text;
    size_t length;
    struct event event;

    int error = folder_read(hall->incoming_fd, name, RECORD_LENGTH_MAX, &text, &length);
    if (error == 0) {
        error = examine_record(hall->examiner, text, length, hall->origin, &event);
        free(text);
    }
    if (error == 0) {
        error = hall->door->admit(hall->door->context, &event);
        event_done(&event);
    }
    bool hopeless =
        error == -EINVAL || error == -EMSGSIZE || error == -EFBIG || error == -EBADMSG;
    return hopeless ? 0 : error;
}

/* Entries [first, last): admit them all, settle, and only then move them away. */
static int run_round(const struct hall *hall, const struct folder_entry *entries, size_t count)
{
    const struct harvest_door *door = hall->door;
    size_t admitted = 0;
    int error = 0;

    if (door->begin != NULL) {
        door->begin(door->context);
    }
    while (admitted < count && error == 0) {
        error = admit(hall, entries[admitted].name);
        admitted += error == 0;
    }
    int settled = door->settle != NULL ? door->settle(door->context) : 0;
    if (settled != 0) {
        return settled; /* admitted perhaps twice, under the same ids: better than never */
    }
    for (size_t i = 0; i < admitted; i++) {
        int moved = folder_move(hall->incoming_fd, entries[i].name, hall->crashes_fd);
        error = error != 0 ? error : moved;
    }
    int synced = admitted > 0 ? folder_sync(hall->crashes_fd) : 0;
    if (synced == 0 && admitted > 0) {
        synced = folder_sync(hall->incoming_fd);
    }
    return error != 0 ? error : synced;
}

static int run_rounds(const struct hall *hall)
{
    struct folder_listing listing;

    int error = folder_list(hall->incoming_fd, HARVEST_SUFFIX, &listing);
    if (error != 0) {
        return error;
    }
    for (size_t done = 0; done < listing.count && error == 0; done += HARVEST_ROUND_MAX) {
        size_t left = listing.count - done;
        error = run_round(hall, listing.entries + done,
                          left < HARVEST_ROUND_MAX ? left : HARVEST_ROUND_MAX);
    }
    folder_listing_done(&listing);
    return error;
}

int harvest_examine(int state_fd, struct examiner *examiner, const struct event_origin *origin,
                    const struct harvest_door *door)
{
    struct hall hall = {-1, -1, examiner, origin, door};
    struct signature_book *book = NULL;

    int error = signature_book_load(state_fd, &book);
    examiner_use_book(examiner, book);
    if (error == 0) {
        error = folder_open(state_fd, HARVEST_INCOMING, FOLDER_MAKE, &hall.incoming_fd);
    }
    if (error == 0) {
        error = folder_open(state_fd, HARVEST_CRASHES, FOLDER_MAKE, &hall.crashes_fd);
    }
    if (error == 0) {
        error = run_rounds(&hall);
    }
    if (book != NULL) {
        int saved = signature_book_save(book, state_fd);
        error = error != 0 ? error : saved;
    }
    examiner_use_book(examiner, NULL);
    signature_book_free(book);
    if (hall.incoming_fd >= 0) {
        close(hall.incoming_fd);
    }
    if (hall.crashes_fd >= 0) {
        close(hall.crashes_fd);
    }
    return error;
}

static int prune(int crashes_fd, int incoming_fd, unsigned records, int64_t oldest_ns)
{
    struct spares spares = spares_find(incoming_fd);
    struct folder_listing listing;

    int error = folder_list(crashes_fd, HARVEST_SUFFIX, &listing);
    if (error != 0) {
        return error;
    }
    for (size_t i = 0; i < listing.count; i++) { /* oldest first */
        if (listing.count - i > records || listing.entries[i].time_ns < oldest_ns) {
            int given = spares_give(&spares, crashes_fd, listing.entries[i].name);
            error = error != 0 || given == -ENOENT ? error : given;
        }
    }
    folder_listing_done(&listing);
    return error;
}

int harvest_prune(int state_fd, unsigned records, unsigned days, int64_t now_s)
{
    int crashes_fd = -1;
    int incoming_fd = -1;

    int error = folder_open(state_fd, HARVEST_CRASHES, FOLDER_MAKE, &crashes_fd);
    if (error == 0) {
        error = folder_open(state_fd, HARVEST_INCOMING, FOLDER_MAKE, &incoming_fd);
    }
    if (error == 0) {
        error = prune(crashes_fd, incoming_fd, records,
                      (now_s - (int64_t)days * 86400) * 1000000000);
    }
    if (crashes_fd >= 0) {
        close(crashes_fd);
    }
    if (incoming_fd >= 0) {
        close(incoming_fd);
    }
    return error;
}
