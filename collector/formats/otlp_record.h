/* What happened: one crash as a log record of OTLP. */
#ifndef OTLP_RECORD_H
#define OTLP_RECORD_H

#define OTLP_RECORD_MAX 393216 /* bytes: two of them fit into a batch, with their resources */

struct otlp_event;

/*
 * Print it: with the whole stack where that stays below OTLP_RECORD_MAX, else with as much of
 * it as does; then crash.shortened says so. The caller frees it; NULL without memory.
 */
char *otlp_record_print(const struct otlp_event *event) __attribute__((warn_unused_result));

#endif
