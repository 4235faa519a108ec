/*
 * What makes two crashes the same bug.
 *
 * The signature is a hash of the kind of death and the innermost functions of the program
 * itself, after setting aside what is only the way to die: abort, raise, assertions, the
 * allocator, the C library, the language's runtime (the tables in setaside.c). Functions are
 * taken by name, without arguments, template parameters, offsets and lines, so that it is the
 * same in every run, on every host, and in the next build.
 *
 * A stripped program has no names, or only those that it exports. Its crashes have a raw
 * signature too, of build-ids and offsets, which an unstripped copy of the same build shares:
 * whoever has seen both can tell that they are one (see signature_book.h).
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdbool.h>

#include "crash/crash.h"

#define SIGNATURE_LENGTH 16 /* hex digits */

struct signature {
    char text[SIGNATURE_LENGTH + 1]; /* by names where there are any, else the raw one */
    char raw[SIGNATURE_LENGTH + 1];
    bool named;
    bool whole; /* named, and each function with its source file: no copy tells more */
};

struct signature signature_of(const struct crash *crash);

#endif
