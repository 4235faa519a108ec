#include "fake_crash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int module_of(struct crash *crash, const char *path)
{
    for (size_t i = 0; i < crash->module_count; i++) {
        if (strcmp(crash->modules[i].path, path) == 0) {
            return (int)i;
        }
    }
    crash->modules =
        realloc(crash->modules, (crash->module_count + 1) * sizeof *crash->modules);
    crash->modules[crash->module_count] = (struct crash_module){
        .path = strdup(path),
        .build_id = strdup("8f1b2c3d00"),
        .state = CRASH_MODULE_MATCHED,
    };
    return (int)crash->module_count++;
}

static uint64_t address_of(const char *name)
{
    uint64_t hash = 5381;

    for (; *name != '\0'; name++) {
        hash = (hash * 33 + (unsigned char)*name) & 0xffffff;
    }
    return 0x1000 + hash;
}

static void append(struct crash *crash, const char *word, unsigned index)
{
    char name[128], path[128];
    const char *at = strchr(word, '@');

    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "@"), word);
    snprintf(path, sizeof path, "%s%s", at != NULL ? "/lib/" : "/opt/",
             at != NULL ? at + 1 : "demo");
    crash->frames = realloc(crash->frames, (crash->frame_count + 1) * sizeof *crash->frames);
    struct crash_frame *frame = &crash->frames[crash->frame_count++];
    *frame = (struct crash_frame){
        .index = index,
        .pc = address_of(word),
        .offset = address_of(word),
        .has_offset = true,
        .module = module_of(crash, path),
        .trust = CRASH_TRUST_CFI,
    };
    if (strcmp(name, "?") != 0) {
        frame->names = calloc(1, sizeof *frame->names);
        frame->name_count = 1;
        frame->names[0].function = strdup(name);
        frame->function_offset = 4;
    }
    crash->frames_total = index + 1;
}

struct crash *fake_crash(const char *stack)
{
    struct crash *crash = crash_new();
    char *copy = strdup(stack), *rest = NULL;

    crash->signal = 11;
    crash->signal_name = strdup("SIGSEGV");
    for (char *word = strtok_r(copy, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        append(crash, word, (unsigned)crash->frame_count);
    }
    free(copy);
    return crash;
}

void fake_crash_append(struct crash *crash, const char *name, unsigned count, unsigned left_out)
{
    unsigned index =
        crash->frame_count > 0 ? crash->frames[crash->frame_count - 1].index + 1 : 0;

    for (unsigned i = 0; i < count; i++) {
        append(crash, name, index + left_out + i);
    }
}
