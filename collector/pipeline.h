/*
 * The way of a crash through the collector: harvest, make an event, queue, deliver. This file
 * decides the order and does no work of its own.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include <stdbool.h>
#include <stdio.h>

#include "credentials.h"
#include "deliver.h"
#include "identity.h"
#include "outbox.h"
#include "quota.h"
#include "site.h"
#include "state.h"

#define PIPELINE_WORDS_SIZE 512

/* A collector at work, with the lock held. */
struct pipeline {
    struct site *site;
    struct outbox *outbox;
    struct quota *quota;
    struct state state;
    struct identity identity;
    struct credentials credentials;
    int token_status; /* 0, or the exit status for a token that cannot be had, and why */
    char token_words[CREDENTIALS_ERROR_SIZE];
    bool verbose;
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
 * Turn the records in the spools into events in the outbox: 0 or an exit status. What cannot
 * be begun before the deadline is left for the next run, which begins elsewhere.
 */
int pipeline_harvest(struct pipeline *pipeline, int64_t deadline_s)
    __attribute__((warn_unused_result));

/* Is there anything to send, may it be sent, and is it time? Also notes the run in the state.
 */
bool pipeline_has_work(struct pipeline *pipeline);

/* Send what is in the outbox, when it may be sent: an exit status, failures said on stderr. */
int pipeline_deliver(struct pipeline *pipeline, int64_t deadline_s)
    __attribute__((warn_unused_result));

/* Print the bodies that would be sent now, one a line, and change nothing: an exit status. */
int pipeline_preview(const struct site *site, FILE *stream) __attribute__((warn_unused_result));

#endif
