#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "harvest/spool.h"

#define ROUND_MS 60000     /* until a whole run is due */
#define LOOK_FIRST_MS 2000 /* between looks nobody asked for: twice as long each time, */
#define LOOK_LAST_MS 15000 /* up to this */
#define REST_MS 250        /* between looks, however many processes end */

static bool holds_record(const char *path)
{
    struct spool *spool;
    struct spool_slot slot;
    bool found = false;

    if (path == NULL || spool_open(path, SPOOL_READ, &spool) != 0) {
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

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What ends a mapping made through a writable descriptor closes that file for inotify, too. */
static int open_notices(const char *directory)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

    if (fd >= 0 && directory != NULL) {
        /* No directory yet, or too many watches: then looking now and then has to do. */
        (void)inotify_add_watch(fd, directory, IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO);
    }
    return fd;
}

/* Which of them does not matter: somebody may have died. */
static void drain(int notices_fd)
{
    char events[4096];

    while (read(notices_fd, events, sizeof events) > 0) {
    }
}

enum waking { WAKING_TIME, WAKING_NOTICE, WAKING_STOP };

static enum waking sleep_for(int64_t sleep_ms, int notices_fd, int stop_fd)
{
    struct pollfd fds[] = {{.fd = stop_fd, .events = POLLIN},
                           {.fd = notices_fd, .events = POLLIN}};

    if (poll(fds, 2, sleep_ms > 0 ? (int)sleep_ms : 0) <= 0) {
        return WAKING_TIME;
    }
    return fds[0].revents != 0 ? WAKING_STOP : WAKING_NOTICE;
}

static bool wait_for(const char *path, int notices_fd, int stop_fd)
{
    const int64_t end_ms = now_ms() + ROUND_MS;
    int64_t pause_ms = LOOK_FIRST_MS;

    /* What is there now may be what the last run could not take: no hurry. */
    if (holds_record(path)) {
        return sleep_for(LOOK_FIRST_MS, -1, stop_fd) != WAKING_STOP;
    }
    for (int64_t left_ms; (left_ms = end_ms - now_ms()) > 0;) {
        enum waking waking =
            sleep_for(pause_ms < left_ms ? pause_ms : left_ms, notices_fd, stop_fd);
        if (waking == WAKING_STOP) {
            return false;
        }
        if (holds_record(path)) {
            return true;
        }
        if (waking == WAKING_TIME) {
            pause_ms = pause_ms * 2 < LOOK_LAST_MS ? pause_ms * 2 : LOOK_LAST_MS;
            continue;
        }
        pause_ms = LOOK_FIRST_MS;
        if (sleep_for(REST_MS, -1, stop_fd) == WAKING_STOP) {
            return false;
        }
        drain(notices_fd);
        if (holds_record(path)) {
            return true;
        }
    }
    return true;
}

bool watch_wait(const char *directory, int stop_fd)
{
    char *path = NULL;

    if (directory == NULL ||
        asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, geteuid()) < 0) {
        path = NULL;
    }
    int notices_fd = open_notices(directory);
    bool on = wait_for(path, notices_fd, stop_fd);
    if (notices_fd >= 0) {
        close(notices_fd);
    }
    free(path);
    return on;
}
