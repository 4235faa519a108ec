#include "sentry_envelope.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void format_time(int64_t time_s, char ret_text[32])
{
    time_t moment = (time_t)time_s;
    const struct tm epoch = {.tm_year = 70, .tm_mday = 1};
    struct tm parts;
    bool known = gmtime_r(&moment, &parts) != NULL;

    (void)strftime(ret_text, 32, "%Y-%m-%dT%H:%M:%SZ", known ? &parts : &epoch);
}

char *sentry_envelope(const char *event_id, const char *event, size_t length, int64_t now_s,
                      size_t *ret_length)
{
    char sent_at[32];
    char head[SENTRY_ENVELOPE_FRAME - 1];
    char id[64] = "";

    format_time(now_s, sent_at);
    if (event != NULL) {
        snprintf(id, sizeof id, "\"event_id\":\"%.32s\",", event_id);
    }
    int used =
        snprintf(head, sizeof head,
                 "{%s\"sent_at\":\"%s\",\"sdk\":{\"name\":\"epitaph\",\"version\":\"%s\"}}\n",
                 id, sent_at, EPITAPH_VERSION);
    if (event != NULL) {
        used += snprintf(
            head + used, sizeof head - (size_t)used,
            "{\"type\":\"event\",\"content_type\":\"application/json\",\"length\":%zu}\n",
            length);
    }
    size_t whole = (size_t)used + (event != NULL ? length + 1 : 0);
    char *bytes = malloc(whole + 1);
    if (bytes == NULL) {
        return NULL;
    }
    char *end = mempcpy(bytes, head, (size_t)used);
    if (event != NULL) {
        end = mempcpy(end, event, length);
        *end++ = '\n';
    }
    *end = '\0';
    *ret_length = whole;
    return bytes;
}
