#include "world.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define MS_PER_S 1000

static int64_t real_now_s(void *context)
{
    (void)context;
    return time(NULL);
}

/* Wait so long for the descriptor, or just so long when it is -1. */
static bool is_readable_within(int fd, int64_t wait_ms)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};

    return poll(&waiting, 1, (int)wait_ms) > 0;
}

static bool real_stopping(void *context)
{
    const struct world *world = context;

    return (world->stop_fd >= 0 && is_readable_within(world->stop_fd, 0)) ||
           (world->ends != NULL && world->ends());
}

static int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / 1000000;
}

static void real_sleep_s(void *context, int64_t seconds)
{
    const struct world *world = context;
    int64_t end_ms = monotonic_ms() + seconds * MS_PER_S;

    for (int64_t left_ms; (left_ms = end_ms - monotonic_ms()) > 0;) {
        if (is_readable_within(world->stop_fd, left_ms < 60000 ? left_ms : 60000)) {
            return;
        }
    }
}

uint64_t world_random(void)
{
    uint64_t bits = 0;

    if (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
        bits = (uint64_t)time(NULL); /* only a jitter: worse luck does no harm */
    }
    return bits;
}

static uint64_t real_random(void *context)
{
    (void)context;
    return world_random();
}

/* One line that is written over and over, and gone at the end. */
static void show_progress(void *context, size_t sent, size_t waiting)
{
    (void)context;
    fprintf(stderr, waiting > 0 ? "\r%zu sent, %zu to go\033[K" : "\r\033[K", sent, waiting);
}

static int real_post(void *context, const struct http_request *request,
                     struct http_response *ret_response)
{
    const struct world *world = context;

    return http_post(world->http, request, ret_response);
}

struct deliver_world world_real(struct world *world)
{
    return (struct deliver_world){
        .context = world,
        .now_s = real_now_s,
        .sleep_s = real_sleep_s,
        .stopping = real_stopping,
        .random = real_random,
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
        .post = real_post,
    };
}
