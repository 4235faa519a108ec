/*
 * Waiting for a crash, for `collect --watch`.
 *
 * A dying process stores its record through a mapping, which inotify(7) does not report. But
 * the mapping keeps the file open that it was made of: when the last process that has it ends,
 * the kernel closes it, and that is reported. So the end of a program is seen at once, whatever
 * became of it; that of a child whose parent lives on is not, and for those our own spool is
 * looked at, 64 words, every two seconds and less often while nothing happens, at most every
 * fifteen. The spools of other users are not ours to open: a whole run looks after them once a
 * minute.
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
