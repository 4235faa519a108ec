/* The words on stderr, to the system's log. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>

/*
 * From now on every line that is printed to stderr goes to syslog(3) as well. Lines hold
 * printable characters only, or they are not ours. False when there is no memory.
 */
bool journal_take_stderr(void);

#endif
