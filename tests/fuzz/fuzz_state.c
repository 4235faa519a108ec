/* Any text as a state file or a quota: damaged, or numbers with which one can calculate. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "outbox/quota.h"
#include "outbox/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW_S INT64_C(1800000000)

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void try_state(const char *text, size_t size)
{
    struct state state;

    if (state_parse(text, size, &state) != 0) {
        return;
    }
    int64_t wait_s = backoff_remaining_s(&state.backoff, NOW_S);
    require(wait_s >= 0 && wait_s <= BACKOFF_ASKED_MAX_S, "a wait of a day at most");
    backoff_fail(&state.backoff, NOW_S, -1, false, UINT64_MAX);
    require(backoff_remaining_s(&state.backoff, NOW_S) <= BACKOFF_BETWEEN_MAX_S,
            "an hour at most");
    for (const char *c = state.last_error; *c != '\0'; c++) {
        require(*c >= 0x20 && *c < 0x7f, "an error in one printable line");
    }
}

static void try_quota(const char *text, size_t size)
{
    static const struct quota_limits limits = {3, 200};
    static struct quota *quota;
    struct quota_crash crash = {"id", "signature", 1, NOW_S, NOW_S};
    struct parcel_fold fold;
    int damaged;

    /* No such directory: an empty quota, parsed over. */
    if (quota == NULL) {
        int fd = open("/proc/self", O_RDONLY | O_DIRECTORY);
        require(quota_load(fd, "no-such-quota", &limits, &quota, &damaged) == 0, "memory");
    }
    if (quota_parse(quota, text, size) == 0) {
        (void)quota_judge(quota, &crash, NOW_S, &fold);
        (void)quota_waiting(quota);
    }
    /* What cannot be parsed leaves an empty one behind. */
    require(quota_parse(quota, "", 0) != 0 && quota_waiting(quota) == 0, "damage is emptied");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_state((const char *)data, size);
    try_quota((const char *)data, size);
    return 0;
}
