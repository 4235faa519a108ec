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

/* Absent where there are none. */
static void put_notes(struct json *json, struct cJSON *object, const struct crash *crash)
{
    struct cJSON *notes = crash->note_count > 0 ? json_put_object(json, object, "notes") : NULL;

    for (size_t i = 0; i < crash->note_count; i++) {
        json_put_text(json, notes, crash->notes[i].key, crash->notes[i].value);
    }
}

/* What lies at the fault's address, or lay there. */
static void put_place(struct json *json, struct cJSON *object, const struct crash *crash)
{
    if (crash->has_mapping) {
        struct cJSON *mapping = json_put_object(json, object, "mapping");
        json_put_hex(json, mapping, "low", crash->mapping_low);
        json_put_hex(json, mapping, "high", crash->mapping_high);
        json_put_text(json, mapping, "perms", crash->mapping_perms);
        json_put_hex(json, mapping, "offset", crash->mapping_offset);
        json_put_text(json, mapping, "path", crash->mapping_path);
    }
    if (crash->has_freed) {
        struct cJSON *freed = json_put_object(json, object, "freed");
        json_put_hex(json, freed, "low", crash->freed_low);
        json_put_hex(json, freed, "high", crash->freed_high);
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
    put_place(json, object, crash);
    put_text_or_null(json, object, "message", message);
    put_notes(json, object, crash);
    json_put_number(json, object, "count", crash->count);
    json_put_bool(json, object, "torn", crash->torn);
    put_missing(json, object, crash);
    json_put_number(json, object, "frames_total",
                    crash->frames_total > INT64_MAX ? INT64_MAX : (int64_t)crash->frames_total);
    struct cJSON *modules = json_put_array(json, object, "modules");
    for (size_t i = 0; i < crash->module_count; i++) {
        if (crash->modules[i].path != NULL) {
            json_append_text(json, modules, crash->modules[i].path);
        }
    }
    struct cJSON *frames = json_put_array(json, object, "frames");
    for (size_t i = 0; i < crash->frame_count; i++) {
        put_raw_frame(json, frames, crash, &crash->frames[i]);
    }
}

static void put_if_known(struct json *json, struct cJSON *object, const char *key,
                         int64_t value)
{
    if (value >= 0) {
        json_put_number(json, object, key, value);
    }
}

static void put_words(struct json *json, struct cJSON *object, const struct crash *crash)
{
    const struct {
        const char *key, *value;
    } rows[] = {
        {"program", crash->program},
        {"exe", crash->exe},
        {"exe_build_id", crash->exe_build_id},
        {"thread", crash->thread},
        {"arch", crash->arch},
        {"session", crash->session},
        {"signal", crash->signal_name},
        {"code_name", crash->code_name},
        {"fault_access", crash->fault_access},
        {"fault_kind", crash->fault_kind},
        {"instruction", crash->instruction},
        {"abort_message", crash->abort_message},
        {"exception_type",
         crash->exception_name != NULL ? crash->exception_name : crash->exception_type},
        {"exception_what", crash->exception_what},
        {"app", crash->app},
        {"app_version", crash->app_version},
        {"runtime", crash->runtime},
        {"runtime_version", crash->runtime_version},
        {"hs_err", crash->hs_err},
        {"shell", crash->shell},
        {"ci", crash->ci},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_put_text(json, object, rows[i].key, rows[i].value);
    }
}

static void put_origin_of_signal(struct json *json, struct cJSON *object,
                                 const struct crash *crash)
{
    json_put_number(json, object, "signal_number", crash->signal);
    json_put_number(json, object, "code", crash->code);
    if (crash->has_fault_address) {
        json_put_hex(json, object, "fault_address", crash->fault_address);
    }
    if (crash->access_size > 0) {
        json_put_number(json, object, "access_size", crash->access_size);
    }
    if (crash->has_sender) {
        struct cJSON *sender = json_put_object(json, object, "sender");
        json_put_number(json, sender, "pid", crash->sender_pid);
        json_put_number(json, sender, "uid", crash->sender_uid);
    }
    if (crash->has_original) {
        struct cJSON *original = json_put_object(json, object, "original");
        json_put_number(json, original, "signal", crash->original_signal);
        json_put_number(json, original, "code", crash->original_code);
        if (crash->has_original_sender) {
            json_put_number(json, original, "pid", crash->original_pid);
            json_put_number(json, original, "uid", crash->original_uid);
        } else {
            json_put_hex(json, original, "address", crash->original_address);
        }
    }
    put_place(json, object, crash);
    if (crash->has_syscall) {
        json_put_number(json, object, "syscall", crash->syscall_number);
    }
}

static void put_frame(struct json *json, struct cJSON *frames, const struct crash_frame *frame)
{
    struct cJSON *object = json_put_object(json, frames, NULL);

    json_put_number(json, object, "index", frame->index);
    json_put_hex(json, object, "pc", frame->pc);
    json_put_bool(json, object, "exact", frame->exact);
    json_put_text(json, object, "trust", crash_trust_word(frame->trust));
    put_if_known(json, object, "module", frame->module);
    if (frame->has_offset) {
        json_put_hex(json, object, "offset", frame->offset);
    }
    if (frame->name_count > 0) {
        json_put_hex(json, object, "function_offset", frame->function_offset);
    }
    struct cJSON *names = json_put_array(json, object, "names");
    for (size_t i = 0; i < frame->name_count; i++) {
        const struct crash_name *name = &frame->names[i];
        struct cJSON *entry = json_put_object(json, names, NULL);

        json_put_text(json, entry, "function", name->function);
        json_put_text(json, entry, "file", name->file);
        if (name->line > 0) {
            json_put_number(json, entry, "line", name->line);
        }
        if (name->column > 0) {
            json_put_number(json, entry, "column", name->column);
        }
        json_put_bool(json, entry, "inlined", name->inlined);
    }
}

static void put_frames(struct json *json, struct cJSON *object,
                       const struct crash_frame *frames, size_t count)
{
    struct cJSON *array = json_put_array(json, object, "frames");

    for (size_t i = 0; i < count; i++) {
        put_frame(json, array, &frames[i]);
    }
}

/* Absent where there are none: few crashes have them. */
static void put_threads(struct json *json, struct cJSON *object, const struct crash *crash)
{
    if (crash->thread_count > 0) {
        struct cJSON *threads = json_put_array(json, object, "threads");

        for (size_t i = 0; i < crash->thread_count; i++) {
            const struct crash_thread *thread = &crash->threads[i];
            struct cJSON *entry = json_put_object(json, threads, NULL);

            put_if_known(json, entry, "tid", thread->tid);
            json_put_text(json, entry, "name", thread->name);
            json_put_number(json, entry, "frames_total",
                            thread->frames_total > INT32_MAX ? INT32_MAX
                                                             : (int64_t)thread->frames_total);
            put_frames(json, entry, thread->frames, thread->frame_count);
        }
    }
    if (crash->python_count > 0) {
        struct cJSON *python = json_put_array(json, object, "python");

        for (size_t i = 0; i < crash->python_count; i++) {
            json_append_text(json, python, crash->python[i]);
        }
    }
}

static void put_module(struct json *json, struct cJSON *modules,
                       const struct crash_module *module)
{
    struct cJSON *object = json_put_object(json, modules, NULL);

    json_put_text(json, object, "path", module->path);
    json_put_text(json, object, "build_id", module->build_id);
    json_put_hex(json, object, "base", module->base);
    json_put_hex(json, object, "end", module->end);
    json_put_hex(json, object, "bias", module->bias);
    if (module->unloaded) {
        json_put_bool(json, object, "unloaded", true);
    }
    json_put_text(json, object, "state", crash_module_state_word(module->state));
}

void crash_json_put(struct json *json, struct cJSON *object, const struct crash *crash)
{
    json_put_text(json, object, "id", crash->id);
    json_put_time(json, object, "time", crash->time_ns);
    json_put_time(json, object, "first_seen", crash->first_seen_ns);
    json_put_time(json, object, "last_seen", crash->last_seen_ns);
    put_if_known(json, object, "pid", crash->pid);
    put_if_known(json, object, "tid", crash->tid);
    put_if_known(json, object, "uid", crash->uid);
    json_put_number(json, object, "count", crash->count);
    json_put_bool(json, object, "torn", crash->torn);
    put_missing(json, object, crash);
    put_words(json, object, crash);
    put_notes(json, object, crash);
    put_origin_of_signal(json, object, crash);
    json_put_number(json, object, "frames_total",
                    crash->frames_total > INT32_MAX ? INT32_MAX : (int64_t)crash->frames_total);
    put_frames(json, object, crash->frames, crash->frame_count);
    put_threads(json, object, crash);
    struct cJSON *modules = json_put_array(json, object, "modules");
    for (size_t i = 0; i < crash->module_count; i++) {
        put_module(json, modules, &crash->modules[i]);
    }
}
