#include "sentry_event.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "diagnosis/reason.h"
#include "encoding/json.h"
#include "encoding/sha256.h"
#include "encoding/value.h"
#include "event/event.h"
#include "event/parcel.h"
#include "sentry_exception.h"
#include "sentry_images.h"
#include "sentry_text.h"

/* How much of a crash goes in; tried one after another until it fits. */
struct budget {
    size_t frames; /* of a thread */
    bool other_threads;
    bool all_images;
};

struct work {
    struct json json;
    const struct crash *crash; /* never NULL; empty when the parcel has no structure */
    const cJSON *attributes;
    const struct parcel *parcel;
    const struct sentry_origin *origin;
    struct budget budget;
};

/* A string among the attributes, NULL when there is none. */
static const char *attribute(const struct work *work, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(work->attributes, key));
}

void sentry_event_id(const char *id, char ret_id[SENTRY_ID_LENGTH + 1])
{
    uint8_t digest[SHA256_SIZE];
    size_t length = 0;
    const char *c = id;

    for (; *c != '\0' && length < SENTRY_ID_LENGTH; c++) {
        if (isxdigit((unsigned char)*c)) {
            ret_id[length++] = (char)tolower((unsigned char)*c);
        } else if (*c != '-') {
            break;
        }
    }
    ret_id[length] = '\0';
    if (*c == '\0' && length == SENTRY_ID_LENGTH) {
        return;
    }
    sha256(id, strlen(id), digest);
    for (size_t i = 0; i < SENTRY_ID_LENGTH / 2; i++) {
        snprintf(ret_id + 2 * i, 3, "%02x", digest[i]);
    }
}

/* 2026-01-31T12:00:00.123Z, exactly. */
static bool is_timestamp(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";

    if (text == NULL || strlen(text) != sizeof form - 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof form - 1; i++) {
        if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

static void put_head(struct work *work)
{
    struct json *json = &work->json;
    char id[SENTRY_ID_LENGTH + 1];
    const char *timestamp = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(parcel_json(work->parcel), "timestamp"));

    sentry_event_id(parcel_id(work->parcel), id);
    json_put_text(json, json->root, "event_id", id);
    /* Required. The epoch is one that servers replace by the time when they had it. */
    json_put_text(json, json->root, "timestamp",
                  is_timestamp(timestamp) ? timestamp : "1970-01-01T00:00:00.000Z");
    json_put_text(json, json->root, "platform", "native");
    json_put_text(json, json->root, "level", "fatal");
    json_put_text(json, json->root, "logger", "epitaph");
    struct cJSON *sdk = json_put_object(json, json->root, "sdk");
    json_put_text(json, sdk, "name", "epitaph");
    json_put_text(json, sdk, "version", EPITAPH_VERSION);
}

static const char *app_name(const struct work *work)
{
    const struct crash *crash = work->crash;

    return crash->app != NULL       ? crash->app
           : crash->program != NULL ? crash->program
                                    : attribute(work, "crash.command");
}

static bool is_said(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* A slash or a control character in a release or an environment makes servers drop it. */
static void put_plain(struct json *json, const char *key, const char *text, size_t most)
{
    char *copy = is_said(text) ? strdup(text) : NULL;

    json->failed = json->failed || (is_said(text) && copy == NULL);
    for (char *c = copy; c != NULL && *c != '\0'; c++) {
        *c = *c == '/' || *c == '\\' ? '-' : *c;
    }
    sentry_put_line(json, json->root, key, copy, most);
    free(copy);
}

static void put_origin(struct work *work)
{
    const struct sentry_origin *origin = work->origin;
    struct json *json = &work->json;
    char release[SENTRY_TAG_MAX + 1];
    const char *device = attribute(work, "device.id");
    /* Not "cli.version", which is ours where the program does not tell. */
    const char *version = work->crash->app_version;

    if (is_said(origin->release)) {
        put_plain(json, "release", origin->release, SENTRY_TAG_MAX);
    } else if (is_said(app_name(work)) && is_said(version)) {
        snprintf(release, sizeof release, "%.120s@%.72s", app_name(work), version);
        put_plain(json, "release", release, SENTRY_TAG_MAX);
    }
    put_plain(json, "environment", origin->environment, 64);
    sentry_put_line(json, json->root, "server_name", origin->server_name, SENTRY_TAG_MAX);
    if (is_said(device)) { /* a keyed hash, never the machine's own id */
        struct cJSON *user = json_put_object(json, json->root, "user");
        sentry_put_line(json, user, "id", device, SENTRY_TAG_MAX);
    }
}

static void put_count(struct work *work, struct cJSON *tags)
{
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(work->attributes, "crash.count");
    char digits[24];

    if (cJSON_IsNumber(count) && count->valuedouble >= 1 && count->valuedouble < 1e15) {
        snprintf(digits, sizeof digits, "%" PRId64, (int64_t)count->valuedouble);
        json_put_text(&work->json, tags, "crash.count", digits);
    }
}

/* What one searches by. Strings only: one of another type costs the event. */
static void put_tags(struct work *work)
{
    static const char *const keys[] = {"crash.signature", "crash.command", "runtime.type",
                                       "env.ci_provider", "auth.mode"};
    struct json *json = &work->json;
    struct cJSON *tags = json_put_object(json, json->root, "tags");

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        sentry_put_line(json, tags, keys[i], attribute(work, keys[i]), SENTRY_TAG_MAX);
    }
    put_count(work, tags);
    sentry_put_line(json, tags, "crash.signal", work->crash->signal_name, SENTRY_TAG_MAX);
    sentry_put_line(json, tags, "crash.fault_kind", work->crash->fault_kind, SENTRY_TAG_MAX);
    json_put_text(json, tags, "env.ci",
                  cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(work->attributes, "env.ci"))
                      ? "true"
                      : "false");
}

static struct cJSON *put_context(struct json *json, struct cJSON *contexts, const char *type)
{
    struct cJSON *context = json_put_object(json, contexts, type);

    json_put_text(json, context, "type", type);
    return context;
}

static void put_contexts(struct work *work)
{
    struct json *json = &work->json;
    const struct crash *crash = work->crash;
    struct cJSON *contexts = json_put_object(json, json->root, "contexts");

    struct cJSON *os = put_context(json, contexts, "os");
    json_put_text(json, os, "name", "Linux");
    sentry_put_line(json, os, "raw_description", attribute(work, "env.os_version"),
                    SENTRY_TAG_MAX);
    struct cJSON *device = put_context(json, contexts, "device");
    json_put_text(json, device, "family", "Linux");
    sentry_put_line(json, device, "arch", sentry_arch(crash->arch), SENTRY_TAG_MAX);
    struct cJSON *runtime = put_context(json, contexts, "runtime");
    sentry_put_line(json, runtime, "name",
                    crash->runtime != NULL ? crash->runtime : attribute(work, "runtime.type"),
                    SENTRY_TAG_MAX);
    sentry_put_line(json, runtime, "version", crash->runtime_version, SENTRY_TAG_MAX);
    struct cJSON *app = put_context(json, contexts, "app");
    sentry_put_line(json, app, "app_name", app_name(work), SENTRY_TAG_MAX);
    sentry_put_line(json, app, "app_version", crash->app_version, SENTRY_TAG_MAX);
    sentry_put_line(json, app, "app_build", crash->exe_build_id, SENTRY_TAG_MAX);
}

static void put_exception(struct work *work)
{
    struct sentry_exception exception = {
        .type = attribute(work, "crash.error_type"),
        .value = attribute(work, "crash.error_message"),
        .frames = work->budget.frames,
        .other_threads = work->budget.other_threads,
    };

    if (!is_said(exception.type)) {
        exception.type = reason_type(work->crash);
    }
    sentry_exception_put(&work->json, work->crash, &exception);
}

/* What there is no place for elsewhere. */
static void put_extra(struct work *work)
{
    static const char *const keys[] = {"crash.first_seen", "crash.last_seen", "crash.missing",
                                       "crash.dropped", "crash.python"};
    struct json *json = &work->json;
    const struct crash *crash = work->crash;
    struct cJSON *extra = json_put_object(json, json->root, "extra");

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        sentry_put_text(json, extra, keys[i], attribute(work, keys[i]), SENTRY_MESSAGE_MAX);
    }
    for (size_t i = 0; i < crash->note_count; i++) {
        char name[64];

        snprintf(name, sizeof name, "crash.note.%s", crash->notes[i].key);
        sentry_put_line(json, extra, name, crash->notes[i].value, SENTRY_TAG_MAX);
    }
    sentry_put_line(json, extra, "crash.hs_err", crash->hs_err, SENTRY_PATH_MAX);
    json_put_number(json, extra, "crash.frames_total",
                    crash->frames_total > INT32_MAX ? INT32_MAX : (int64_t)crash->frames_total);
}

/* Ours, so that a tracker groups as `epitaph list` does. */
static void put_fingerprint(struct work *work)
{
    const char *signature = parcel_signature(work->parcel);

    if (strlen(signature) <= SENTRY_TAG_MAX && value_is_hex(signature, strlen(signature))) {
        struct cJSON *fingerprint = json_put_array(&work->json, work->json.root, "fingerprint");
        json_append_text(&work->json, fingerprint, signature);
    }
}

static char *print(struct work *work)
{
    char *text = NULL;

    json_init(&work->json);
    if (!work->json.failed) {
        put_head(work);
        put_origin(work);
        put_fingerprint(work);
        put_tags(work);
        put_contexts(work);
        put_exception(work);
        put_extra(work);
        sentry_images_put(&work->json, work->json.root, work->crash, work->budget.all_images);
        text = json_print(&work->json);
    }
    json_done(&work->json);
    return text;
}

static int print_within_budget(struct work *work, char **ret_text, size_t *ret_length)
{
    static const struct budget budgets[] = {
        {1000, true, true}, {1000, false, true}, {250, false, true}, {50, false, true},
        {50, false, false}, {10, false, false},  {0, false, false},
    };

    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        work->budget = budgets[i];
        char *text = print(work);
        if (text == NULL) {
            return -ENOMEM;
        }
        size_t length = strlen(text);
        if (length <= SENTRY_EVENT_MAX) {
            *ret_text = text;
            *ret_length = length;
            return 0;
        }
        free(text);
    }
    return -EBADMSG; /* every text is bounded: this is not reached */
}

int sentry_event_print(const struct parcel *parcel, const struct sentry_origin *origin,
                       char **ret_text, size_t *ret_length)
{
    struct clean_crash *clean = NULL;
    struct crash *empty = NULL;
    int error = event_read_parsed(parcel_json(parcel), &clean);

    if (error == -EBADMSG) { /* what the attributes say is still worth sending */
        empty = crash_new();
        error = empty == NULL ? -ENOMEM : 0;
    }
    if (error == 0) {
        struct work work = {
            .crash = clean != NULL ? clean_crash_view(clean) : empty,
            .attributes = cJSON_GetObjectItemCaseSensitive(parcel_json(parcel), "attributes"),
            .parcel = parcel,
            .origin = origin,
        };
        error = print_within_budget(&work, ret_text, ret_length);
    }
    clean_crash_free(clean);
    crash_free(empty);
    return error;
}
