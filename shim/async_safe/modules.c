#include "safe.h"

#include <dlfcn.h>

#include "modules.h"
#include "probe.h"
#include "state.h"

#define HEADERS_MAX 64
#define NOTES_MAX 4096
#define GO_BUILD_ID 4 /* Go's cmd/link: a note of this type, "Go", in all that it makes */

/* Weak: glibc before 2.35 lacks it; then there are no modules, and frames are raw addresses. */
extern __typeof__(_dl_find_object) _dl_find_object __attribute__((weak));

/* Copy program header `index`; false past the last or when unreadable. */
static bool header_at(const struct module *module, size_t index, ElfW(Phdr) * ret_header)
{
    return module->headers != 0 && index < module->header_count && index < HEADERS_MAX &&
           probe_bytes(module->headers + index * sizeof *ret_header, ret_header,
                       sizeof *ret_header) == sizeof *ret_header;
}

/* Take the program headers from the ELF header at `address`, if one is there. */
static bool find_headers(uintptr_t address, struct module *module)
{
    ElfW(Ehdr) file;

    if (probe_bytes(address, &file, sizeof file) != sizeof file ||
        memcmp(file.e_ident, ELFMAG, SELFMAG) != 0 || file.e_phentsize != sizeof(ElfW(Phdr))) {
        return false;
    }
    module->headers = address + file.e_phoff;
    module->header_count = file.e_phnum;
    return true;
}

void module_measure(struct module *module)
{
    ElfW(Phdr) header;
    uintptr_t low = UINTPTR_MAX;
    uintptr_t high = 0;

    for (size_t i = 0; header_at(module, i, &header); i++) {
        uintptr_t begin = module->bias + header.p_vaddr;

        if (header.p_type == PT_LOAD) {
            low = begin < low ? begin : low;
            high = begin + header.p_memsz > high ? begin + header.p_memsz : high;
        }
    }
    if (low < high) {
        module->base = low & ~(uintptr_t)4095;
        module->end = high;
    }
}

bool module_find(uintptr_t address, struct module *ret_module)
{
    struct dl_find_object found;

    if (_dl_find_object == NULL || _dl_find_object((void *)address, &found) != 0) {
        return false;
    }
    uintptr_t name = 0;
    uintptr_t bias = 0;
    uintptr_t map = (uintptr_t)found.dlfo_link_map;
    if (!probe_word(map + offsetof(struct link_map, l_addr), &bias) ||
        !probe_word(map + offsetof(struct link_map, l_name), &name)) {
        return false;
    }
    uint8_t first = 0;
    struct module module = {
        .identity = map,
        .base = (uintptr_t)found.dlfo_map_start,
        .end = (uintptr_t)found.dlfo_map_end,
        .bias = bias,
        .eh_frame_hdr = (uintptr_t)found.dlfo_eh_frame,
        .name = probe_byte(name, &first) && first != '\0' ? (const char *)name : NULL,
        .is_vdso = g_state.vdso != 0 && (uintptr_t)found.dlfo_map_start == g_state.vdso,
    };
    if (module.name == NULL && !module.is_vdso) {
        module.headers = (uintptr_t)g_state.exe_headers; /* its text may lie apart from them */
        module.header_count = g_state.exe_header_count;
    } else if (!find_headers(module.base, &module)) {
        find_headers(module.bias, &module);
    }
    *ret_module = module;
    return true;
}

bool module_code_range(const struct module *module, uintptr_t address,
                       struct code_range *ret_range)
{
    ElfW(Phdr) header;

    for (size_t i = 0; header_at(module, i, &header); i++) {
        uintptr_t begin = module->bias + header.p_vaddr;

        if (header.p_type == PT_LOAD && (header.p_flags & PF_X) != 0 && address >= begin &&
            address - begin < header.p_memsz) {
            if (ret_range != NULL) {
                *ret_range = (struct code_range){begin, begin + header.p_memsz};
            }
            return true;
        }
    }
    return false;
}

struct note {
    uintptr_t value;
    size_t size;
};

/* The first note of `type` by `owner` among those at [at, at+size). */
static bool find_note(uintptr_t at, size_t size, uint32_t type, const char owner[4],
                      struct note *ret_note)
{
    size_t offset = 0;

    if (size > NOTES_MAX) {
        size = NOTES_MAX;
    }
    while (offset + sizeof(ElfW(Nhdr)) <= size) {
        ElfW(Nhdr) note;
        char name[4];

        if (probe_bytes(at + offset, &note, sizeof note) != sizeof note ||
            note.n_namesz > size || note.n_descsz > size) {
            return false;
        }
        uintptr_t name_at = at + offset + sizeof note;
        uintptr_t value = name_at + ((note.n_namesz + 3u) & ~3u);
        if (note.n_type == type && note.n_namesz == sizeof name &&
            probe_bytes(name_at, name, sizeof name) == sizeof name &&
            memcmp(name, owner, sizeof name) == 0) {
            *ret_note = (struct note){value, note.n_descsz};
            return true;
        }
        offset = value + ((note.n_descsz + 3u) & ~3u) - at;
    }
    return false;
}

static bool module_find_note(const struct module *module, uint32_t type, const char owner[4],
                             struct note *ret_note)
{
    ElfW(Phdr) header;

    for (size_t i = 0; header_at(module, i, &header); i++) {
        if (header.p_type == PT_NOTE &&
            find_note(module->bias + header.p_vaddr, header.p_memsz, type, owner, ret_note)) {
            return true;
        }
    }
    return false;
}

size_t module_build_id(const struct module *module, uint8_t build_id[BUILD_ID_MAX])
{
    struct note note;

    if (module->unloaded != NULL) {
        memcpy(build_id, module->unloaded->bytes, module->unloaded->length);
        return module->unloaded->length;
    }
    if (!module_find_note(module, NT_GNU_BUILD_ID, "GNU", &note)) {
        return 0;
    }
    size_t length = note.size < BUILD_ID_MAX ? note.size : BUILD_ID_MAX;
    return probe_bytes(note.value, build_id, length) == length ? length : 0;
}

static struct module executable(void)
{
    struct module exe = {
        .headers = (uintptr_t)g_state.exe_headers,
        .header_count = g_state.exe_header_count,
    };
    ElfW(Phdr) header;

    /* PT_PHDR holds the headers' own address: the difference is the load bias. */
    for (size_t i = 0; header_at(&exe, i, &header); i++) {
        if (header.p_type == PT_PHDR) {
            exe.bias = exe.headers - header.p_vaddr;
        }
    }
    return exe;
}

size_t exe_build_id(uint8_t build_id[BUILD_ID_MAX])
{
    struct module exe = executable();

    return module_build_id(&exe, build_id);
}

bool module_is_go(const struct module *module)
{
    struct note note;

    return module_find_note(module, GO_BUILD_ID, "Go\0", &note);
}

bool exe_is_go(void)
{
    struct module exe = executable();

    return module_is_go(&exe);
}
