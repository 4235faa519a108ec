#include "world.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

static int64_t real_now_s(void *context)
{
    (void)context;
    return time(NULL);
}

static void real_sleep_s(void *context, int64_t seconds)
{
    struct timespec left = {.tv_sec = seconds};

    (void)context;
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

static uint64_t real_random(void *context)
{
    uint64_t bits = 0;

    (void)context;
    if (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
        bits = (uint64_t)time(NULL); /* only a jitter: worse luck does no harm */
    }
    return bits;
}

static int real_post(void *context, const struct http_request *request,
                     struct http_response *ret_response)
{
    return http_post(context, request, ret_response);
}

struct deliver_world world_real(struct http *http)
{
    return (struct deliver_world){
        .context = http,
        .now_s = real_now_s,
        .sleep_s = real_sleep_s,
        .random = real_random,
        .post = real_post,
    };
}
