#include "otlp_event.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "crash/crash.h"
#include "destination.h"
#include "encoding/utf8.h"
#include "encoding/value.h"
#include "event/parcel.h"

const char *otlp_text_of(const struct cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    return text != NULL && text[0] != '\0' ? text : NULL;
}

static void copy(char *name, const char *text, size_t length)
{
    size_t cut = utf8_cut(text, length, OTLP_NAME_SIZE - 1);

    snprintf(name, OTLP_NAME_SIZE, "%.*s", (int)cut, text);
}

/* `release` as "NAME@VERSION", or the version alone, goes before what the program says. */
static void read_service(const struct destination *destination, struct otlp_event *event)
{
    const char *release = destination->release;
    const char *at = release != NULL ? strchr(release, '@') : NULL;
    const char *candidates[] = {
        otlp_text_of(event->attributes, "app.name"), otlp_text_of(event->crash, "app"),
        otlp_text_of(event->attributes, "crash.command"), "unknown_service"};

    for (size_t i = 0; event->service == NULL; i++) {
        event->service = candidates[i];
    }
    event->version = otlp_text_of(event->crash, "app_version");
    if (event->crash == NULL) {
        event->version = otlp_text_of(event->attributes, "cli.version");
    }
    if (at != NULL && at > release) {
        copy(event->service_copy, release, (size_t)(at - release));
        event->service = event->service_copy;
    }
    if (release != NULL) {
        event->version = at != NULL ? at + 1 : release;
    }
}

/* "Debian GNU/Linux 12 (bookworm)": the version is the first word that begins with a digit. */
static void read_system(struct otlp_event *event)
{
    const char *pretty = otlp_text_of(event->attributes, "env.os_version");

    if (pretty == NULL) {
        return;
    }
    size_t name = 0;
    while (pretty[name] != '\0' &&
           !(pretty[name] == ' ' && isdigit((unsigned char)pretty[name + 1]))) {
        name++;
    }
    copy(event->os_name, pretty, name);
    if (pretty[name] != '\0') {
        copy(event->os_version, pretty + name + 1, strcspn(pretty + name + 1, " "));
    }
}

void otlp_event_read(const struct destination *destination, const struct parcel *parcel,
                     struct otlp_event *ret_event)
{
    const struct cJSON *root = parcel_json(parcel);
    const struct cJSON *crash = cJSON_GetObjectItemCaseSensitive(root, "crash");

    *ret_event = (struct otlp_event){
        .root = root,
        .attributes = cJSON_GetObjectItemCaseSensitive(root, "attributes"),
        .crash = cJSON_IsObject(crash) ? crash : NULL,
    };
    read_service(destination, ret_event);
    read_system(ret_event);
}

/* 2026-01-31T12:00:00.123Z, the milliseconds as they may be */
static uint64_t parse_timestamp(const char *text)
{
    struct tm parts = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    time_t seconds = rest != NULL ? timegm(&parts) : -1;
    char whole[64];

    if (seconds <= 0) {
        return 0;
    }
    snprintf(whole, sizeof whole, "%lld%.10s", (long long)seconds, rest);
    return value_time_ns(whole);
}

uint64_t otlp_event_time_ns(const struct otlp_event *event)
{
    const char *exact = otlp_text_of(event->crash, "time");
    const char *timestamp = otlp_text_of(event->root, "timestamp");
    uint64_t time_ns = exact != NULL ? value_time_ns(exact) : 0;

    return time_ns != 0 || timestamp == NULL ? time_ns : parse_timestamp(timestamp);
}
