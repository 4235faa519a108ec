/*
 * The crashes known here as one page of HTML: a timeline, the signatures with their counts,
 * and each crash with its stack. It needs nothing but itself: no network, no script, no font,
 * and its policy forbids them. Everything on it is sanitized, and escaped by html.h.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "catalogue/groups.h"

/* What a page holds at most; what is beyond is counted on it. */
#define REPORT_SIGNATURES_MAX 200
#define REPORT_CRASHES_MAX 200           /* of all signatures */
#define REPORT_PER_SIGNATURE_MAX 10      /* the latest, where there are others to show */
#define REPORT_CRASHES_BYTES (4u << 20u) /* no further crash is begun beyond this */

/*
 * Make the page for what `filter` lets through. `now_ns` is the time it bears and where its
 * timeline ends. Returns 0 or -ENOMEM; the caller frees *ret_page.
 */
int report_make(const struct catalogue *catalogue, const struct groups_filter *filter,
                uint64_t now_ns, char **ret_page) __attribute__((warn_unused_result));

#endif
