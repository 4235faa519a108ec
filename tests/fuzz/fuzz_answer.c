/* Any bytes as what the symbolizer's child answers. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "naming/symbolizer_child.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct crash *crash = crash_new();
    struct wire answer = {.bytes = malloc(size + 1), .length = size, .room = size};

    if (crash == NULL || answer.bytes == NULL) {
        abort();
    }
    memcpy(answer.bytes, data, size);
    crash->modules = calloc(2, sizeof *crash->modules);
    crash->module_count = 2;
    crash->frames = calloc(3, sizeof *crash->frames);
    crash->frame_count = 3;
    int error = symbolizer_take_answer(&answer, crash);
    if (error == 0 && answer.failed) {
        abort();
    }
    crash_free(crash);
    wire_done(&answer);
    return 0;
}
