/*
 * The ELF file of a module, opened to name addresses in it: libdw with whatever there is, the
 * file's own DWARF, a separate debug file found by build-id or debuglink, .gnu_debugdata, or
 * only its symbol table. Files may be hostile: this runs in the symbolizer's child.
 */
#ifndef DEBUG_FILE_H
#define DEBUG_FILE_H

#include "crash/crash.h"

#define DEBUG_FILE_NAMES_MAX 64 /* inlined into one another */

struct debug_file;

/* What stands at an address. */
struct debug_names {
    struct crash_name names[DEBUG_FILE_NAMES_MAX]; /* as in struct crash_frame */
    size_t count;
    uint64_t function_offset;
};

/*
 * Open the file at `path` if it is the one that was mapped: the same build-id (hex), or, where
 * the record had none (NULL), a file that has not changed since `crash_time_ns`. Where another
 * has taken its place, a separate debug file of the right build may still name addresses.
 * Never fails: *ret_state says what was found, and NULL is returned where nothing can be named.
 * Free with debug_file_close().
 */
struct debug_file *debug_file_open(const char *path, const char *build_id,
                                   uint64_t crash_time_ns, enum crash_module_state *ret_state)
    __attribute__((warn_unused_result));
void debug_file_close(struct debug_file *file);

/*
 * Name the code at `offset` (an address as the file counts them; of a return address, one
 * less). `shift` is what to add to it again for function_offset. Fills *ret_names, perhaps
 * with nothing; free the strings with debug_names_done().
 */
void debug_file_name(struct debug_file *file, uint64_t offset, unsigned shift,
                     struct debug_names *ret_names);
void debug_names_done(struct debug_names *names);

#endif
