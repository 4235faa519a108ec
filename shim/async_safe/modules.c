#include "safe.h"

#include <dlfcn.h>

#include "modules.h"
#include "probe.h"
#include "state.h"

#define HEADERS_MAX 64
#define NOTES_MAX 4096

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

/* Look for NT_GNU_BUILD_ID among the notes at [at, at+size). */
static size_t build_id_in_notes(uintptr_t at, size_t size, uint8_t build_id[BUILD_ID_MAX])
{
    size_t offset = 0;

    if (size > NOTES_MAX) {
        size = NOTES_MAX;
    }
    while (offset + sizeof(ElfW(Nhdr)) <= size) {
        ElfW(Nhdr) note;
        char owner[4];

        if (probe_bytes(at + offset, &note, sizeof note) != sizeof note ||
            note.n_namesz > size || note.n_descsz > size) {
            return 0;
        }
        uintptr_t name = at + offset + sizeof note;
        uintptr_t value = name + ((note.n_namesz + 3u) & ~3u);
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
            probe_bytes(name, owner, 4) == 4 && memcmp(owner, "GNU", 4) == 0) {
            size_t length = note.n_descsz < BUILD_ID_MAX ? note.n_descsz : BUILD_ID_MAX;
            return probe_bytes(value, build_id, length) == length ? length : 0;
        }
        offset = value + ((note.n_descsz + 3u) & ~3u) - at;
    }
    return 0;
}

size_t module_build_id(const struct module *module, uint8_t build_id[BUILD_ID_MAX])
{
    ElfW(Phdr) header;

    for (size_t i = 0; header_at(module, i, &header); i++) {
        size_t length = 0;

        if (header.p_type == PT_NOTE) {
            length = build_id_in_notes(module->bias + header.p_vaddr, header.p_memsz, build_id);
        }
        if (length > 0) {
            return length;
        }
    }
    return 0;
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

bool exe_has_note_of(const char *owner)
{
    struct module exe = executable();
    ElfW(Phdr) header;

    for (size_t i = 0; header_at(&exe, i, &header); i++) {
        struct {
            ElfW(Nhdr) head;
            char name[4];
        } note;

        if (header.p_type == PT_NOTE &&
            probe_bytes(exe.bias + header.p_vaddr, &note, sizeof note) == sizeof note &&
            note.name[0] == owner[0] && note.name[1] == owner[1] && note.name[2] == '\0') {
            return true;
        }
    }
    return false;
}
