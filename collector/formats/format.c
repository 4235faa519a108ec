#include "format.h"

#include <stdlib.h>
#include <string.h>

#include "backoff.h"

static const struct format *const formats[] = {&format_native, &format_otlp, &format_sentry};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const struct format *format_at(size_t n)
{
    return n < FORMAT_COUNT ? formats[n] : NULL;
}

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(name, formats[i]->name) == 0) {
            return formats[i];
        }
    }
    return NULL;
}

int64_t format_retry_after(const struct http_response *response, int64_t now_s)
{
    bool success = response->status >= 200 && response->status < 300 && response->complete;

    return success ? -1 : backoff_parse_retry_after(response->retry_after, now_s);
}

void format_part_done(struct format_part *part)
{
    free(part->id);
    free(part->text);
    free(part->group);
    *part = (struct format_part){0};
}
