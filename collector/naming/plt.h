/* Naming the stubs of a procedure linkage table, which have no symbols: puts@plt. */
#ifndef PLT_H
#define PLT_H

#include <gelf.h>
#include <stdint.h>

/*
 * The name of the stub at `address` (as `elf` counts addresses), or NULL when there is none.
 * *ret_start is where the stub starts. The caller frees the name.
 */
char *plt_name(Elf *elf, uint64_t address, uint64_t *ret_start)
    __attribute__((warn_unused_result));

#endif
