#include "otlp_stack.h"

#include <stddef.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "otlp_attributes.h"
#include "otlp_event.h"
#include "otlp_record.h"

/* A record has at most 160 frames; whoever wrote more is somebody else. */
#define FRAMES_MAX 512
#define MODULES_MAX 512
#define THREADS_MAX 256
/* In all: beyond this it would be shortened anyway, at the cost of much memory. */
#define BYTES_MAX ((size_t)4 * OTLP_RECORD_MAX)
#define LINE_BYTES 256 /* of a line beside its module's path, about */
#define ENDS_INNERMOST 32
#define ENDS_OUTERMOST 16

static const struct cJSON *member(const struct cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

struct stack {
    struct json *json;
    const struct cJSON *modules;
    size_t bytes; /* so far */
};

static const char *module_of(const struct stack *stack, const struct cJSON *frame)
{
    const struct cJSON *place = member(frame, "module");

    if (!cJSON_IsNumber(place) || place->valuedouble < 0 || place->valuedouble >= MODULES_MAX) {
        return NULL;
    }
    return otlp_text_of(cJSON_GetArrayItem(stack->modules, (int)place->valuedouble), "path");
}

/* One line of a stack: what is known of the name, then of the place. */
static void put_line(struct stack *stack, struct cJSON *array, const struct cJSON *frame,
                     const struct cJSON *name)
{
    const char *module = module_of(stack, frame);
    struct json *json = stack->json;

    stack->bytes += LINE_BYTES + (module != NULL ? strlen(module) : 0);
    if (stack->bytes > BYTES_MAX) {
        return;
    }
    struct cJSON *map = otlp_append_map(json, array);
    otlp_copy_integer(json, map, "index", frame, "index");
    otlp_copy_text(json, map, "function", name, "function");
    otlp_copy_text(json, map, "file", name, "file");
    otlp_copy_integer(json, map, "line", name, "line");
    if (cJSON_IsTrue(member(name, "inlined"))) {
        otlp_put_bool(json, map, "inlined", true);
    }
    otlp_copy_text(json, map, "address", frame, "pc");
    otlp_put_text(json, map, "module", module);
    otlp_copy_text(json, map, "offset", frame, "offset");
    otlp_copy_text(json, map, "trust", frame, "trust");
}

static void put_frame(struct stack *stack, struct cJSON *array, const struct cJSON *frame)
{
    const struct cJSON *names = member(frame, "names");
    const struct cJSON *name;

    if (!cJSON_IsArray(names) || names->child == NULL) {
        put_line(stack, array, frame, NULL);
        return;
    }
    cJSON_ArrayForEach(name, names)
    {
        put_line(stack, array, frame, name);
    }
}

static void put_frames(struct stack *stack, struct cJSON *attributes, const char *key,
                       const struct cJSON *frames, enum otlp_detail detail)
{
    const struct cJSON *frame;
    int count = cJSON_GetArraySize(frames);
    int index = 0;

    if (!cJSON_IsArray(frames) || count == 0) {
        return;
    }
    struct cJSON *array = otlp_put_array(stack->json, attributes, key);
    cJSON_ArrayForEach(frame, frames)
    {
        bool end = index < ENDS_INNERMOST || index >= count - ENDS_OUTERMOST;
        bool wanted = index < FRAMES_MAX && (end || detail < OTLP_DETAIL_ENDS);
        if (array != NULL && wanted && cJSON_IsString(member(frame, "pc"))) {
            put_frame(stack, array, frame);
        }
        index++;
    }
}

static void put_threads(struct stack *stack, struct cJSON *attributes,
                        const struct cJSON *threads)
{
    struct json *json = stack->json;
    const struct cJSON *thread;
    int count = 0;

    if (!cJSON_IsArray(threads) || threads->child == NULL) {
        return;
    }
    struct cJSON *array = otlp_put_array(json, attributes, "crash.threads");
    cJSON_ArrayForEach(thread, threads)
    {
        if (array != NULL && cJSON_IsObject(thread) && count++ < THREADS_MAX) {
            struct cJSON *map = otlp_append_map(json, array);
            otlp_copy_integer(json, map, "id", thread, "tid");
            otlp_copy_text(json, map, "name", thread, "name");
            put_frames(stack, map, "frames", member(thread, "frames"), OTLP_DETAIL_ALL);
        }
    }
}

static void put_modules(struct json *json, struct cJSON *attributes,
                        const struct cJSON *modules)
{
    const struct cJSON *module;
    int count = 0;

    if (!cJSON_IsArray(modules) || modules->child == NULL) {
        return;
    }
    struct cJSON *array = otlp_put_array(json, attributes, "crash.modules");
    cJSON_ArrayForEach(module, modules)
    {
        if (array != NULL && cJSON_IsObject(module) && count++ < MODULES_MAX) {
            struct cJSON *map = otlp_append_map(json, array);
            otlp_copy_text(json, map, "path", module, "path");
            otlp_copy_text(json, map, "build_id", module, "build_id");
            otlp_copy_text(json, map, "base", module, "base");
            otlp_copy_text(json, map, "end", module, "end");
        }
    }
}

void otlp_put_stack(struct json *json, struct cJSON *attributes, const struct cJSON *crash,
                    enum otlp_detail detail)
{
    struct stack stack = {.json = json, .modules = member(crash, "modules")};

    if (crash == NULL || detail == OTLP_DETAIL_NONE) {
        return;
    }
    put_frames(&stack, attributes, "crash.frames", member(crash, "frames"), detail);
    if (detail == OTLP_DETAIL_ALL) {
        put_threads(&stack, attributes, member(crash, "threads"));
    }
    put_modules(json, attributes, stack.modules);
}
