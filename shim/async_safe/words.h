/*
 * The dead program's own words: what libc printed before it gave up, and the C++ exception
 * that nobody caught. Each runs under a guard of its own.
 */
#ifndef WORDS_H
#define WORDS_H

#include "record_text.h"

/* glibc's assertion, malloc, stack-protector and fortify complaints. Argument: record_text. */
void words_abort_message(void *text);

/* The type of the exception being handled by this thread. */
void words_exception_type(void *text);

/* Its what(). Runs the program's code: last, because only a guard bounds it. */
void words_exception_what(void *text);

#endif
