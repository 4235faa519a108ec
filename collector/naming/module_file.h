/* Which file names the addresses of a module: the one that was mapped, or its debug file. */
#ifndef MODULE_FILE_H
#define MODULE_FILE_H

#include "crash/crash.h"

#define DEBUG_DIRECTORY "/usr/lib/debug"

/*
 * A descriptor of the file, or -1: see debug_file_open() for what is taken for the one that was
 * mapped. *ret_state says what was found at `path`.
 */
int module_file_open(const char *path, const char *build_id, uint64_t crash_time_ns,
                     enum crash_module_state *ret_state) __attribute__((warn_unused_result));

/*
 * The separate debug file of the module at `path`: of its build-id, found by that or by `link`,
 * what .gnu_debuglink says (NULL: nothing). A descriptor, or -1.
 */
int module_file_open_debug(const char *path, const char *link, const char *build_id)
    __attribute__((warn_unused_result));

#endif
