/* Any file as a spool: looked at, then harvested. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "harvest/harvest.h"
#include "harvest/snapshot.h"
#include "harvest/spool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static void remove_file(void)
{
    unlink(path);
}

static int open_file(void)
{
    const char *directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

    snprintf(path, sizeof path, "%s/epitaph-fuzz-XXXXXX", directory);
    int fd = mkstemp(path);
    if (fd < 0) {
        abort();
    }
    atexit(remove_file);
    return fd;
}

static void look(void)
{
    struct spool *spool;

    if (spool_open(path, SPOOL_READ, &spool) != 0) {
        return;
    }
    (void)spool_lost(spool);
    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        struct snapshot copy;
        if (snapshot_take(spool, i, &copy) == 0) {
            snapshot_done(&copy);
        }
    }
    spool_close(spool);
}

static void harvest(void)
{
    struct spool *spool;

    if (spool_open(path, SPOOL_HARVEST, &spool) != 0) {
        return;
    }
    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        struct harvest_record record;
        struct spool_slot slot;
        char *text;
        size_t length;

        if (spool_look(spool, i, &slot) != 0 || spool_take(spool, &slot) != 0 ||
            spool_read_text(spool, &slot, &text, &length) != 0) {
            continue;
        }
        if (harvest_compose(&slot, 0, text, length, &record) == 0) {
            free(record.text);
        }
        free(text);
        if (spool_release(spool, &slot) != 0) {
            abort();
        }
    }
    spool_close(spool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;

    if (fd < 0) {
        fd = open_file();
    }
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size) {
        return 0;
    }
    look();
    harvest();
    return 0;
}
