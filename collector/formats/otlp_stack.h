/*
 * The structure of a stack as attributes: what exception.stacktrace says in words, whole and
 * with what is needed to name functions elsewhere.
 *
 *   crash.frames   [{index, function, file, line, inlined, address, module, offset, trust}]
 *                  innermost first; an inlined function comes before the one that holds it
 *   crash.threads  [{id, name, frames}]
 *   crash.modules  [{path, build_id, base, end}]
 *
 * Addresses are "0x.." texts.
 */
#ifndef OTLP_STACK_H
#define OTLP_STACK_H

#include "encoding/json.h"

/* How much of it, from all to nothing. */
enum otlp_detail {
    OTLP_DETAIL_ALL,
    OTLP_DETAIL_ONE_THREAD, /* the one that crashed */
    OTLP_DETAIL_ENDS,       /* its innermost and outermost frames */
    OTLP_DETAIL_NONE,
    OTLP_DETAIL_COUNT
};

/* Add to `attributes` what the event's "crash" says; NULL says nothing. */
void otlp_put_stack(struct json *json, struct cJSON *attributes, const struct cJSON *crash,
                    enum otlp_detail detail);

#endif
