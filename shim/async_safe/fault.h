/* What a fault's address is: the null page, this thread's guard, unmapped, protected, ... */
#ifndef FAULT_H
#define FAULT_H

#include "crash.h"
#include "record_text.h"

/* The fault_* and stack lines, for a fault that the kernel raised. */
void fault_write(struct record_text *text, const struct crash *crash);

#endif
