/* Any text as an outbox file that is to be shown. */
#include <stdint.h>
#include <stdlib.h>

#include "diagnosis/reason.h"
#include "diagnosis/signature.h"
#include "diagnosis/stack_text.h"
#include "event/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct clean_crash *clean;

    if (event_read_crash((const char *)data, size, &clean) == 0) {
        const struct crash *crash = clean_crash_view(clean);
        (void)signature_of(crash);
        free(reason_sentence(crash));
        free(stack_text(crash, EVENT_STACK_MAX));
        clean_crash_free(clean);
    }
    return 0;
}
