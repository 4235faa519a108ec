/*
 * What a child that parses hostile files may do: read files, compute, and answer on the
 * descriptors that it has. No writing, no network, no new programs, no more memory or time
 * than it was given. Landlock and seccomp are used where the kernel has them.
 */
#ifndef JAIL_H
#define JAIL_H

#include <stdbool.h>
#include <stddef.h>

struct jail {
    size_t address_bytes; /* RLIMIT_AS: mappings of large files count */
    size_t data_bytes;    /* RLIMIT_DATA: what it allocates */
    unsigned cpu_seconds;
    unsigned files; /* open at a time */
    bool network;   /* debuginfod was configured: it needs sockets and a cache on disk */
};

/*
 * Enter it for good. Every descriptor from `first_closed_fd` on is closed. Limits always hold;
 * returns 0, or -errno when one of them could not be set: the child should then end.
 */
int jail_enter(const struct jail *jail, int first_closed_fd)
    __attribute__((warn_unused_result));

#endif
