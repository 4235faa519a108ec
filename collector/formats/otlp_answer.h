/*
 * What a receiver says beside "200": the partial success of an ExportLogsServiceResponse.
 *
 *     {"partialSuccess":{"rejectedLogRecords":"2","errorMessage":".."}}
 */
#ifndef OTLP_ANSWER_H
#define OTLP_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#define OTLP_WORDS_SIZE 160

struct otlp_answer {
    uint64_t rejected; /* records that it threw away; which ones it does not say */
    char words[OTLP_WORDS_SIZE];
};

/* Parse it; whatever cannot be understood says nothing. */
void otlp_answer_parse(const char *body, size_t length, struct otlp_answer *ret_answer);

#endif
