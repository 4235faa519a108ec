#include "outbox.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "event/parcel.h"
#include "eviction.h"
#include "outbox_own.h"

static const char *const folder_names[OUTBOX_FOLDER_COUNT] = {"outbox", "sent", "rejected"};

static int open_folders(struct outbox *outbox, int state_fd, enum folder_mode mode)
{
    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        int error = state_fd < 0
                        ? -ENOENT
                        : folder_open(state_fd, folder_names[i], mode, &outbox->fds[i]);
        if (error != 0 && !(error == -ENOENT && mode == FOLDER_READ)) {
            return error;
        }
    }
    return 0;
}

static int count_queue(struct outbox *outbox)
{
    return outbox->fds[OUTBOX_QUEUE] < 0
               ? 0
               : folder_count(outbox->fds[OUTBOX_QUEUE], OUTBOX_SUFFIX, &outbox->queued);
}

int outbox_open(int state_fd, enum folder_mode mode, const struct outbox_limits *limits,
                struct outbox **ret_outbox)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);

    if (outbox == NULL) {
        return -ENOMEM;
    }
    outbox->limits = *limits;
    outbox->spares.folder_fd = -1;
    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        outbox->fds[i] = -1;
    }
    int error = open_folders(outbox, state_fd, mode);
    if (error == 0) {
        error = count_queue(outbox);
    }
    if (error == 0 && mode == FOLDER_MAKE) {
        outbox->spares = spares_find(outbox->fds[OUTBOX_QUEUE]);
    }
    if (error != 0) {
        outbox_close(outbox);
        return error;
    }
    *ret_outbox = outbox;
    return 0;
}

static void forget_staged(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->staged_count; i++) {
        free(outbox->staged[i].name);
        free(outbox->staged[i].signature);
    }
    outbox->staged_count = 0;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox == NULL) {
        return;
    }
    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        if (outbox->fds[i] >= 0) {
            close(outbox->fds[i]);
        }
    }
    eviction_free(outbox->eviction);
    forget_staged(outbox);
    free(outbox->staged);
    free(outbox);
}

void outbox_sweep(struct outbox *outbox)
{
    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        folder_sweep(outbox->fds[i]);
    }
}

const char *outbox_folder_name(enum outbox_folder folder)
{
    return folder_names[folder];
}

static bool is_known(const struct outbox *outbox, const char *name)
{
    struct stat info;

    for (size_t i = 0; i < outbox->staged_count; i++) {
        if (strcmp(outbox->staged[i].name, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < OUTBOX_FOLDER_COUNT; i++) {
        if (outbox->fds[i] >= 0 &&
            fstatat(outbox->fds[i], name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
            return true;
        }
    }
    return false;
}

static bool disk_is_low(const struct outbox *outbox)
{
    struct statvfs info;

    return outbox->limits.free_floor_bytes > 0 &&
           fstatvfs(outbox->fds[OUTBOX_QUEUE], &info) == 0 &&
           (uint64_t)info.f_bavail * info.f_frsize < outbox->limits.free_floor_bytes;
}

/* Queue one file for eviction under its signature; a damaged one has none of its own. */
static int index_file(struct outbox *outbox, struct eviction *eviction, const char *name)
{
    struct parcel *parcel = NULL;
    char *json;
    size_t length;

    if (outbox_read(outbox, OUTBOX_QUEUE, name, &json, &length) == 0) {
        if (parcel_parse(json, length, &parcel) != 0) {
            parcel = NULL;
        }
        free(json);
    }
    int error = eviction_add(eviction, name, parcel == NULL ? "" : parcel_signature(parcel));
    parcel_free(parcel);
    return error;
}

static int index_queue(struct outbox *outbox)
{
    struct folder_listing listing;
    struct eviction *eviction = eviction_new();
    int error = eviction == NULL ? -ENOMEM : outbox_list(outbox, OUTBOX_QUEUE, &listing);

    if (error != 0) {
        eviction_free(eviction);
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        error = index_file(outbox, eviction, listing.entries[i].name);
    }
    folder_listing_done(&listing);
    if (error != 0) {
        eviction_free(eviction);
        return error;
    }
    outbox->eviction = eviction;
    return 0;
}

void outbox_forget_index(struct outbox *outbox)
{
    eviction_free(outbox->eviction);
    outbox->eviction = NULL;
}

static int evict(struct outbox *outbox)
{
    while (outbox->queued > outbox->limits.max_queue) {
        char *name = eviction_take(outbox->eviction);
        if (name == NULL) {
            return 0;
        }
        int error = spares_give(&outbox->spares, outbox->fds[OUTBOX_QUEUE], name);
        free(name);
        if (error != 0) {
            return error;
        }
        outbox->queued--;
        outbox->evicted++;
    }
    return 0;
}

/* The committed files are in the queue; the oldest of the largest signature leave it. */
static int make_room(struct outbox *outbox)
{
    int error = 0;

    outbox->queued += outbox->staged_count;
    if (outbox->eviction != NULL) {
        for (size_t i = 0; error == 0 && i < outbox->staged_count; i++) {
            const struct outbox_staged *staged = &outbox->staged[i];
            error = eviction_add(outbox->eviction, staged->name, staged->signature);
        }
    } else if (outbox->queued > outbox->limits.max_queue) {
        error = index_queue(outbox);
    }
    return error == 0 && outbox->eviction != NULL ? evict(outbox) : error;
}

static int remember_staged(struct outbox *outbox, const char *name, const char *signature)
{
    if (outbox->staged_count == outbox->staged_capacity) {
        size_t larger = outbox->staged_capacity == 0 ? 16 : outbox->staged_capacity * 2;
        struct outbox_staged *staged = reallocarray(outbox->staged, larger, sizeof *staged);
        if (staged == NULL) {
            return -ENOMEM;
        }
        outbox->staged = staged;
        outbox->staged_capacity = larger;
    }
    struct outbox_staged entry = {strdup(name), strdup(signature)};
    if (entry.name == NULL || entry.signature == NULL) {
        free(entry.name);
        free(entry.signature);
        return -ENOMEM;
    }
    outbox->staged[outbox->staged_count++] = entry;
    return 0;
}

int outbox_put(struct outbox *outbox, const char *event_id, const char *json, size_t length,
               const char *signature)
{
    char name[PARCEL_ID_MAX + sizeof OUTBOX_SUFFIX];

    if (!parcel_is_id(event_id) || length > PARCEL_BYTES_MAX) {
        return -EINVAL;
    }
    snprintf(name, sizeof name, "%s" OUTBOX_SUFFIX, event_id);
    if (is_known(outbox, name)) {
        return 0;
    }
    if (disk_is_low(outbox)) {
        return -ENOSPC;
    }
    int error = spares_stage(&outbox->spares, name, json, length);
    return error == 0 ? remember_staged(outbox, name, signature) : error;
}

static int publish_staged(const struct outbox *outbox)
{
    const char **names = calloc(outbox->staged_count, sizeof *names);

    if (names == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < outbox->staged_count; i++) {
        names[i] = outbox->staged[i].name;
    }
    int error = folder_publish(outbox->fds[OUTBOX_QUEUE], names, outbox->staged_count);
    free(names);
    return error;
}

int outbox_commit(struct outbox *outbox)
{
    if (outbox->staged_count == 0) {
        return 0;
    }
    int error = publish_staged(outbox);
    error = error == 0 ? make_room(outbox) : error;
    if (error != 0) {
        outbox_forget_index(outbox); /* it may not know what is there now */
    }
    forget_staged(outbox);
    return error;
}

size_t outbox_evicted(const struct outbox *outbox)
{
    return outbox->evicted;
}

size_t outbox_queued(const struct outbox *outbox)
{
    return outbox->queued;
}

int outbox_list(const struct outbox *outbox, enum outbox_folder folder,
                struct folder_listing *ret_listing)
{
    if (outbox->fds[folder] < 0) {
        *ret_listing = (struct folder_listing){0};
        return 0;
    }
    return folder_list(outbox->fds[folder], OUTBOX_SUFFIX, ret_listing);
}

int outbox_read(const struct outbox *outbox, enum outbox_folder folder, const char *name,
                char **ret_json, size_t *ret_length)
{
    if (outbox->fds[folder] < 0) {
        return -ENOENT;
    }
    return folder_read(outbox->fds[folder], name, PARCEL_BYTES_MAX, ret_json, ret_length);
}

bool outbox_has(const struct outbox *outbox, const char *event_id)
{
    char name[PARCEL_ID_MAX + sizeof OUTBOX_SUFFIX];

    if (!parcel_is_id(event_id)) {
        return false;
    }
    snprintf(name, sizeof name, "%s" OUTBOX_SUFFIX, event_id);
    return is_known(outbox, name);
}

int outbox_find(const struct outbox *outbox, const char *event_id,
                enum outbox_folder *ret_folder, char **ret_json, size_t *ret_length)
{
    char name[PARCEL_ID_MAX + sizeof OUTBOX_SUFFIX];
    int error = -ENOENT;

    if (!parcel_is_id(event_id)) {
        return -EINVAL;
    }
    snprintf(name, sizeof name, "%s" OUTBOX_SUFFIX, event_id);
    for (enum outbox_folder i = 0; error == -ENOENT && i < OUTBOX_FOLDER_COUNT; i++) {
        error = outbox_read(outbox, i, name, ret_json, ret_length);
        *ret_folder = error == 0 ? i : *ret_folder;
    }
    return error;
}
