#include "safe.h"

#include <dlfcn.h>

#include "modules.h"
#include "probe.h"
#include "state.h"

#define HEADERS_MAX 64
#define NOTES_MAX 4096

/* Weak: glibc before 2.35 lacks it; then there are no modules, and frames are raw addresses. */
extern __typeof__(_dl_find_object) _dl_find_object __attribute__((weak));

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
    *ret_module = (struct module){
        .base = (uintptr_t)found.dlfo_map_start,
        .end = (uintptr_t)found.dlfo_map_end,
        .bias = bias,
        .eh_frame_hdr = (uintptr_t)found.dlfo_eh_frame,
        .name = probe_byte(name, &first) && first != '\0' ? (const char *)name : NULL,
        .is_vdso = g_state.vdso != 0 && (uintptr_t)found.dlfo_map_start == g_state.vdso,
    };
    return true;
}

/* Copy one program header of a mapped ELF file; false past the last or when unreadable. */
static bool header_at(uintptr_t base, size_t index, ElfW(Phdr) * ret_header)
{
    ElfW(Ehdr) file;

    if (probe_bytes(base, &file, sizeof file) != sizeof file ||
        memcmp(file.e_ident, ELFMAG, SELFMAG) != 0 || file.e_phentsize != sizeof *ret_header ||
        index >= file.e_phnum || index >= HEADERS_MAX) {
        return false;
    }
    uintptr_t at = base + file.e_phoff + index * sizeof *ret_header;
    return probe_bytes(at, ret_header, sizeof *ret_header) == sizeof *ret_header;
}

bool module_is_code(const struct module *module, uintptr_t address)
{
    ElfW(Phdr) header;

    for (size_t i = 0; header_at(module->base, i, &header); i++) {
        uintptr_t begin = module->bias + header.p_vaddr;

        if (header.p_type == PT_LOAD && (header.p_flags & PF_X) != 0 && address >= begin &&
            address - begin < header.p_memsz) {
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

    for (size_t i = 0; header_at(module->base, i, &header); i++) {
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

size_t exe_build_id(uint8_t build_id[BUILD_ID_MAX])
{
    uintptr_t headers = (uintptr_t)g_state.exe_headers;
    uintptr_t bias = 0;

    /* PT_PHDR holds the headers' own address: the difference is the load bias. */
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < g_state.exe_header_count && i < HEADERS_MAX; i++) {
            ElfW(Phdr) header;
            size_t length;

            if (probe_bytes(headers + i * sizeof header, &header, sizeof header) !=
                sizeof header) {
                return 0;
            }
            if (pass == 0 && header.p_type == PT_PHDR) {
                bias = headers - header.p_vaddr;
            }
            if (pass == 1 && header.p_type == PT_NOTE &&
                (length = build_id_in_notes(bias + header.p_vaddr, header.p_memsz, build_id)) >
                    0) {
                return length;
            }
        }
    }
    return 0;
}
