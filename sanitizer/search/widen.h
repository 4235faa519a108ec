/* Hiding more than was found, where looking again and again would cost more than it shows. */
#ifndef WIDEN_H
#define WIDEN_H

#include <stddef.h>

#include "reading/span.h"

/* Widen each find within its line, to a few words on either side. Settles `found`. */
void widen_within_lines(struct span_list *found, const char *text, size_t length);

/* Widen each find to its line and the one behind that. Settles `found`. */
void widen_to_next_lines(struct span_list *found, const char *text, size_t length);

/* Widen each find to whole lines, and so many more behind it, some before it. Settles `found`
 * first. */
void widen_to_lines(struct span_list *found, const char *text, size_t length, size_t lines);

/* How many lines around those that are hidden go with them when that was not enough `time`
 * times: four times as many as the time before, up to a limit. */
size_t widen_lines(unsigned int time);

#endif
