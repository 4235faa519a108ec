/*
 * What debug information costs the symbolizer's child, which may keep 512 MiB of its own. A
 * file that is mapped read-only costs nothing. But libdw decompresses all sections of DWARF at
 * once, and ends its process when that fails; and libdwfl maps a separate debug file writable,
 * which counts as much. What is too much is not begun: symbols alone still name functions.
 */
#ifndef DEBUG_MEMORY_H
#define DEBUG_MEMORY_H

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>

/* What the compressed sections of DWARF take when they are not; 0 for none. */
size_t debug_memory_inflated(Elf *elf);

/* Reserve; false, and nothing is reserved, where the child could not bear it. */
bool debug_memory_take(size_t bytes) __attribute__((warn_unused_result));
void debug_memory_give_back(size_t bytes);

/* Is so much reserved that another file might find too little? */
bool debug_memory_is_scarce(void);

#endif
