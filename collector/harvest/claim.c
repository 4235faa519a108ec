#include "claim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <epitaph/spool.h>

#define NS_PER_SECOND 1000000000ull

/* Field 22 of /proc/PID/stat, in clock ticks since boot; proc(5). */
#define STAT_FIELDS_AFTER_NAME 20

static bool process_start_ns(uint32_t pid, uint64_t *ret_start_ns)
{
    char path[32], text[1024];

    snprintf(path, sizeof path, "/proc/%u/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length <= 0) {
        return false;
    }
    text[length] = '\0';
    const char *cursor = strrchr(text, ')'); /* a name may hold blanks and parentheses */
    for (int i = 0; cursor != NULL && i < STAT_FIELDS_AFTER_NAME; i++) {
        cursor = strchr(cursor + 1, ' ');
    }
    long ticks_per_second = sysconf(_SC_CLK_TCK);
    if (cursor == NULL || ticks_per_second <= 0) {
        return false;
    }
    unsigned long long ticks = strtoull(cursor, NULL, 10);
    *ret_start_ns = ticks * (NS_PER_SECOND / (unsigned long)ticks_per_second);
    return true;
}

bool claim_is_abandoned(uint32_t pid, uint64_t claimed_ns)
{
    struct timespec now;
    uint64_t start_ns;

    if (pid == 0 || pid > INT32_MAX || (kill((pid_t)pid, 0) != 0 && errno == ESRCH)) {
        return true;
    }
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
        return false;
    }
    uint64_t now_ns = (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
    if (claimed_ns > now_ns ||
        now_ns - claimed_ns > EPITAPH_CLAIM_MAX_SECONDS * NS_PER_SECOND) {
        return true;
    }
    return process_start_ns(pid, &start_ns) && start_ns > claimed_ns;
}
