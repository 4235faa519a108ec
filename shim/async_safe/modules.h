/*
 * Which ELF file lies at an address, without the loader's lock: _dl_find_object (glibc 2.35)
 * reads lock-free tables that dlopen maintains for exactly this.
 */
#ifndef MODULES_H
#define MODULES_H

#include "safe.h"

#define BUILD_ID_MAX 32 /* SHA-1 is 20, SHA-256 32 */

struct module_build_id {
    size_t length; /* 0: it has none */
    uint8_t bytes[BUILD_ID_MAX];
};

struct module {
    uintptr_t identity; /* the loader's own address for it: equal for equal modules */
    uintptr_t base;     /* lowest and one past the highest mapped address */
    uintptr_t end;
    uintptr_t bias;    /* what was added to the file's addresses */
    uintptr_t headers; /* its program headers in memory, 0 when they are not there */
    size_t header_count;
    uintptr_t eh_frame_hdr; /* 0: no unwind tables */
    const char *name;       /* the loader's; NULL: the executable or the vDSO */
    bool is_vdso;
    const struct module_build_id *unloaded; /* NULL: it is loaded (unloaded_modules.h) */
};

/* The module around `address`; false when there is none (a JIT's code, an unloaded library). */
bool module_find(uintptr_t address, struct module *ret_module);

/* Set base and end to what all its segments span: the loader tells only one range of code. */
void module_measure(struct module *module);

struct code_range {
    uintptr_t begin, end;
};

/* Is `address` in a segment that may be executed? Then sets *ret_range (may be NULL) to it. */
bool module_code_range(const struct module *module, uintptr_t address,
                       struct code_range *ret_range);

/* The GNU build-id. Returns its length, 0 when there is none. */
size_t module_build_id(const struct module *module, uint8_t build_id[BUILD_ID_MAX]);

/* The executable's own build-id, by its program headers. */
size_t exe_build_id(uint8_t build_id[BUILD_ID_MAX]);

/* Was it made by Go's linker? */
bool module_is_go(const struct module *module);
bool exe_is_go(void);

#endif
