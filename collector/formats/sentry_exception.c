#include "sentry_exception.h"

#include <string.h>

#include "encoding/json.h"
#include "sentry_frames.h"
#include "sentry_text.h"

static void put_mechanism(struct json *json, struct cJSON *object, const struct crash *crash,
                          const char *type)
{
    struct cJSON *mechanism = json_put_object(json, object, "mechanism");

    json_put_text(json, mechanism, "type", "signalhandler");
    json_put_bool(json, mechanism, "handled", false);
    /* "SIGSEGV" is no name for a bug, so that the title is the function; a C++ exception's
     * type is one. */
    json_put_bool(json, mechanism, "synthetic",
                  crash->exception_name == NULL || strcmp(crash->exception_name, type) != 0);
    if (crash->signal > 0) {
        struct cJSON *meta = json_put_object(json, mechanism, "meta");
        struct cJSON *signal = json_put_object(json, meta, "signal");

        json_put_number(json, signal, "number", crash->signal);
        json_put_number(json, signal, "code", crash->code);
        sentry_put_line(json, signal, "name", crash->signal_name, SENTRY_TAG_MAX);
        sentry_put_line(json, signal, "code_name", crash->code_name, SENTRY_TAG_MAX);
    }
    if (crash->has_fault_address) {
        struct cJSON *data = json_put_object(json, mechanism, "data");
        json_put_hex(json, data, "relevant_address", crash->fault_address);
    }
}

static void put_exception(struct json *json, const struct crash *crash,
                          const struct sentry_exception *exception)
{
    struct cJSON *exceptions = json_put_object(json, json->root, "exception");
    struct cJSON *values = json_put_array(json, exceptions, "values");
    struct cJSON *object = json_put_object(json, values, NULL);
    bool typed = exception->type != NULL && exception->type[0] != '\0';
    const char *type = typed ? exception->type : "unknown";

    sentry_put_line(json, object, "type", type, SENTRY_NAME_MAX);
    sentry_put_text(json, object, "value", exception->value, SENTRY_MESSAGE_MAX);
    if (crash->tid >= 0) {
        json_put_number(json, object, "thread_id", crash->tid);
    }
    put_mechanism(json, object, crash, type);
    sentry_frames_put(json, object, crash, exception->frames);
}

static struct cJSON *put_thread(struct json *json, struct cJSON *values, int64_t tid,
                                const char *name, bool crashed)
{
    struct cJSON *thread = json_put_object(json, values, NULL);

    json_put_number(json, thread, "id", tid);
    sentry_put_line(json, thread, "name", name, SENTRY_TAG_MAX);
    json_put_bool(json, thread, "crashed", crashed);
    json_put_bool(json, thread, "current", crashed);
    return thread;
}

/* The crashed thread's stack is with the exception, to which its id leads. */
static void put_threads(struct json *json, const struct crash *crash,
                        const struct sentry_exception *exception)
{
    struct cJSON *threads = json_put_object(json, json->root, "threads");
    struct cJSON *values = json_put_array(json, threads, "values");

    (void)put_thread(json, values, crash->tid, crash->thread, true);
    for (size_t i = 0; exception->other_threads && i < crash->thread_count; i++) {
        const struct crash_thread *other = &crash->threads[i];

        if (other->tid >= 0 && other->tid != crash->tid) {
            struct crash view = crash_seen_from(crash, other);
            struct cJSON *thread = put_thread(json, values, other->tid, other->name, false);
            sentry_frames_put(json, thread, &view, exception->frames);
        }
    }
}

void sentry_exception_put(struct json *json, const struct crash *crash,
                          const struct sentry_exception *exception)
{
    put_exception(json, crash, exception);
    if (crash->tid >= 0) {
        put_threads(json, crash, exception);
    }
}
