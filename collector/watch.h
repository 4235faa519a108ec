/*
 * Waiting for a crash, for `collect --watch`.
 *
 * A dying process stores its record through a mapping, and inotify(7) does not report what is
 * written that way. So our own spool is looked at, 64 words every two seconds; those of other
 * users are not ours to open, and a whole run looks after them once a minute.
 */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>

/*
 * Wait until there is a record in our own spool in `directory` (NULL: nowhere), or a minute has
 * passed. False when `stop_fd` became readable: it is time to end.
 */
bool watch_wait(const char *directory, int stop_fd);

#endif
