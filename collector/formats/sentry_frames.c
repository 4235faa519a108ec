#include "sentry_frames.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "diagnosis/setaside.h"
#include "encoding/json.h"
#include "sentry_text.h"

#define OUTER_SHARE 4 /* where frames are left out, the outermost get a quarter */

/* Sentry's words for it; what nobody knows is not said. */
static const char *trust_of(const struct crash_frame *frame)
{
    static const char *const words[] = {
        [CRASH_TRUST_UNKNOWN] = NULL, [CRASH_TRUST_CONTEXT] = "context",
        [CRASH_TRUST_CFI] = "cfi",    [CRASH_TRUST_FP] = "fp",
        [CRASH_TRUST_SCAN] = "scan",
    };

    return words[frame->trust];
}

/* The function's name, or else a place that is the same in every run of this build: frames
 * without any would all be one. */
static void put_function(struct json *json, struct cJSON *object,
                         const struct crash_module *module, const struct crash_frame *frame,
                         const struct crash_name *name)
{
    char place[SENTRY_NAME_MAX];

    if (name != NULL && name->function != NULL && name->function[0] != '\0') {
        sentry_put_line(json, object, "function", name->function, SENTRY_NAME_MAX);
    } else if (module != NULL && module->path != NULL && frame->has_offset) {
        snprintf(place, sizeof place, "%.*s+0x%" PRIx64, SENTRY_NAME_MAX - 32,
                 crash_basename(module->path), frame->offset);
        sentry_put_line(json, object, "function", place, SENTRY_NAME_MAX);
    }
}

static void put_source(struct json *json, struct cJSON *object, const struct crash_name *name)
{
    if (name->file == NULL || name->file[0] == '\0') {
        return;
    }
    if (name->file[0] == '/' || name->file[0] == '~') {
        sentry_put_line(json, object, "filename", crash_basename(name->file), SENTRY_PATH_MAX);
        sentry_put_line(json, object, "abs_path", name->file, SENTRY_PATH_MAX);
    } else {
        sentry_put_line(json, object, "filename", name->file, SENTRY_PATH_MAX);
    }
    if (name->line > 0) {
        json_put_number(json, object, "lineno", name->line);
    }
    if (name->column > 0) {
        json_put_number(json, object, "colno", name->column);
    }
}

/*
 * Are calls inlined here? Such a frame becomes several at one address. A server that has
 * debug files would make several out of each of those again, so they are marked as done.
 */
static bool is_unfolded(const struct crash_frame *frame)
{
    return frame->name_count > 1;
}

static void put_frame(struct json *json, struct cJSON *frames, const struct crash *crash,
                      const struct crash_frame *frame, const struct crash_name *name)
{
    const struct crash_module *module = crash_frame_module(crash, frame);
    struct cJSON *object = json_put_object(json, frames, NULL);

    json_put_hex(json, object, "instruction_addr", frame->pc);
    if (module != NULL) {
        json_put_hex(json, object, "image_addr", module->base);
        sentry_put_line(json, object, "package", module->path, SENTRY_PATH_MAX);
    }
    if (name != NULL && !name->inlined && frame->function_offset <= frame->pc) {
        json_put_hex(json, object, "symbol_addr", frame->pc - frame->function_offset);
    }
    put_function(json, object, module, frame, name);
    if (name != NULL) {
        put_source(json, object, name);
    }
    json_put_bool(json, object, "in_app", !setaside_matches(crash, frame, name));
    json_put_text(json, object, "trust", trust_of(frame));
    if (is_unfolded(frame)) {
        struct cJSON *data = json_put_object(json, object, "data");
        json_put_text(json, data, "symbolicator_status", "symbolicated");
    }
}

static void put_names(struct json *json, struct cJSON *frames, const struct crash *crash,
                      const struct crash_frame *frame)
{
    if (frame->name_count == 0) {
        put_frame(json, frames, crash, frame, NULL);
    }
    for (size_t n = frame->name_count; n > 0; n--) {
        put_frame(json, frames, crash, frame, &frame->names[n - 1]);
    }
}

static size_t width_of(const struct crash_frame *frame)
{
    return frame->name_count > 1 ? frame->name_count : 1;
}

/* How many frames from the innermost or the outermost on have room in `most` of Sentry's. */
static size_t fitting(const struct crash *crash, bool innermost, size_t most)
{
    size_t used = 0;

    for (size_t i = 0; i < crash->frame_count; i++) {
        used += width_of(&crash->frames[innermost ? i : crash->frame_count - 1 - i]);
        if (used > most) {
            return i;
        }
    }
    return crash->frame_count;
}

void sentry_frames_put(struct json *json, struct cJSON *object, const struct crash *crash,
                       size_t most)
{
    if (crash->frame_count == 0 || most == 0) {
        return;
    }
    size_t inner = fitting(crash, true, most);
    size_t outer = 0;
    if (inner < crash->frame_count) { /* the innermost one in any case */
        inner = fitting(crash, true, most - most / OUTER_SHARE);
        inner = inner > 0 ? inner : 1;
        outer = fitting(crash, false, most / OUTER_SHARE);
    }
    struct cJSON *stacktrace = json_put_object(json, object, "stacktrace");
    struct cJSON *frames = json_put_array(json, stacktrace, "frames");
    for (size_t i = crash->frame_count; i > 0; i--) {
        if (i <= inner || i > crash->frame_count - outer) {
            put_names(json, frames, crash, &crash->frames[i - 1]);
        }
    }
    /* Which addresses are of the instruction after a call. The first is the first that the
     * server looks at. */
    bool first_stood = crash->frames[0].exact && !is_unfolded(&crash->frames[0]);
    json_put_text(json, stacktrace, "instruction_addr_adjustment",
                  first_stood ? "all_but_first" : "all");
}
