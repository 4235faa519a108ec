/*
 * The stacks of the threads that did not crash, with EPITAPH_THREADS=all. Each is sent a signal
 * that our handler knows, lends its registers while its stack is walked, and goes on; one that
 * does not answer in time is left out. All of it ends within OTHER_THREADS_MAX_MS.
 */
#ifndef OTHER_THREADS_H
#define OTHER_THREADS_H

#include "record_text.h"

#define OTHER_THREADS_MAX_MS 200

/* Write other_thread and other_frame lines. Argument: record_text. By the owner only. */
void other_threads_write(void *text);

/* In the handler: was this signal sent by the owner to ask for our registers? Then lend them,
 * and return true when it is done with them. */
bool other_threads_answer(const siginfo_t *info, const ucontext_t *context, uint32_t tid);

#endif
