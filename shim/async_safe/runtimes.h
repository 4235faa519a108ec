/*
 * What a language runtime can say of itself while its process dies. Runs the runtime's code,
 * made for signal handlers, under a guard; after the native stack is safe.
 */
#ifndef RUNTIMES_H
#define RUNTIMES_H

#include "record_text.h"

/* CPython's traceback of its threads, the crashing one first, in a process that has it.
 * Argument: record_text. */
bool runtimes_has_python(void);
void runtimes_python(void *text);

/* Where a JVM, which this process must be, puts its own report. Argument: record_text. */
void runtimes_jvm(void *text);

#endif
