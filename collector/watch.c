#include "watch.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "spool.h"

#define LOOK_EVERY_MS 2000
#define LOOKS 30 /* until a whole run is due */

static bool holds_record(const char *path)
{
    struct spool *spool;
    struct spool_slot slot;
    bool found = false;

    if (spool_open(path, SPOOL_READ, &spool) != 0) {
        return false;
    }
    for (unsigned i = 0; !found && i < spool_slot_count(spool); i++) {
        if (spool_look(spool, i, &slot) == 0) {
            unsigned state = EPITAPH_SLOT_STATE(slot.word);
            found = state == EPITAPH_SLOT_COMMITTED ||
                    (state == EPITAPH_SLOT_CLAIMED && spool_slot_is_torn(&slot));
        }
    }
    spool_close(spool);
    return found;
}

bool watch_wait(const char *directory, int stop_fd)
{
    struct pollfd stop = {.fd = stop_fd, .events = POLLIN};
    char *path = NULL;

    if (directory == NULL ||
        asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, geteuid()) < 0) {
        path = NULL;
    }
    for (int i = 0; i < LOOKS; i++) {
        if (poll(&stop, 1, LOOK_EVERY_MS) > 0) {
            free(path);
            return false;
        }
        if (path != NULL && holds_record(path)) {
            break;
        }
    }
    free(path);
    return true;
}
