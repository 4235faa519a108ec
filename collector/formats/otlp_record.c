#include "otlp_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "crash/crash.h"
#include "encoding/text.h"
#include "otlp_attributes.h"
#include "otlp_event.h"
#include "otlp_stack.h"

#define SEVERITY_FATAL 21
#define OWN_ATTRIBUTES_MAX 64 /* of the event's own, where a crash has some fifteen */

/* Keys of the event's "crash" or its "attributes", and what the record calls them. */
struct row {
    const char *as, *key;
    bool integer; /* else a text */
};

static void copy_rows(struct json *json, struct cJSON *list, const struct cJSON *object,
                      const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].integer) {
            otlp_copy_integer(json, list, rows[i].as, object, rows[i].key);
        } else {
            otlp_copy_text(json, list, rows[i].as, object, rows[i].key);
        }
    }
}

static void put_times(struct json *json, const struct otlp_event *event)
{
    uint64_t time_ns = otlp_event_time_ns(event);
    char digits[24];

    if (time_ns != 0) {
        /* The library saw it when it happened, so that both are the same. */
        snprintf(digits, sizeof digits, "%" PRIu64, time_ns);
        json_put_text(json, json->root, "timeUnixNano", digits);
        json_put_text(json, json->root, "observedTimeUnixNano", digits);
    }
}

/* One line: whoever lists logs shows no more. */
static void put_body(struct json *json, const struct otlp_event *event)
{
    const char *command = otlp_text_of(event->attributes, "crash.command");
    const char *message = otlp_text_of(event->attributes, "crash.error_message");
    const char *type = otlp_text_of(event->attributes, "crash.error_type");
    struct text line = {.bytes = NULL};

    text_format(&line, "%s: %s", command != NULL ? command : "unknown",
                message != NULL ? message
                : type != NULL  ? type
                                : "crash");
    char *words = text_take(&line);
    for (char *c = words; c != NULL && *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7f ? ' ' : *c;
    }
    json->failed = json->failed || words == NULL;
    json_put_text(json, json_put_object(json, json->root, "body"), "stringValue", words);
    free(words);
}

static void put_identity(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    const char *id = otlp_text_of(event->root, "event_id");

    otlp_put_text(json, list, "log.record.uid", id);
    otlp_put_text(json, list, "app.crash.id", id);
    otlp_put_text(json, list, "session.id", otlp_text_of(event->root, "sessionId"));
}

static void put_exception(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    static const struct row rows[] = {
        {"exception.type", "crash.error_type", false},
        {"exception.message", "crash.error_message", false},
        {"exception.stacktrace", "crash.stack", false},
    };

    copy_rows(json, list, event->attributes, rows, sizeof rows / sizeof *rows);
}

static void put_process(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    static const struct row rows[] = {
        {"process.pid", "pid", true},
        {"process.executable.path", "exe", false},
        {"process.executable.build_id.gnu", "exe_build_id", false},
        {"thread.id", "tid", true},
        {"thread.name", "thread", false},
    };
    const char *exe = otlp_text_of(event->crash, "exe");
    const char *runtime = otlp_text_of(event->attributes, "runtime.type");

    otlp_put_text(json, list, "process.executable.name",
                  exe != NULL ? crash_basename(exe) : NULL);
    copy_rows(json, list, event->crash, rows, sizeof rows / sizeof *rows);
    if (runtime != NULL && strcmp(runtime, "native") != 0) {
        otlp_put_text(json, list, "process.runtime.name", runtime);
        otlp_put_text(json, list, "process.runtime.version",
                      otlp_text_of(event->attributes, "runtime.version"));
    }
}

/* Who reports is not the process that died: the convention wants these said of that again. */
static void put_crashed(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    otlp_put_text(json, list, "service.version", event->version);
    otlp_put_text(json, list, "os.name", event->os_name);
    otlp_put_text(json, list, "os.version", event->os_version);
    otlp_put_text(json, list, "app.build_id", otlp_text_of(event->crash, "exe_build_id"));
}

static void put_signal(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    static const struct row rows[] = {
        {"crash.signal.name", "signal", false},
        {"crash.signal.number", "signal_number", true},
        {"crash.signal.code", "code", true},
        {"crash.signal.code_name", "code_name", false},
        {"crash.fault.address", "fault_address", false},
        {"crash.fault.access", "fault_access", false},
        {"crash.fault.kind", "fault_kind", false},
        {"crash.instruction", "instruction", false},
        {"crash.abort_message", "abort_message", false},
        {"crash.frames_total", "frames_total", true},
    };

    copy_rows(json, list, event->crash, rows, sizeof rows / sizeof *rows);
}

/* What the event calls crash.* or env.*, but for what has a name of OpenTelemetry's. */
static bool is_own(const char *key)
{
    static const char *const renamed[] = {
        "crash.error_type", "crash.error_message", "crash.stack", "env.os", "env.os_version",
        "env.arch",         "env.node_version"};

    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++) {
        if (strcmp(key, renamed[i]) == 0) {
            return false;
        }
    }
    return strncmp(key, "crash.", 6) == 0 || strncmp(key, "env.", 4) == 0;
}

static void put_own(struct json *json, struct cJSON *list, const struct otlp_event *event)
{
    const struct cJSON *item;
    size_t count = 0;

    cJSON_ArrayForEach(item, event->attributes)
    {
        if (is_own(item->string) && count < OWN_ATTRIBUTES_MAX) {
            otlp_put_item(json, list, item->string, item);
            count++;
        }
    }
}

static void put_attributes(struct json *json, const struct otlp_event *event,
                           enum otlp_detail detail)
{
    static const char *const shortened[OTLP_DETAIL_COUNT] = {
        [OTLP_DETAIL_ONE_THREAD] = "threads",
        [OTLP_DETAIL_ENDS] = "threads, frames",
        [OTLP_DETAIL_NONE] = "threads, frames, modules",
    };
    struct cJSON *list = json_put_array(json, json->root, "attributes");

    put_identity(json, list, event);
    put_exception(json, list, event);
    put_process(json, list, event);
    put_crashed(json, list, event);
    put_signal(json, list, event);
    put_own(json, list, event);
    otlp_put_text(json, list, "crash.shortened", shortened[detail]);
    otlp_put_stack(json, list, event->crash, detail);
}

static char *print(const struct otlp_event *event, enum otlp_detail detail)
{
    struct json json;

    json_init(&json);
    put_times(&json, event);
    json_put_number(&json, json.root, "severityNumber", SEVERITY_FATAL);
    json_put_text(&json, json.root, "severityText", "FATAL");
    json_put_text(&json, json.root, "eventName", "app.crash");
    put_body(&json, event);
    put_attributes(&json, event, detail);
    char *printed = json_print(&json);
    json_done(&json);
    return printed;
}

char *otlp_record_print(const struct otlp_event *event)
{
    char *printed = print(event, OTLP_DETAIL_ALL);

    for (int detail = OTLP_DETAIL_ONE_THREAD;
         printed != NULL && strlen(printed) > OTLP_RECORD_MAX && detail < OTLP_DETAIL_COUNT;
         detail++) {
        free(printed);
        printed = print(event, (enum otlp_detail)detail);
    }
    return printed;
}
