/*
 * Calls that wait under a mask of their own: a handler that runs meanwhile runs under it, and a
 * fault in there would kill without a word if the mask blocked its signal.
 */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "export.h"
#include "masks.h"
#include "next.h"

EXPORT int sigsuspend(const sigset_t *mask)
{
    sigset_t lent;
    uint32_t before;
    const sigset_t *given = masks_lend(mask, &lent, &before);
    int result = next()->sigsuspend(given);

    masks_return(before);
    return result;
}

EXPORT int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
                 const sigset_t *mask)
{
    sigset_t lent;
    uint32_t before;
    const sigset_t *given = masks_lend(mask, &lent, &before);
    int result = next()->ppoll(fds, count, timeout, given);

    masks_return(before);
    return result;
}

EXPORT int pselect(int count, fd_set *reading, fd_set *writing, fd_set *excepting,
                   const struct timespec *timeout, const sigset_t *mask)
{
    sigset_t lent;
    uint32_t before;
    const sigset_t *given = masks_lend(mask, &lent, &before);
    int result = next()->pselect(count, reading, writing, excepting, timeout, given);

    masks_return(before);
    return result;
}

EXPORT int epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout_ms,
                       const sigset_t *mask)
{
    sigset_t lent;
    uint32_t before;
    const sigset_t *given = masks_lend(mask, &lent, &before);
    int result = next()->epoll_pwait(epoll, events, most, timeout_ms, given);

    masks_return(before);
    return result;
}

EXPORT int epoll_pwait2(int epoll, struct epoll_event *events, int most,
                        const struct timespec *timeout, const sigset_t *mask)
{
    sigset_t lent;
    uint32_t before;
    const sigset_t *given = masks_lend(mask, &lent, &before);
    int result = next()->epoll_pwait2(epoll, events, most, timeout, given);

    masks_return(before);
    return result;
}
