#include "sentry_images.h"

#include <string.h>

#include "debug_id.h"
#include "encoding/json.h"
#include "sentry_text.h"

const char *sentry_arch(const char *arch)
{
    return arch != NULL && strcmp(arch, "aarch64") == 0 ? "arm64" : arch;
}

static bool is_program(const struct crash *crash, const struct crash_module *module)
{
    return (crash->exe != NULL && strcmp(module->path, crash->exe) == 0) ||
           (crash->exe_build_id != NULL && strcmp(module->build_id, crash->exe_build_id) == 0);
}

static bool is_referenced(const struct crash *crash, const struct crash_module *module)
{
    for (size_t i = 0; i < crash->frame_count; i++) {
        if (crash_frame_module(crash, &crash->frames[i]) == module) {
            return true;
        }
    }
    return false;
}

static void put_image(struct json *json, struct cJSON *images, const struct crash *crash,
                      const struct crash_module *module, const char *debug_id)
{
    struct cJSON *image = json_put_object(json, images, NULL);

    json_put_text(json, image, "type", "elf");
    sentry_put_line(json, image, "code_file", module->path, SENTRY_PATH_MAX);
    json_put_text(json, image, "code_id", module->build_id);
    json_put_text(json, image, "debug_id", debug_id);
    json_put_hex(json, image, "image_addr", module->base);
    if (module->end > module->base) {
        uint64_t size = module->end - module->base;
        json_put_number(json, image, "image_size",
                        size > INT64_MAX ? INT64_MAX : (int64_t)size);
    }
    sentry_put_line(json, image, "arch", sentry_arch(crash->arch), SENTRY_TAG_MAX);
}

void sentry_images_put(struct json *json, struct cJSON *object, const struct crash *crash,
                       bool all)
{
    struct cJSON *images = NULL;

    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];
        char debug_id[DEBUG_ID_LENGTH + 1];

        if (module->path == NULL || module->path[0] == '\0' || module->build_id == NULL ||
            !debug_id_format(module->build_id, debug_id) ||
            !(all || is_program(crash, module) || is_referenced(crash, module))) {
            continue;
        }
        if (images == NULL) {
            images =
                json_put_array(json, json_put_object(json, object, "debug_meta"), "images");
        }
        put_image(json, images, crash, module, debug_id);
    }
}
