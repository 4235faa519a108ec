/* A program on disk: can the library be preloaded into it? */
#ifndef PROGRAM_H
#define PROGRAM_H

/*
 * Look at the executable `path` (a script's interpreter is looked at in its stead) beside the
 * library at `library_path`. Returns NULL when preloading will work, else what is in the way
 * and what to do, in words for a person.
 */
const char *program_obstacle(const char *path, const char *library_path);

#endif
