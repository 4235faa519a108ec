#include "debug_memory.h"

#include <stdint.h>
#include <string.h>

#define HELD_MAX ((size_t)320 << 20) /* the rest is for lines, scopes and indexes */
#define OLD_HEADER 12u /* of .zdebug_ sections: "ZLIB", then the size, big-endian */

static size_t g_held; /* by this process, the child */

/* .zdebug_info and its kin, from before ELF knew of compression. */
static size_t inflated_of_old(Elf_Scn *section)
{
    Elf_Data *data = elf_rawdata(section, NULL);
    uint64_t size = 0;

    if (data == NULL || data->d_size < OLD_HEADER || memcmp(data->d_buf, "ZLIB", 4) != 0) {
        return 0;
    }
    for (unsigned i = 4; i < OLD_HEADER; i++) {
        size = size << 8 | ((const unsigned char *)data->d_buf)[i];
    }
    return size < SIZE_MAX / 4 ? (size_t)size : SIZE_MAX / 4;
}

static size_t inflated_of(Elf_Scn *section, const char *name, const GElf_Shdr *header)
{
    GElf_Chdr compression;

    if (strncmp(name, ".zdebug_", 8) == 0) {
        return inflated_of_old(section);
    }
    if (strncmp(name, ".debug_", 7) != 0 || (header->sh_flags & SHF_COMPRESSED) == 0 ||
        gelf_getchdr(section, &compression) == NULL) {
        return 0;
    }
    return compression.ch_size < SIZE_MAX / 4 ? (size_t)compression.ch_size : SIZE_MAX / 4;
}

size_t debug_memory_inflated(Elf *elf)
{
    Elf_Scn *section = NULL;
    size_t names, total = 0;

    if (elf_getshdrstrndx(elf, &names) != 0) {
        return 0;
    }
    while ((section = elf_nextscn(elf, section)) != NULL && total < SIZE_MAX / 4) {
        GElf_Shdr header;
        const char *name = gelf_getshdr(section, &header) != NULL
                               ? elf_strptr(elf, names, header.sh_name)
                               : NULL;
        total += name != NULL ? inflated_of(section, name, &header) : 0;
    }
    return total;
}

bool debug_memory_take(size_t bytes)
{
    if (bytes > HELD_MAX - g_held) {
        return false;
    }
    g_held += bytes;
    return true;
}

void debug_memory_give_back(size_t bytes)
{
    g_held -= bytes;
}

bool debug_memory_is_scarce(void)
{
    return g_held > HELD_MAX / 2;
}
