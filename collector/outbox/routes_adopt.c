/* The part of routes.h that moves what waited while there was nowhere to go. */
#include "routes.h"

#include <errno.h>
#include <stdlib.h>

#include "event/parcel.h"

static int adopt_one(struct routes *routes, const char *name)
{
    struct parcel *parcel;
    char *json;
    size_t length;
    int error = outbox_read(routes->unplaced, OUTBOX_QUEUE, name, &json, &length);

    if (error != 0) {
        return error;
    }
    error = parcel_parse(json, length, &parcel);
    if (error == 0) {
        error = routes_put(routes, parcel_id(parcel), json, length, parcel_signature(parcel));
        parcel_free(parcel);
    }
    free(json);
    return error;
}

static bool is_damage(int error)
{
    return error == -EBADMSG || error == -EFBIG || error == -EINVAL;
}

int routes_adopt(struct routes *routes)
{
    struct folder_listing listing;

    if (routes->unplaced == NULL || outbox_queued(routes->unplaced) == 0) {
        return 0;
    }
    int error = outbox_list(routes->unplaced, OUTBOX_QUEUE, &listing);
    if (error != 0) {
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        error = adopt_one(routes, listing.entries[i].name);
        if (is_damage(error)) {
            error = outbox_reject(routes->unplaced, listing.entries[i].name,
                                  "the file is not an event");
        }
    }
    error = error == 0 ? routes_commit(routes) : error;
    /* Only now: a kill before this lets them come again, and they are known. */
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        error = outbox_remove(routes->unplaced, OUTBOX_QUEUE, listing.entries[i].name);
        error = error == -ENOENT ? 0 : error; /* set aside just now */
    }
    folder_listing_done(&listing);
    return error;
}
