#include "harvest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "crash/record.h"
#include "encoding/sha256.h"
#include "encoding/text.h"
#include "lost.h"
#include "machine/folder.h"
#include "outbox/spares.h"
#include "spool.h"

#define NAME_SIZE (CRASH_ID_LENGTH + sizeof HARVEST_SUFFIX)
#define PENDING_MAX 128 /* records that are synced together */
#define TRIES 8         /* a committed slot whose count goes up while we take it */

/* A slot that is ours, to be freed when its record is durable. */
struct pending {
    struct spool_slot slot;
    char name[NAME_SIZE]; /* of the staged record; "" when it was known already */
    bool torn;
};

struct harvest {
    struct spool *spool;
    int incoming_fd;
    int crashes_fd;
    struct spares spares; /* in incoming/, of what left crashes/ */
    size_t waiting;       /* records in incoming/ */
    struct pending pending[PENDING_MAX];
    size_t pending_count;
    struct harvest_report report;
};

/* An id that the same bytes give again, for a record that lost its own. */
static void make_id(const char *text, size_t length, char ret_id[CRASH_ID_LENGTH + 1])
{
    uint8_t digest[SHA256_SIZE];

    sha256(text, length, digest);
    for (size_t i = 0; i < CRASH_ID_LENGTH / 2; i++) {
        snprintf(ret_id + i * 2, 3, "%02x", digest[i]);
    }
}

/* Up to the last newline: half a line is no fact. */
static size_t whole_lines(const char *text, size_t length)
{
    const char *newline = length > 0 ? memrchr(text, '\n', length) : NULL;

    return newline != NULL ? (size_t)(newline + 1 - text) : 0;
}

static char *harvest_line(const struct spool_slot *slot, uint32_t owner_uid, const char *id,
                          bool torn, bool whole)
{
    struct text line = {.bytes = NULL};
    uint32_t count = EPITAPH_SLOT_COUNT_OF(slot->word);

    text_format(&line,
                RECORD_HARVEST ": id=%s count=%u first_seen_ns=%" PRIu64
                               " last_seen_ns=%" PRIu64 " torn=%d uid=%u\n",
                id, count > 0 ? count : 1, slot->first_seen_ns, slot->last_seen_ns, torn,
                owner_uid);
    if (!whole) {
        text_add(&line, "missing: checksum\n");
    }
    return text_take(&line);
}

/* The record's own id, or one made of everything that tells it from others. */
static void choose_id(const struct spool_slot *slot, uint32_t owner_uid, const char *text,
                      size_t length, const struct crash *crash,
                      char ret_id[CRASH_ID_LENGTH + 1])
{
    struct text bytes = {.bytes = NULL};

    if (crash->id[0] != '\0') {
        memcpy(ret_id, crash->id, sizeof crash->id);
        return;
    }
    text_format(&bytes, "%u %u %" PRIu64 " %" PRIu64 " %.*s", owner_uid, slot->owner_pid,
                slot->claimed_ns, slot->first_seen_ns, (int)length, text);
    make_id(bytes.bytes != NULL ? bytes.bytes : "", bytes.length, ret_id);
    text_done(&bytes);
}

int harvest_compose(const struct spool_slot *slot, uint32_t owner_uid, const char *text,
                    size_t length, struct harvest_record *ret_record)
{
    struct harvest_record record = {.torn = false};
    struct crash *crash;
    /* The state is TAKEN by now; only a committed record has a checksum. */
    bool whole = slot->crc32 == 0 || spool_text_is_whole(slot, text, length);
    size_t kept = whole_lines(text, length);

    int error = record_parse(text, kept, &crash);
    if (error != 0) {
        return error;
    }
    record.torn = crash->torn;
    choose_id(slot, owner_uid, text, kept, crash, record.id);
    crash_free(crash);
    char *line = harvest_line(slot, owner_uid, record.id, record.torn, whole);
    size_t line_length = line != NULL ? strlen(line) : 0;
    record.text = line != NULL ? malloc(line_length + kept + 1) : NULL;
    if (record.text == NULL) {
        free(line);
        return -ENOMEM;
    }
    memcpy(record.text, line, line_length);
    memcpy(record.text + line_length, text, kept);
    record.length = line_length + kept;
    record.text[record.length] = '\0';
    free(line);
    *ret_record = record;
    return 0;
}

enum seen { SEEN_NEVER, SEEN_SAME, SEEN_OTHER };

/* Trouble of the moment is not an answer: to take it for one would give the record a new id. */
static int seen_in(int folder_fd, const char *name, const struct harvest_record *record,
                   enum seen *ret_seen)
{
    char *kept;
    size_t kept_length;

    int error = folder_read(folder_fd, name, RECORD_LENGTH_MAX, &kept, &kept_length);
    if (error == -ENOENT) {
        *ret_seen = SEEN_NEVER;
        return 0;
    }
    if (error == -EFBIG || error == -EINVAL || error == -ELOOP) {
        *ret_seen = SEEN_OTHER;
        return 0;
    }
    if (error != 0) {
        return error;
    }
    bool same = kept_length == record->length && memcmp(kept, record->text, kept_length) == 0;
    free(kept);
    *ret_seen = same ? SEEN_SAME : SEEN_OTHER;
    return 0;
}

static int seen_before(const struct harvest *harvest, const char *name,
                       const struct harvest_record *record, enum seen *ret_seen)
{
    int error = seen_in(harvest->incoming_fd, name, record, ret_seen);

    return error != 0 || *ret_seen != SEEN_NEVER
               ? error
               : seen_in(harvest->crashes_fd, name, record, ret_seen);
}

/* Give it an id of its own bytes instead of the one it bears. */
static void change_id(struct harvest_record *record)
{
    char *at = strstr(record->text, "id="); /* the harvest line's, which comes first */

    make_id(record->text, record->length, record->id);
    if (at != NULL) {
        memcpy(at + 3, record->id, CRASH_ID_LENGTH);
    }
}

/* Make the staged records durable under their names, then free the slots of all. */
static int flush(struct harvest *harvest)
{
    const char *names[PENDING_MAX];
    size_t count = 0;

    for (size_t i = 0; i < harvest->pending_count; i++) {
        if (harvest->pending[i].name[0] != '\0') {
            names[count++] = harvest->pending[i].name;
        }
    }
    int error = folder_publish(harvest->incoming_fd, names, count);
    for (size_t i = 0; error == 0 && i < harvest->pending_count; i++) {
        struct pending *pending = &harvest->pending[i];
        harvest->report.taken += pending->name[0] != '\0';
        harvest->report.torn += pending->torn;
        int released = spool_release(harvest->spool, &pending->slot);
        /* -EAGAIN: only the file's owner can have changed a taken slot: his loss, not ours. */
        error = released == -EAGAIN ? 0 : released;
    }
    harvest->pending_count = 0;
    return error;
}

static bool is_pending(const struct harvest *harvest, const char *name)
{
    for (size_t i = 0; i < harvest->pending_count; i++) {
        if (strcmp(harvest->pending[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * Find a name for the record, its id. One that bears the id of a different record gets
 * another: whoever writes two records with one id loses neither. *ret_known: it is kept
 * already.
 */
static int choose_name(struct harvest *harvest, struct harvest_record *record,
                       char ret_name[NAME_SIZE], bool *ret_known)
{
    enum seen seen = SEEN_NEVER;
    int error = 0;

    snprintf(ret_name, NAME_SIZE, "%s" HARVEST_SUFFIX, record->id);
    if (is_pending(harvest, ret_name)) {
        error = flush(harvest); /* then it can be compared */
    }
    error = error != 0 ? error : seen_before(harvest, ret_name, record, &seen);
    if (error == 0 && seen == SEEN_OTHER) {
        change_id(record);
        snprintf(ret_name, NAME_SIZE, "%s" HARVEST_SUFFIX, record->id);
        error = seen_before(harvest, ret_name, record, &seen);
    }
    *ret_known = seen == SEEN_SAME;
    return error;
}

static int stage(struct harvest *harvest, const struct spool_slot *slot,
                 struct harvest_record *record)
{
    struct pending pending = {.slot = *slot};
    bool known = false;

    int error = choose_name(harvest, record, pending.name, &known);
    if (error == 0 && known) {
        harvest->report.known++;
        pending.name[0] = '\0';
    } else if (error == 0) {
        error = spares_stage(&harvest->spares, pending.name, record->text, record->length);
        pending.torn = record->torn;
        harvest->waiting += error == 0;
    }
    if (error != 0) {
        return error;
    }
    harvest->pending[harvest->pending_count++] = pending;
    return harvest->pending_count == PENDING_MAX ? flush(harvest) : 0;
}

/* The slot is TAKEN and ours. */
static int keep(struct harvest *harvest, const struct spool_slot *slot)
{
    struct harvest_record record = {.text = NULL};
    char *text = NULL;
    size_t length;

    int error = spool_read_text(harvest->spool, slot, &text, &length);
    if (error == 0) {
        error = harvest_compose(slot, spool_owner_uid(harvest->spool), text, length, &record);
    }
    if (error == 0) {
        error = stage(harvest, slot, &record);
    }
    free(text);
    free(record.text);
    return error;
}

/* Make the slot ours, whatever state it is in. -ENOENT: there is nothing to take. */
static int take(struct harvest *harvest, unsigned index, struct spool_slot *slot)
{
    for (int i = 0; i < TRIES; i++) {
        int error = spool_look(harvest->spool, index, slot);
        if (error != 0) {
            return error;
        }
        switch (EPITAPH_SLOT_STATE(slot->word)) {
        case EPITAPH_SLOT_TAKEN: /* by a collector that was killed: we hold its lock now */
            return 0;
        case EPITAPH_SLOT_CLAIMED:
            if (!spool_slot_is_torn(slot)) {
                harvest->report.busy++;
                return -ENOENT;
            }
            break;
        case EPITAPH_SLOT_COMMITTED:
            break;
        default:
            return -ENOENT;
        }
        error = spool_take(harvest->spool, slot);
        if (error != -EAGAIN) {
            return error;
        }
    }
    harvest->report.busy++;
    return -ENOENT;
}

static int harvest_slots(struct harvest *harvest)
{
    int first_error = 0;

    for (unsigned i = 0; i < spool_slot_count(harvest->spool); i++) {
        struct spool_slot slot;

        if (harvest->waiting >= HARVEST_INCOMING_MAX) {
            harvest->report.left++;
            continue;
        }
        int error = take(harvest, i, &slot);
        if (error == -ENOENT) {
            continue;
        }
        if (error == 0) {
            error = keep(harvest, &slot);
        }
        if (error != 0) {
            harvest->report.left++;
            first_error = first_error != 0 ? first_error : error;
        }
        if (error == -ENOSPC || error == -EDQUOT || error == -ENOMEM) {
            break; /* the next would fare no better */
        }
    }
    int flushed = flush(harvest);
    return first_error != 0 ? first_error : flushed;
}

static int open_folders(struct harvest *harvest, int state_fd)
{
    struct folder_listing listing;

    int error = folder_open(state_fd, HARVEST_INCOMING, FOLDER_MAKE, &harvest->incoming_fd);
    if (error == 0) {
        error = folder_open(state_fd, HARVEST_CRASHES, FOLDER_MAKE, &harvest->crashes_fd);
    }
    if (error == 0) {
        folder_sweep(harvest->incoming_fd);
        harvest->spares = spares_find(harvest->incoming_fd);
        error = folder_list(harvest->incoming_fd, HARVEST_SUFFIX, &listing);
    }
    if (error == 0) {
        harvest->waiting = listing.count;
        folder_listing_done(&listing);
    }
    return error;
}

int harvest_spool(const char *path, int state_fd, struct harvest_report *ret_report)
{
    struct harvest harvest = {.incoming_fd = -1, .crashes_fd = -1};

    int error = spool_open(path, SPOOL_HARVEST, &harvest.spool);
    if (error == 0) {
        error = open_folders(&harvest, state_fd);
    }
    if (error == 0) {
        error = harvest_slots(&harvest);
        int counted = lost_since(state_fd, spool_owner_uid(harvest.spool),
                                 spool_lost(harvest.spool).total, &harvest.report.lost);
        error = error != 0 ? error : counted;
    }
    if (harvest.incoming_fd >= 0) {
        close(harvest.incoming_fd);
    }
    if (harvest.crashes_fd >= 0) {
        close(harvest.crashes_fd);
    }
    spool_close(harvest.spool);
    *ret_report = harvest.report;
    return error;
}
