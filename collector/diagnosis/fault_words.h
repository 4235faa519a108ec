/* What a fault in memory is called: what was done, to what, and whose memory that is. */
#ifndef FAULT_WORDS_H
#define FAULT_WORDS_H

#include "crash/crash.h"
#include "encoding/text.h"

#define FAULT_NULL_PAGE_END 0x10000u /* as RECORD_KIND_NULL_PAGE has it */

/* What the kernel says; a handler that re-raises hides it, the record keeps the first. */
struct fault {
    int signal;
    int code;
    bool has_address;
    uint64_t address;
    const char *access; /* read, write, execute or NULL */
    const char *kind;
};

/* Add the words for a SIGSEGV, a SIGBUS, that an instruction caused. */
void fault_words_segv(struct text *out, const struct crash *crash, const struct fault *fault);
void fault_words_bus(struct text *out, const struct crash *crash, const struct fault *fault);

#endif
