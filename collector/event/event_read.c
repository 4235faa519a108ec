/* The crash in an outbox file, to show it again or to say it in another format. */
#include "event.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scrub/clean_crash.h"

struct reading {
    struct crash *crash;
    bool out_of_memory;
};

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void take_text(struct reading *reading, const cJSON *object, const char *key,
                      char **ret_text)
{
    const char *text = text_of(object, key);

    if (text != NULL) {
        *ret_text = strdup(text);
        reading->out_of_memory = reading->out_of_memory || *ret_text == NULL;
    }
}

/* Only what has the form of one: a build-id is shown and compared as it is. */
static void take_build_id(struct reading *reading, const cJSON *object, const char *key,
                          char **ret_text)
{
    const char *text = text_of(object, key);

    if (text != NULL && text[0] != '\0' && text[strspn(text, "0123456789abcdef")] == '\0') {
        take_text(reading, object, key, ret_text);
    }
}

/* A number within the bounds, or the fallback. */
static int64_t number_of(const cJSON *object, const char *key, int64_t low, int64_t high,
                         int64_t fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!cJSON_IsNumber(item) || !(item->valuedouble >= (double)low) ||
        !(item->valuedouble <= (double)high)) {
        return fallback;
    }
    return (int64_t)item->valuedouble;
}

static bool hex_of(const cJSON *object, const char *key, uint64_t *ret_value)
{
    const char *text = text_of(object, key);
    char *end;

    if (text == NULL || strncmp(text, "0x", 2) != 0) {
        return false;
    }
    unsigned long long value = strtoull(text + 2, &end, 16);
    if (end == text + 2 || *end != '\0') {
        return false;
    }
    *ret_value = value;
    return true;
}

/* "seconds.nanoseconds" */
static uint64_t time_of(const cJSON *object, const char *key)
{
    const char *text = text_of(object, key);
    char *end;

    if (text == NULL) {
        return 0;
    }
    unsigned long long seconds = strtoull(text, &end, 10);
    unsigned long long nanoseconds = *end == '.' ? strtoull(end + 1, NULL, 10) : 0;
    if (seconds > UINT64_MAX / 1000000000u - 1 || nanoseconds > 999999999) {
        return 0;
    }
    return seconds * 1000000000u + nanoseconds;
}

/* Zeroed rows for what `array` holds, at most `most`; NULL, and none, where it holds nothing or
 * memory does not suffice. */
static void *new_rows(struct reading *reading, const cJSON *array, int most, size_t size,
                      size_t *ret_count)
{
    int held = cJSON_GetArraySize(array);
    size_t count = (size_t)(held > most ? most : held);
    void *rows = count > 0 ? calloc(count, size) : NULL;

    reading->out_of_memory = reading->out_of_memory || (count > 0 && rows == NULL);
    *ret_count = rows != NULL ? count : 0;
    return rows;
}

static void read_names(struct reading *reading, const cJSON *array, struct crash_frame *frame)
{
    size_t count;
    const cJSON *item;

    frame->names = new_rows(reading, array, 64, sizeof *frame->names, &count);
    cJSON_ArrayForEach(item, array)
    {
        if (frame->name_count == count) {
            break;
        }
        struct crash_name *name = &frame->names[frame->name_count++];
        take_text(reading, item, "function", &name->function);
        take_text(reading, item, "file", &name->file);
        name->line = (unsigned)number_of(item, "line", 0, INT32_MAX, 0);
        name->column = (unsigned)number_of(item, "column", 0, INT32_MAX, 0);
        name->inlined = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "inlined"));
    }
}

static void read_frame(struct reading *reading, const cJSON *item, struct crash_frame *frame)
{
    const char *trust = text_of(item, "trust");

    frame->index = (unsigned)number_of(item, "index", 0, UINT32_MAX, 0);
    (void)hex_of(item, "pc", &frame->pc);
    frame->exact = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "exact"));
    frame->trust = trust != NULL ? crash_trust_parse(trust) : CRASH_TRUST_UNKNOWN;
    frame->module = (int)number_of(item, "module", 0, CRASH_MODULES_MAX, -1);
    frame->has_offset = hex_of(item, "offset", &frame->offset);
    (void)hex_of(item, "function_offset", &frame->function_offset);
    read_names(reading, cJSON_GetObjectItemCaseSensitive(item, "names"), frame);
}

static struct crash_frame *read_frames(struct reading *reading, const cJSON *array, int most,
                                       size_t *ret_count)
{
    size_t count;
    struct crash_frame *frames = new_rows(reading, array, most, sizeof *frames, &count);
    const cJSON *item;

    cJSON_ArrayForEach(item, array)
    {
        if (*ret_count == count) {
            break;
        }
        read_frame(reading, item, &frames[(*ret_count)++]);
    }
    return frames;
}

static void read_threads(struct reading *reading, const cJSON *array)
{
    struct crash *crash = reading->crash;
    size_t count;
    const cJSON *item;

    crash->threads =
        new_rows(reading, array, CRASH_THREADS_MAX, sizeof *crash->threads, &count);
    cJSON_ArrayForEach(item, array)
    {
        if (crash->thread_count == count) {
            break;
        }
        struct crash_thread *thread = &crash->threads[crash->thread_count++];

        thread->tid = number_of(item, "tid", 0, INT32_MAX, -1);
        take_text(reading, item, "name", &thread->name);
        thread->frames_total = (uint64_t)number_of(item, "frames_total", 0, INT32_MAX, 0);
        thread->frames = read_frames(reading, cJSON_GetObjectItemCaseSensitive(item, "frames"),
                                     CRASH_THREAD_FRAMES_MAX, &thread->frame_count);
    }
}

static void read_python(struct reading *reading, const cJSON *array)
{
    struct crash *crash = reading->crash;
    const cJSON *item;

    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item) || crash->python_count == CRASH_PYTHON_MAX) {
            break;
        }
        char *line = strdup(item->valuestring);
        if (line == NULL) {
            reading->out_of_memory = true;
            break;
        }
        crash->python[crash->python_count++] = line;
    }
}

/* Keys become names of attributes: crash_add_note() looks at them. */
static void read_notes(struct reading *reading, const cJSON *object)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (cJSON_IsString(item) && item->string != NULL &&
            crash_add_note(reading->crash, item->string, item->valuestring) != 0) {
            reading->out_of_memory = true;
        }
    }
}

static void read_modules(struct reading *reading, const cJSON *array)
{
    struct crash *crash = reading->crash;
    size_t count;
    const cJSON *item;

    crash->modules =
        new_rows(reading, array, CRASH_MODULES_MAX, sizeof *crash->modules, &count);
    cJSON_ArrayForEach(item, array)
    {
        if (crash->module_count == count) {
            break;
        }
        struct crash_module *module = &crash->modules[crash->module_count];
        const char *state = text_of(item, "state");

        module->index = (unsigned)crash->module_count++;
        take_text(reading, item, "path", &module->path);
        take_build_id(reading, item, "build_id", &module->build_id);
        (void)hex_of(item, "base", &module->base);
        (void)hex_of(item, "end", &module->end);
        (void)hex_of(item, "bias", &module->bias);
        module->unloaded = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "unloaded"));
        module->state = state != NULL ? crash_module_state_parse(state) : CRASH_MODULE_UNSEEN;
    }
}

static void read_words(struct reading *reading, const cJSON *object)
{
    struct crash *crash = reading->crash;
    const struct {
        const char *key;
        char **field;
    } rows[] = {
        {"time", &crash->time},
        {"program", &crash->program},
        {"exe", &crash->exe},

        {"thread", &crash->thread},
        {"arch", &crash->arch},
        {"session", &crash->session},
        {"signal", &crash->signal_name},
        {"code_name", &crash->code_name},
        {"fault_access", &crash->fault_access},
        {"fault_kind", &crash->fault_kind},
        {"instruction", &crash->instruction},
        {"abort_message", &crash->abort_message},
        {"exception_type", &crash->exception_name},
        {"exception_what", &crash->exception_what},
        {"app", &crash->app},
        {"app_version", &crash->app_version},
        {"runtime", &crash->runtime},
        {"runtime_version", &crash->runtime_version},
        {"hs_err", &crash->hs_err},
        {"shell", &crash->shell},
        {"ci", &crash->ci},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        take_text(reading, object, rows[i].key, rows[i].field);
    }
    if (crash->exception_name != NULL) { /* told apart only before it was demangled */
        crash->exception_type = strdup(crash->exception_name);
    }
}

static void read_signal(struct crash *crash, const cJSON *object)
{
    const cJSON *sender = cJSON_GetObjectItemCaseSensitive(object, "sender");
    const cJSON *original = cJSON_GetObjectItemCaseSensitive(object, "original");
    const cJSON *freed = cJSON_GetObjectItemCaseSensitive(object, "freed");

    crash->signal = (int)number_of(object, "signal_number", 0, 1024, 0);
    crash->code = (int)number_of(object, "code", INT32_MIN, INT32_MAX, 0);
    crash->has_fault_address = hex_of(object, "fault_address", &crash->fault_address);
    crash->access_size = (unsigned)number_of(object, "access_size", 0, 64, 0);
    if (cJSON_IsObject(sender)) {
        crash->has_sender = true;
        crash->sender_pid = number_of(sender, "pid", 0, INT32_MAX, 0);
        crash->sender_uid = number_of(sender, "uid", 0, UINT32_MAX, 0);
    }
    if (cJSON_IsObject(original)) {
        crash->has_original = true;
        crash->original_signal = (int)number_of(original, "signal", 0, 1024, 0);
        crash->original_code = (int)number_of(original, "code", INT32_MIN, INT32_MAX, 0);
        (void)hex_of(original, "address", &crash->original_address);
        crash->has_original_sender = cJSON_HasObjectItem(original, "pid");
        crash->original_pid = number_of(original, "pid", 0, INT32_MAX, 0);
        crash->original_uid = number_of(original, "uid", 0, UINT32_MAX, 0);
    }
    crash->has_freed =
        hex_of(freed, "low", &crash->freed_low) && hex_of(freed, "high", &crash->freed_high);
    crash->has_syscall = cJSON_HasObjectItem(object, "syscall");
    crash->syscall_number = number_of(object, "syscall", INT32_MIN, INT32_MAX, -1);
}

static void read_mapping(struct reading *reading, const cJSON *mapping)
{
    struct crash *crash = reading->crash;

    crash->has_mapping = hex_of(mapping, "low", &crash->mapping_low) &&
                         hex_of(mapping, "high", &crash->mapping_high);
    if (crash->has_mapping) {
        (void)hex_of(mapping, "offset", &crash->mapping_offset);
        take_text(reading, mapping, "perms", &crash->mapping_perms);
        take_text(reading, mapping, "path", &crash->mapping_path);
    }
}

static void read_crash(struct reading *reading, const cJSON *object)
{
    struct crash *crash = reading->crash;
    const char *id = text_of(object, "id");
    const cJSON *item;

    if (id != NULL && strlen(id) == CRASH_ID_LENGTH &&
        strspn(id, "0123456789abcdef") == CRASH_ID_LENGTH) {
        memcpy(crash->id, id, sizeof crash->id);
    }
    crash->version = 1;
    crash->time_ns = time_of(object, "time");
    crash->first_seen_ns = time_of(object, "first_seen");
    crash->last_seen_ns = time_of(object, "last_seen");
    crash->pid = number_of(object, "pid", 0, INT32_MAX, -1);
    crash->tid = number_of(object, "tid", 0, INT32_MAX, -1);
    crash->uid = number_of(object, "uid", 0, UINT32_MAX, -1);
    crash->count = (uint32_t)number_of(object, "count", 1, UINT32_MAX, 1);
    crash->torn = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "torn"));
    crash->frames_total = (uint64_t)number_of(object, "frames_total", 0, INT32_MAX, 0);
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "missing"))
    {
        if (cJSON_IsString(item)) {
            crash_add_missing(crash, item->valuestring);
        }
    }
    read_words(reading, object);
    take_build_id(reading, object, "exe_build_id", &crash->exe_build_id);
    read_signal(crash, object);
    read_mapping(reading, cJSON_GetObjectItemCaseSensitive(object, "mapping"));
    crash->frames = read_frames(reading, cJSON_GetObjectItemCaseSensitive(object, "frames"),
                                CRASH_FRAMES_MAX, &crash->frame_count);
    read_threads(reading, cJSON_GetObjectItemCaseSensitive(object, "threads"));
    read_python(reading, cJSON_GetObjectItemCaseSensitive(object, "python"));
    read_notes(reading, cJSON_GetObjectItemCaseSensitive(object, "notes"));
    read_modules(reading, cJSON_GetObjectItemCaseSensitive(object, "modules"));
}

int event_read_parsed(const cJSON *event, struct clean_crash **ret_clean)
{
    struct reading reading = {.crash = NULL};
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(event, "crash");
    int error = cJSON_IsObject(object) ? 0 : -EBADMSG;

    if (error == 0) {
        reading.crash = crash_new();
        error = reading.crash == NULL ? -ENOMEM : 0;
    }
    if (error == 0) {
        read_crash(&reading, object);
        error = reading.out_of_memory ? -ENOMEM : reading.crash->id[0] == 0 ? -EBADMSG : 0;
    }
    struct clean_crash *clean = error == 0 ? calloc(1, sizeof *clean) : NULL;
    if (clean == NULL) {
        crash_free(reading.crash);
        return error != 0 ? error : -ENOMEM;
    }
    clean->crash = reading.crash;
    *ret_clean = clean;
    return 0;
}

int event_read_crash(const char *json, size_t length, struct clean_crash **ret_clean)
{
    cJSON *root = cJSON_ParseWithLength(json, length);
    int error = event_read_parsed(root, ret_clean);

    cJSON_Delete(root);
    return error;
}
