#include "go.h"

#include <dlfcn.h>
#include <string.h>

static size_t padded(size_t size)
{
    return (size + 3) & ~(size_t)3;
}

static bool among_notes(const char *at, size_t size)
{
    ElfW(Nhdr) note;

    while (size >= sizeof note) {
        memcpy(&note, at, sizeof note);
        size_t whole = sizeof note + padded(note.n_namesz) + padded(note.n_descsz);
        if (note.n_namesz == sizeof "Go\0" && whole <= size &&
            memcmp(at + sizeof note, "Go\0", sizeof "Go\0") == 0) {
            return true;
        }
        if (whole > size) {
            return false;
        }
        at += whole;
        size -= whole;
    }
    return false;
}

bool go_left_a_note(const ElfW(Phdr) * headers, size_t count, uintptr_t bias)
{
    for (size_t i = 0; i < count; i++) {
        /* .note.gnu.property is aligned to 8 and padded so; it has a segment of its own. */
        if (headers[i].p_type == PT_NOTE && headers[i].p_align <= 4 &&
            among_notes((const char *)(bias + headers[i].p_vaddr), headers[i].p_memsz)) {
            return true;
        }
    }
    return false;
}

int _dl_find_object(void *address, struct dl_find_object *ret_object) __attribute__((weak));

bool go_is_code_of(const void *address)
{
    struct dl_find_object object;

    if (_dl_find_object == NULL || _dl_find_object((void *)(uintptr_t)address, &object) != 0) {
        return false;
    }
    /* Linkers put the file's header, and so the program headers, into the first segment. */
    const ElfW(Ehdr) *header = object.dlfo_map_start;
    size_t size = (size_t)((const char *)object.dlfo_map_end - (const char *)header);
    if (size < sizeof *header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
        header->e_phentsize != sizeof(ElfW(Phdr)) ||
        header->e_phoff + header->e_phnum * sizeof(ElfW(Phdr)) > 4096) {
        return false;
    }
    return go_left_a_note((const void *)((const char *)header + header->e_phoff),
                          header->e_phnum, object.dlfo_link_map->l_addr);
}
