#include "event.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crash/crash_json.h"
#include "diagnosis/reason.h"
#include "diagnosis/signature.h"
#include "diagnosis/stack_text.h"
#include "encoding/text.h"
#include "encoding/utf8.h"
#include "machine/os_release.h"

#define SCHEMA_VERSION "1.0"
#define ELLIPSIS "..."

void event_format_id(const char *hex, char ret_id[EVENT_ID_LENGTH + 1])
{
    snprintf(ret_id, EVENT_ID_LENGTH + 1, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
             hex + 16, hex + 20);
}

/* 2026-01-31T12:00:00.123Z */
static void format_timestamp(uint64_t time_ns, char *text, size_t size)
{
    time_t seconds = (time_t)(time_ns / 1000000000u);
    unsigned milliseconds = (unsigned)(time_ns / 1000000u % 1000u);
    struct tm parts;
    char date[32] = "1970-01-01T00:00:00";

    if (gmtime_r(&seconds, &parts) != NULL && parts.tm_year < 8000) {
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    }
    snprintf(text, size, "%s.%03uZ", date, milliseconds);
}

static void put_timestamp(struct json *json, struct cJSON *object, const char *key,
                          uint64_t time_ns)
{
    char text[48];

    format_timestamp(time_ns, text, sizeof text);
    json_put_text(json, object, key, text);
}

/* Redacted before it is cut, so no half of a secret can be left. */
static void put_message(struct json *json, struct cJSON *attributes, const char *reason)
{
    size_t length = strlen(reason);
    char cut[EVENT_MESSAGE_MAX + 1];

    if (length > EVENT_MESSAGE_MAX) {
        size_t keep = utf8_cut(reason, length, EVENT_MESSAGE_MAX - strlen(ELLIPSIS));
        snprintf(cut, sizeof cut, "%.*s" ELLIPSIS, (int)keep, reason);
        reason = cut;
    }
    json_put_text(json, attributes, "crash.error_message", reason);
}

static void put_session(struct json *json, const struct crash *crash)
{
    char id[EVENT_ID_LENGTH + 1];
    const char *session = crash->session;

    /* A process that lost it is still one run: its own crash identifies it. */
    event_format_id(session != NULL && strlen(session) == CRASH_ID_LENGTH ? session : crash->id,
                    id);
    json_put_text(json, json->root, "sessionId", id);
}

static const char *command_of(const struct crash *crash)
{
    return crash->program != NULL  ? crash->program
           : crash->exe != NULL    ? crash_basename(crash->exe)
           : crash->thread != NULL ? crash->thread
                                   : "unknown";
}

static void put_environment(struct json *json, struct cJSON *attributes,
                            const struct crash *crash)
{
    const char *runtime = crash->runtime != NULL ? crash->runtime : "native";
    bool node = strcmp(runtime, "node") == 0 && crash->runtime_version != NULL;

    json_put_text(json, attributes, "env.os", "linux");
    json_put_text(json, attributes, "env.os_version", os_release_name());
    json_put_text(json, attributes, "env.node_version", node ? crash->runtime_version : "");
    json_put_text(json, attributes, "env.shell", crash->shell != NULL ? crash->shell : "");
    json_put_bool(json, attributes, "env.ci", crash->ci != NULL);
    json_put_text(json, attributes, "env.ci_provider", crash->ci);
    json_put_text(json, attributes, "env.arch", crash->arch);
    json_put_text(json, attributes, "runtime.type", runtime);
    json_put_text(json, attributes, "runtime.version", crash->runtime_version);
}

/* Not known is as good an answer as any: a step that cannot enrich must not prevent. */
static void put_doubts(struct json *json, struct cJSON *attributes, const struct crash *crash)
{
    struct text words = {.bytes = NULL};

    for (size_t i = 0; i < crash->missing_count; i++) {
        text_format(&words, "%s%s", i > 0 ? " " : "", crash->missing[i]);
    }
    char *missing = text_take(&words);
    if (missing != NULL && missing[0] != '\0') {
        size_t length = strlen(missing);
        missing[utf8_cut(missing, length, 256)] = '\0';
        json_put_text(json, attributes, "crash.missing", missing);
    }
    free(missing);
}

/* Whole lines from the top: the innermost call of each thread comes first. */
static void put_python(struct json *json, struct cJSON *attributes, const struct crash *crash)
{
    struct text lines = {.bytes = NULL};

    for (size_t i = 0; i < crash->python_count; i++) {
        if (lines.length + strlen(crash->python[i]) + 1 > EVENT_PYTHON_MAX) {
            break;
        }
        text_format(&lines, "%s%s", i > 0 ? "\n" : "", crash->python[i]);
    }
    char *traceback = text_take(&lines);
    if (traceback != NULL && traceback[0] != '\0') {
        json_put_text(json, attributes, "crash.python", traceback);
    }
    free(traceback);
}

/* The keys are of a form that fits behind a prefix. */
static void put_notes(struct json *json, struct cJSON *attributes, const struct crash *crash)
{
    for (size_t i = 0; i < crash->note_count; i++) {
        char name[64];

        snprintf(name, sizeof name, "crash.note.%s", crash->notes[i].key);
        json_put_text(json, attributes, name, crash->notes[i].value);
    }
}

static void put_attributes(struct json *json, const struct crash *crash,
                           const struct event_origin *origin, const char *reason,
                           const char *stack, const struct signature *signature)
{
    struct cJSON *attributes = json_put_object(json, json->root, "attributes");

    json_put_text(json, attributes, "crash.error_type", reason_type(crash));
    put_message(json, attributes, reason);
    json_put_text(json, attributes, "crash.stack", stack);
    json_put_text(json, attributes, "crash.command", command_of(crash));
    json_put_text(json, attributes, "crash.signature", signature->text);
    json_put_number(json, attributes, "crash.count", crash->count);
    put_timestamp(json, attributes, "crash.first_seen", crash->first_seen_ns);
    put_timestamp(json, attributes, "crash.last_seen", crash->last_seen_ns);
    put_python(json, attributes, crash);
    put_notes(json, attributes, crash);
    put_doubts(json, attributes, crash);
    json_put_text(json, attributes, "app.name", crash->app);
    json_put_text(json, attributes, "cli.version",
                  crash->app_version != NULL ? crash->app_version : origin->cli_version);
    json_put_text(json, attributes, "device.id", origin->device_id);
    json_put_text(json, attributes, "auth.mode", origin->auth_mode);
    put_environment(json, attributes, crash);
}

static int build(struct json *json, const struct crash *crash,
                 const struct event_origin *origin, const struct signature *signature,
                 struct event *event)
{
    char *reason = reason_sentence(crash);
    char *stack = stack_text(crash, EVENT_STACK_MAX);

    if (reason == NULL || stack == NULL) {
        free(reason);
        free(stack);
        return -ENOMEM;
    }
    event_format_id(crash->id, event->id);
    memcpy(event->signature, signature->text, sizeof event->signature);
    json_put_text(json, json->root, "type", "crash");
    json_put_text(json, json->root, "event_id", event->id);
    json_put_text(json, json->root, "schema_version", SCHEMA_VERSION);
    json_put_text(json, json->root, "instance_id", origin->instance_id);
    put_session(json, crash);
    put_timestamp(json, json->root, "timestamp", crash->time_ns);
    put_attributes(json, crash, origin, reason, stack, signature);
    struct cJSON *whole = json_put_object(json, json->root, "crash");
    crash_json_put(json, whole, crash);
    json_put_text(json, whole, "reason", reason);
    json_put_text(json, whole, "signature", signature->text);
    json_put_text(json, whole, "signature_raw", signature->raw);
    free(reason);
    free(stack);
    return 0;
}

int event_build(const struct clean_crash *clean, const struct event_origin *origin,
                const struct signature *signature, struct event *ret_event)
{
    const struct crash *crash = clean_crash_view(clean);
    struct event event = {.json = NULL};
    struct json json;

    if (crash->id[0] == '\0') {
        return -EINVAL;
    }
    json_init(&json);
    int error = json.failed ? -ENOMEM : build(&json, crash, origin, signature, &event);
    if (error == 0) {
        event.json = json_print(&json);
        error = event.json == NULL ? -ENOMEM : 0;
    }
    json_done(&json);
    if (error != 0) {
        return error;
    }
    event.length = strlen(event.json);
    *ret_event = event;
    return 0;
}

void event_done(struct event *event)
{
    free(event->json);
    *event = (struct event){.json = NULL};
}
