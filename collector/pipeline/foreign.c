#include "foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "event/parcel.h"
#include "outbox/outbox.h"
#include "outbox/quota.h"
#include "scrub/redaction.h"

struct link {
    pid_t child;
    int from_child;
    int to_child;
    int64_t deadline_ms;
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The user's own group; a uid without a name gets the group of the same number. */
static gid_t group_of(uid_t uid)
{
    const struct passwd *entry = getpwuid(uid);

    return entry != NULL ? entry->pw_gid : (gid_t)uid;
}

/* Irrevocably: all three ids, no supplementary groups, and no way back. */
static bool become(uid_t uid, gid_t gid)
{
    uid_t uids[3];
    gid_t gids[3];

    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 ||
        setresuid(uid, uid, uid) != 0) {
        return false;
    }
    return getresuid(&uids[0], &uids[1], &uids[2]) == 0 && uids[0] == uid && uids[1] == uid &&
           uids[2] == uid && getresgid(&gids[0], &gids[1], &gids[2]) == 0 && gids[0] == gid &&
           gids[1] == gid && gids[2] == gid && getgroups(0, NULL) == 0 && setuid(0) != 0;
}

/* In the child: a new image as the user. The old one holds root's configuration and token. */
static _Noreturn void become_gleaner(const char *path, uid_t uid, gid_t gid,
                                     const struct event_origin *origin, int to_parent,
                                     int from_parent, int redaction_fd)
{
    const struct rlimit no_core = {0, 0};
    char *const arguments[] = {
        (char *)"epitaph",
        (char *)"glean",
        (char *)path,
        (char *)origin->instance_id,
        (char *)origin->device_id,
        (char *)origin->auth_mode,
        NULL,
    };
    char *const environment[] = {(char *)"PATH=/usr/bin:/bin", NULL};
    int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    int quiet = open("/dev/null", O_RDWR | O_CLOEXEC);
    /* Out of the way of the numbers that they are to have. */
    int ends[] = {quiet,
                  quiet,
                  quiet,
                  fcntl(to_parent, F_DUPFD, 10),
                  fcntl(from_parent, F_DUPFD, 10),
                  fcntl(redaction_fd, F_DUPFD, 10)};
    int self_high = fcntl(self, F_DUPFD_CLOEXEC, 10);

    if (self_high < 0 || !become(uid, gid) || chdir("/") != 0 ||
        setrlimit(RLIMIT_CORE, &no_core) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        _exit(1);
    }
    for (int i = 0; i < 6; i++) {
        if (ends[i] < 0 || dup2(ends[i], i) < 0) {
            _exit(1);
        }
    }
    /* CLOEXEC rather than closing: the image itself is open among them. */
    if (close_range(6, ~0u, CLOSE_RANGE_CLOEXEC) != 0) {
        _exit(1);
    }
    fexecve(self_high, arguments, environment);
    _exit(1);
}

static int start(const char *path, uid_t uid, const struct event_origin *origin,
                 int redaction_fd, int timeout_ms, struct link *ret_link)
{
    int up[2];
    int down[2];
    gid_t gid = group_of(uid);

    if (pipe2(up, O_CLOEXEC) != 0) {
        return -errno;
    }
    if (pipe2(down, O_CLOEXEC) != 0) {
        int error = -errno;
        close(up[0]);
        close(up[1]);
        return error;
    }
    pid_t child = fork();
    if (child == 0) {
        become_gleaner(path, uid, gid, origin, up[1], down[0], redaction_fd);
    }
    int error = child < 0 ? -errno : 0;
    close(up[1]);
    close(down[0]);
    if (error != 0) {
        close(up[0]);
        close(down[1]);
        return error;
    }
    *ret_link = (struct link){child, up[0], down[1], now_ms() + timeout_ms};
    return 0;
}

/* Whatever it does, it is over now. */
static void finish(struct link *link)
{
    close(link->from_child);
    close(link->to_child);
    kill(link->child, SIGKILL);
    while (waitpid(link->child, NULL, 0) < 0 && errno == EINTR) {
    }
}

/* Read all of it in time. 1 when it is there, 0 at the end of the pipe before the first byte.
 */
static int receive(const struct link *link, void *buffer, size_t length)
{
    for (size_t done = 0; done < length;) {
        struct pollfd waiting = {.fd = link->from_child, .events = POLLIN};
        int64_t left_ms = link->deadline_ms - now_ms();
        if (left_ms <= 0) {
            return -ETIMEDOUT;
        }
        int ready = poll(&waiting, 1, (int)left_ms);
        if (ready < 0 && errno != EINTR) {
            return -errno;
        }
        if (ready <= 0) {
            continue;
        }
        ssize_t got = read(link->from_child, (char *)buffer + done, length - done);
        if (got < 0 && errno != EINTR && errno != EAGAIN) {
            return -errno;
        }
        if (got == 0) {
            return done == 0 ? 0 : -EPROTO;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return 1;
}

static size_t most_of(char kind)
{
    switch (kind) {
    case FOREIGN_EVENT:
        return PARCEL_BYTES_MAX;
    case FOREIGN_LOST:
        return sizeof(uint64_t);
    case FOREIGN_WORDS:
        return FOREIGN_WORDS_MAX - 1;
    default:
        return 0;
    }
}

static void take_words(struct foreign_report *report, const char *words, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        report->words[i] = words[i] >= 0x20 && words[i] < 0x7f ? words[i] : '?';
    }
    report->words[length] = '\0';
}

/* State of a round between 'S' and 'S'. */
struct round {
    const struct foreign_door *door;
    unsigned events;
    unsigned number;
};

static int take_event(struct round *round, struct foreign_report *report, const char *json,
                      size_t length)
{
    if (++report->events > FOREIGN_EVENTS_MAX || ++round->events > QUOTA_ROUND_MAX) {
        return -EPROTO;
    }
    int error = round->door->admit(round->door->context, json, length);
    if (error == -EBADMSG || error == -EINVAL) {
        report->invalid++;
        return 0;
    }
    return error;
}

static int settle(const struct link *link, struct round *round)
{
    if (++round->number > FOREIGN_ROUNDS_MAX) {
        return -EPROTO;
    }
    int error = round->door->settle(round->door->context);
    if (error == 0 && write(link->to_child, "", 1) != 1) {
        error = errno == EPIPE ? -EPROTO : -errno;
    }
    round->events = 0;
    round->door->begin(round->door->context);
    return error;
}

/* One message. 1: go on; 0: the child is done. */
static int take_message(const struct link *link, struct round *round,
                        struct foreign_report *report)
{
    char kind = 0;
    uint32_t length = 0;
    int more = receive(link, &kind, sizeof kind);

    if (more <= 0) {
        return more;
    }
    if (receive(link, &length, sizeof length) != 1 || length > most_of(kind)) {
        return -EPROTO;
    }
    char *payload = calloc(1, (size_t)length + 1);
    if (payload == NULL) {
        return -ENOMEM;
    }
    int error = length == 0 ? 1 : receive(link, payload, length);
    if (error == 1) {
        error = 0;
        if (kind == FOREIGN_EVENT) {
            error = take_event(round, report, payload, length);
        } else if (kind == FOREIGN_LOST && length == sizeof report->lost) {
            memcpy(&report->lost, payload, length);
        } else if (kind == FOREIGN_WORDS) {
            take_words(report, payload, length);
        } else if (kind == FOREIGN_SETTLE) {
            error = settle(link, round);
        } else {
            error = -EPROTO;
        }
    } else {
        error = error == 0 ? -EPROTO : error;
    }
    free(payload);
    return error == 0 ? 1 : error;
}

int foreign_harvest(const char *path, uid_t uid, const struct event_origin *origin,
                    int timeout_ms, const struct foreign_door *door,
                    struct foreign_report *ret_report)
{
    struct link link = {0};
    struct round round = {.door = door};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;

    *ret_report = (struct foreign_report){0};
    int redaction_fd = redaction_pack(door->redaction);
    if (redaction_fd < 0) {
        return redaction_fd;
    }
    int error = start(path, uid, origin, redaction_fd, timeout_ms, &link);
    close(redaction_fd);
    if (error != 0) {
        return error;
    }
    sigaction(SIGPIPE, &ignore, &before);
    door->begin(door->context);
    int more;
    do {
        more = take_message(&link, &round, ret_report);
    } while (more == 1);
    finish(&link);
    sigaction(SIGPIPE, &before, NULL);
    /* Of a round that was not completed the slots are still taken: they come again. */
    return more;
}
