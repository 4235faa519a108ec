/*
 * The crashes known here as one page of HTML: a timeline, the signatures with their counts,
 * and each crash with its stack. It needs nothing but itself: no network, no script, no font,
 * and its policy forbids them. Everything on it is sanitized, and escaped by html.h.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "catalogue/groups.h"

/*
 * Make the page for what `filter` lets through. `now_ns` is the time it bears and where its
 * timeline ends. Returns 0 or -ENOMEM; the caller frees *ret_page.
 */
int report_make(const struct catalogue *catalogue, const struct groups_filter *filter,
                uint64_t now_ns, char **ret_page) __attribute__((warn_unused_result));

#endif
