/* The door of the outbox: an event is checked, judged by the quota, and queued. */
#ifndef ADMISSION_H
#define ADMISSION_H

#include <stddef.h>
#include <stdint.h>

#include "quota.h"
#include "routes.h"
#include "state.h"

/* What the door works with; borrowed. */
struct admission {
    struct routes *routes;
    struct quota *quota;
    int64_t now_s;
};

/*
 * Judge one event, given as the text of an outbox file. Within the limits it is queued, with
 * crash.count raised by what was folded before and crash.dropped telling what was lost; else
 * it is counted. Returns 0 when it is settled either way; -EBADMSG when it is not an event;
 * -errno when it could not be written. quota_begin() and admission_settle() embrace a round.
 */
int admission_judge(const struct admission *admission, const char *json, size_t length)
    __attribute__((warn_unused_result));

/* Make a round of judgements durable: after this, what the events came from may go. */
int admission_settle(const struct admission *admission, int state_fd)
    __attribute__((warn_unused_result));

#endif
