/*
 * epitaph glean: the child of foreign.h. It is the user whose spool it reads, has two pipes,
 * and hands over events; a slot is freed when root says that its event is safe.
 *
 * Not for people: it is not in the help.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "commands.h"
#include "confinement/seclude.h"
#include "event/event.h"
#include "event/parcel.h"
#include "harvest/examine.h"
#include "harvest/harvest.h"
#include "harvest/spool.h"
#include "outbox/outbox.h"
#include "outbox/quota.h"
#include "pipeline/foreign.h"
#include "scrub/redaction.h"

struct gleaning {
    struct spool *spool;
    struct examiner *examiner;
    struct event_origin origin;
    struct spool_slot taken[QUOTA_ROUND_MAX]; /* in this round: to be freed */
    unsigned taken_count;
};

static int write_all(const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = write(FOREIGN_TO_PARENT, (const char *)bytes + done, length - done);
        if (put < 0 && errno != EINTR) {
            return -errno;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return 0;
}

static int send_message(char kind, const void *payload, size_t length)
{
    uint32_t short_length = (uint32_t)length;
    int error = write_all(&kind, sizeof kind);

    error = error != 0 ? error : write_all(&short_length, sizeof short_length);
    return error != 0 ? error : write_all(payload, length);
}

static void send_words(const char *words)
{
    (void)!send_message(FOREIGN_WORDS, words, strnlen(words, FOREIGN_WORDS_MAX - 1));
}

/* Ask for the round to be made durable, then free its slots. */
static int end_round(struct gleaning *gleaning)
{
    char settled;
    ssize_t got;
    int error = send_message(FOREIGN_SETTLE, "", 0);

    if (error != 0) {
        return error;
    }
    do {
        got = read(FOREIGN_FROM_PARENT, &settled, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1) {
        return -EPIPE;
    }
    for (unsigned i = 0; i < gleaning->taken_count; i++) {
        /* -EAGAIN: the user changed a taken slot: his loss. */
        (void)!spool_release(gleaning->spool, &gleaning->taken[i]);
    }
    gleaning->taken_count = 0;
    return 0;
}

/* Make the slot ours. -ENOENT: nothing to take. */
static int take(struct gleaning *gleaning, unsigned index, struct spool_slot *ret_slot)
{
    int error = spool_look(gleaning->spool, index, ret_slot);

    if (error != 0) {
        return error;
    }
    switch (EPITAPH_SLOT_STATE(ret_slot->word)) {
    case EPITAPH_SLOT_TAKEN: /* by a run that was killed: root's lock keeps others out */
        return 0;
    case EPITAPH_SLOT_CLAIMED:
        return spool_slot_is_torn(ret_slot) ? spool_take(gleaning->spool, ret_slot) : -ENOENT;
    case EPITAPH_SLOT_COMMITTED:
        return spool_take(gleaning->spool, ret_slot);
    default:
        return -ENOENT;
    }
}

static int hand_over(struct gleaning *gleaning, const struct spool_slot *slot)
{
    struct harvest_record record = {.text = NULL};
    struct event event;
    char *text = NULL;
    size_t length;
    int error = spool_read_text(gleaning->spool, slot, &text, &length);

    if (error == 0) {
        error = harvest_compose(slot, spool_owner_uid(gleaning->spool), text, length, &record);
    }
    if (error == 0) {
        error = examine_record(gleaning->examiner, record.text, record.length,
                               &gleaning->origin, &event);
    }
    free(text);
    free(record.text);
    if (error != 0) {
        /* Nothing can be made of it, or not now: only the first frees the slot. */
        return error == -ENOMEM || error == -EIO ? error : 0;
    }
    if (event.length <= PARCEL_BYTES_MAX) {
        error = send_message(FOREIGN_EVENT, event.json, event.length);
    }
    event_done(&event);
    return error;
}

static int glean_slot(struct gleaning *gleaning, unsigned index)
{
    struct spool_slot slot;
    int error = take(gleaning, index, &slot);

    if (error != 0) {
        /* Busy, free, or of a file that was cut short: the next may be better. */
        return 0;
    }
    error = hand_over(gleaning, &slot);
    if (error == 0) {
        gleaning->taken[gleaning->taken_count++] = slot;
    }
    return error == -EIO ? 0 : error;
}

static int glean(struct gleaning *gleaning)
{
    uint64_t lost = spool_lost(gleaning->spool).total;
    unsigned count = spool_slot_count(gleaning->spool);
    int error = send_message(FOREIGN_LOST, &lost, sizeof lost);

    for (unsigned i = 0; error == 0 && i < count && i < FOREIGN_EVENTS_MAX; i++) {
        error = glean_slot(gleaning, i);
        if (error == 0 && gleaning->taken_count == QUOTA_ROUND_MAX) {
            error = end_round(gleaning);
        }
    }
    return error == 0 && gleaning->taken_count > 0 ? end_round(gleaning) : error;
}

int command_glean(int argc, char **argv)
{
    static struct gleaning gleaning;
    struct redaction *redaction = NULL;

    if (argc != 5 || geteuid() == 0 || fcntl(FOREIGN_TO_PARENT, F_GETFD) < 0 ||
        fcntl(FOREIGN_FROM_PARENT, F_GETFD) < 0 || fcntl(FOREIGN_REDACTION, F_GETFD) < 0) {
        return EX_USAGE;
    }
    gleaning.origin = (struct event_origin){
        .instance_id = argv[2],
        .device_id = argv[3],
        .auth_mode = argv[4],
        .cli_version = EPITAPH_VERSION,
    };
    int error = spool_open(argv[1], SPOOL_HARVEST, &gleaning.spool);
    if (error != 0) {
        send_words(spool_strerror(error));
        return EX_SOFTWARE;
    }
    error = redaction_unpack(FOREIGN_REDACTION, &redaction);
    error = error != 0 ? error : seclude();
    error = error != 0 ? error : examiner_new(NULL, &gleaning.examiner);
    if (error == 0) {
        examiner_hide(gleaning.examiner, redaction);
        error = glean(&gleaning);
    }
    examiner_free(gleaning.examiner);
    redaction_free(redaction);
    spool_close(gleaning.spool);
    if (error != 0) {
        send_words(strerror(-error));
        return EX_SOFTWARE;
    }
    return EX_OK;
}
