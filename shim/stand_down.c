#include "stand_down.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>

#include "environment.h"

/* The sanitizers own the fatal signals and report on them themselves. */
extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));
extern void __msan_init(void) __attribute__((weak));
extern void __hwasan_init(void) __attribute__((weak));

static bool has_part(const char *text, const char *part)
{
    size_t length = strlen(part);

    while (*text != '\0' && strncmp(text, part, length) != 0) {
        text++;
    }
    return *text != '\0';
}

const char *stand_down_reason(void)
{
    if (getauxval(AT_SECURE) != 0) {
        return "the program runs with privileges that its user lacks";
    }
    if (environment_get("EPITAPH_DISABLE") != NULL) {
        return "EPITAPH_DISABLE is set";
    }
    const char *preloads = environment_get("LD_PRELOAD");
    if (preloads != NULL && has_part(preloads, "/vgpreload_")) {
        return "valgrind runs the program, and would complain of what the handler reads";
    }
    if (__asan_init != NULL || __tsan_init != NULL || __msan_init != NULL ||
        __hwasan_init != NULL) {
        return "a sanitizer runtime is present";
    }
    return NULL;
}
