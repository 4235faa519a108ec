/* What a fault's address is: the null page, this thread's guard, unmapped, protected, ... */
#ifndef FAULT_H
#define FAULT_H

#include "crash.h"
#include "record_text.h"

/* The fault_* and stack lines, for a fault that the kernel raised. */
void fault_write(struct record_text *text, const struct crash *crash);

/* A fault's address, where it is worth asking what is mapped there. */
struct fault_place {
    uintptr_t address;
    bool is_mapped; /* refused there, as opposed to nothing there */
};

/* Of the first fault: `original` is the one whose handler raised the signal again, or NULL.
 * False where the kind says all: null, a stack's end, no address at all. */
bool fault_find_place(const struct crash *crash, const siginfo_t *original,
                      struct fault_place *ret_place);

#endif
