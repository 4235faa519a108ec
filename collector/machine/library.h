/* Where the library that is preloaded lies. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stdbool.h>

#define LIBRARY_NAME "libepitaph.so"

/*
 * Its absolute path, which the caller frees: EPITAPH_LIBRARY, else where the install put it
 * beside us, else the build tree's. NULL when it is nowhere.
 */
char *library_find(void) __attribute__((warn_unused_result));

/* The loader splits LD_PRELOAD at blanks and colons and knows no escape. */
bool library_can_be_preloaded(const char *path);

#endif
