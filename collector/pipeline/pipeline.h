/*
 * The way of a crash through the collector: harvest, make an event, queue, deliver. This file
 * decides the order and does no work of its own.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include <stdbool.h>
#include <stdio.h>

#include "delivery/deliver.h"
#include "formats/credentials.h"
#include "identity.h"
#include "outbox/quota.h"
#include "outbox/routes.h"
#include "site.h"

#define PIPELINE_WORDS_SIZE 640 /* CREDENTIALS_ERROR_SIZE and a name */

/* What lets us in at one destination; or why it cannot be had. */
struct pipeline_access {
    struct credentials credentials;
    int status; /* 0, or an exit status */
    char words[PIPELINE_WORDS_SIZE];
};

/* A collector at work, with the lock held. */
struct pipeline {
    struct site *site;
    struct routes *routes;
    struct pipeline_access *accesses; /* as many as routes, in their order */
    struct quota *quota;
    struct identity identity;
    bool verbose;
    int told;    /* trouble with a disk that was said already; 0: none */
    int stop_fd; /* readable when it is time to end; -1: never */
};

/*
 * Take the lock and open everything: 0 or an exit status, said on stderr. Close with
 * pipeline_close(), which saves nothing: every step saves what it did.
 */
int pipeline_open(struct site *site, int stop_fd, struct pipeline *ret_pipeline)
    __attribute__((warn_unused_result));
void pipeline_close(struct pipeline *pipeline);

/*
 * Turn the records in the spools into events in the outboxes: 0 or an exit status. What cannot
 * be begun before the deadline is left for the next run, which begins elsewhere.
 */
int pipeline_harvest(struct pipeline *pipeline, int64_t deadline_s)
    __attribute__((warn_unused_result));

/* Is there anything to send, may it be sent, and is it time? Also notes the run in the state.
 */
bool pipeline_has_work(struct pipeline *pipeline);

/*
 * Send what is in the outboxes, when it may be sent: the worst exit status of all destinations,
 * and a line on stderr for each that failed.
 */
int pipeline_deliver(struct pipeline *pipeline, int64_t deadline_s)
    __attribute__((warn_unused_result));

/*
 * Print the bodies that would be sent now, one after the other, and change nothing: an exit
 * status. Where there are several destinations, a line "# NAME" goes before the bodies of each.
 */
int pipeline_preview(const struct site *site, FILE *stream) __attribute__((warn_unused_result));

#endif
