/* A program on disk: can the library be preloaded into it? */
#ifndef PROGRAM_H
#define PROGRAM_H

/*
 * Look at the executable `path` (a script's interpreter is looked at in its stead) beside the
 * library at `library_path`. Returns NULL when preloading will work, else what is in the way
 * and what to do, in words for a person.
 */
const char *program_obstacle(const char *path, const char *library_path);

/* The one obstacle with which the program would not start at all: its loader gives up. */
extern const char program_other_libc[];

/* As a shell finds it: a name without a slash is looked for in PATH. The caller frees it; NULL
 * without memory. */
char *program_find(const char *name);

#endif
