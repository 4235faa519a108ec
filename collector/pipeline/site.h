/* Where a command works: the paths, the configuration and the open state directory. */
#ifndef SITE_H
#define SITE_H

#include "configuration/config.h"
#include "machine/lock.h"
#include "machine/paths.h"
#include "outbox/routes.h"

struct site {
    struct paths paths;
    struct config config;
    enum folder_mode mode;
    int state_fd;     /* -1: FOLDER_READ, and there is none yet */
    struct lock lock; /* opened, not taken */
};

/*
 * Find and open everything; FOLDER_READ makes and changes nothing. On failure says why on
 * stderr, in one line, and returns an exit status of sysexits(3); 0 otherwise. Close with
 * site_close().
 */
int site_open(enum folder_mode mode, struct site *ret_site) __attribute__((warn_unused_result));
/*
 * Read the configuration anew, for whoever has waited: consent may have been taken back. What
 * points into the former one must be gone. On failure it stays, and the status is returned.
 */
int site_read_again(struct site *site) __attribute__((warn_unused_result));

void site_close(struct site *site);

/* The exit status for trouble with our own files: 75 for a disk, 77 for rights, else 70. */
int site_status(int error);

/* Take the lock or say that another one has it: 0 or an exit status. */
int site_lock(const struct site *site, int patience_ms) __attribute__((warn_unused_result));

/* Open the ways to the destinations (routes.h): 0 or an exit status, as above. */
int site_routes(const struct site *site, enum routes_choice choice, struct routes **ret_routes)
    __attribute__((warn_unused_result));

#endif
