#include "crash_json.h"

/* A key that is there even when the record does not say. */
static void put_text_or_null(struct json *json, struct cJSON *object, const char *key,
                             const char *text)
{
    if (text != NULL) {
        json_put_text(json, object, key, text);
    } else {
        json_put_null(json, object, key);
    }
}

static void put_known(struct json *json, struct cJSON *object, const char *key, int64_t value)
{
    if (value >= 0) {
        json_put_number(json, object, key, value);
    } else {
        json_put_null(json, object, key);
    }
}

static void put_missing(struct json *json, struct cJSON *object, const struct crash *crash)
{
    struct cJSON *missing = json_put_array(json, object, "missing");

    for (size_t i = 0; i < crash->missing_count; i++) {
        json_append_text(json, missing, crash->missing[i]);
    }
}

static void put_raw_frame(struct json *json, struct cJSON *frames, const struct crash *crash,
                          const struct crash_frame *frame)
{
    const struct crash_module *module = crash_frame_module(crash, frame);
    struct cJSON *object = json_put_object(json, frames, NULL);

    json_put_number(json, object, "index", frame->index);
    json_put_hex(json, object, "pc", frame->pc);
    json_put_bool(json, object, "exact", frame->exact);
    put_text_or_null(json, object, "module", module != NULL ? module->path : NULL);
    if (frame->has_offset) {
        json_put_hex(json, object, "offset", frame->offset);
    } else {
        json_put_null(json, object, "offset");
    }
    put_text_or_null(json, object, "build_id", module != NULL ? module->build_id : NULL);
    json_put_text(json, object, "trust", crash_trust_word(frame->trust));
}

void crash_json_put_raw(struct json *json, struct cJSON *object, const struct crash *crash)
{
    const char *message =
        crash->abort_message != NULL ? crash->abort_message : crash->exception_what;

    put_text_or_null(json, object, "id", crash->id[0] != '\0' ? crash->id : NULL);
    put_text_or_null(json, object, "time", crash->time);
    put_known(json, object, "pid", crash->pid);
    put_known(json, object, "tid", crash->tid);
    put_known(json, object, "uid", crash->uid);
    put_text_or_null(json, object, "exe", crash->exe);
    put_text_or_null(json, object, "signal", crash->signal_name);
    json_put_number(json, object, "signal_number", crash->signal);
    json_put_number(json, object, "code", crash->code);
    put_text_or_null(json, object, "code_name", crash->code_name);
    if (crash->has_fault_address) {
        json_put_hex(json, object, "fault_address", crash->fault_address);
    } else {
        json_put_null(json, object, "fault_address");
    }
    put_text_or_null(json, object, "fault_access", crash->fault_access);
    put_text_or_null(json, object, "fault_kind", crash->fault_kind);
    put_text_or_null(json, object, "message", message);
    json_put_number(json, object, "count", crash->count);
    json_put_bool(json, object, "torn", crash->torn);
    put_missing(json, object, crash);
    json_put_number(json, object, "frames_total",
                    crash->frames_total > INT64_MAX ? INT64_MAX : (int64_t)crash->frames_total);
    struct cJSON *frames = json_put_array(json, object, "frames");
    for (size_t i = 0; i < crash->frame_count; i++) {
        put_raw_frame(json, frames, crash, &crash->frames[i]);
    }
}
