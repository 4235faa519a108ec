/* The inside of struct clean_crash, for the two files that make one: scrub.c, which sanitizes,
 * and event_read.c, which reads back what was sanitized before. Nobody else includes this. */
#ifndef CLEAN_CRASH_H
#define CLEAN_CRASH_H

#include "scrub.h"

struct clean_crash {
    struct crash *crash;
};

#endif
