#include "snapshot.h"

#include <errno.h>
#include <stdlib.h>

#include <epitaph/spool.h>

#include "crash/record.h"

#define TRIES                                                                                  \
    4 /* a slot that changes under us this often is being written: it is torn as yet */

/* The text of a slot that did not move on while it was copied, if patience lasts. */
static int read_steadily(const struct spool *spool, unsigned index, struct snapshot *copy)
{
    for (int i = 0; i < TRIES; i++) {
        struct spool_slot after;

        int error = spool_look(spool, index, &copy->slot);
        if (error != 0) {
            return error;
        }
        if (EPITAPH_SLOT_STATE(copy->slot.word) == EPITAPH_SLOT_FREE) {
            return -ENOENT;
        }
        free(copy->text);
        copy->text = NULL;
        error = spool_read_text(spool, &copy->slot, &copy->text, &copy->length);
        if (error != 0) {
            return error;
        }
        error = spool_look(spool, index, &after);
        if (error != 0 || after.word == copy->slot.word) {
            return error;
        }
    }
    return 0;
}

static void add_what_the_slot_knows(const struct spool *spool, struct snapshot *copy)
{
    const struct spool_slot *slot = &copy->slot;
    struct crash *crash = copy->crash;
    uint32_t count = EPITAPH_SLOT_COUNT_OF(slot->word);

    crash->count = count > 0 ? count : 1;
    if (slot->first_seen_ns != 0) {
        crash->first_seen_ns = slot->first_seen_ns;
    }
    if (slot->last_seen_ns != 0) {
        crash->last_seen_ns = slot->last_seen_ns;
    }
    if (crash->uid < 0) {
        crash->uid = spool_owner_uid(spool);
    }
    if (EPITAPH_SLOT_STATE(slot->word) == EPITAPH_SLOT_CLAIMED) {
        crash->torn = true; /* whole perhaps, but not yet said to be */
        crash_add_missing(crash, "end");
    } else if (!crash->torn && !spool_text_is_whole(slot, copy->text, copy->length)) {
        crash_add_missing(crash, "checksum");
    }
}

int snapshot_take(const struct spool *spool, unsigned index, struct snapshot *ret_snapshot)
{
    struct snapshot copy = {.text = NULL};

    int error = read_steadily(spool, index, &copy);
    if (error == 0) {
        error = record_parse(copy.text, copy.length, &copy.crash);
    }
    if (error != 0) {
        snapshot_done(&copy);
        return error;
    }
    add_what_the_slot_knows(spool, &copy);
    *ret_snapshot = copy;
    return 0;
}

void snapshot_done(struct snapshot *snapshot)
{
    free(snapshot->text);
    crash_free(snapshot->crash);
    *snapshot = (struct snapshot){.text = NULL};
}
