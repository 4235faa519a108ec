#include "plt.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demangle.h"

#define STUB_SIZE                                                                              \
    16 /* on x86-64 and AArch64, unless the section says 8 (.plt.got without IBT) */

/* The section of that name. */
static Elf_Scn *find_section(Elf *elf, const char *wanted, GElf_Shdr *ret_header)
{
    Elf_Scn *section = NULL;
    size_t names;

    if (elf_getshdrstrndx(elf, &names) != 0) {
        return NULL;
    }
    while ((section = elf_nextscn(elf, section)) != NULL) {
        const char *name;
        if (gelf_getshdr(section, ret_header) != NULL &&
            (name = elf_strptr(elf, names, ret_header->sh_name)) != NULL &&
            strcmp(name, wanted) == 0) {
            return section;
        }
    }
    return NULL;
}

/* The symbol whose address the loader puts at `slot`. */
static const char *symbol_of_slot(Elf *elf, uint64_t slot)
{
    static const char *const tables[] = {".rela.plt", ".rela.dyn"};

    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        GElf_Shdr header, symbols_header;
        Elf_Scn *section = find_section(elf, tables[t], &header);
        Elf_Data *relocations = section != NULL ? elf_getdata(section, NULL) : NULL;
        Elf_Scn *symbols = section != NULL ? elf_getscn(elf, header.sh_link) : NULL;
        Elf_Data *data = symbols != NULL ? elf_getdata(symbols, NULL) : NULL;

        if (relocations == NULL || data == NULL || header.sh_entsize == 0 ||
            gelf_getshdr(symbols, &symbols_header) == NULL) {
            continue;
        }
        size_t count = relocations->d_size / header.sh_entsize;
        for (size_t i = 0; i < count && i < INT32_MAX; i++) {
            GElf_Rela relocation;
            GElf_Sym symbol;
            if (gelf_getrela(relocations, (int)i, &relocation) != NULL &&
                relocation.r_offset == slot &&
                gelf_getsym(data, (int)GELF_R_SYM(relocation.r_info), &symbol) != NULL) {
                return elf_strptr(elf, symbols_header.sh_link, symbol.st_name);
            }
        }
    }
    return NULL;
}

/* x86-64: [endbr64] [bnd] jmp *disp(%rip). The slot that it jumps through, 0 if not that. */
static uint64_t slot_of_x86_64_stub(const unsigned char *code, unsigned size, uint64_t start)
{
    for (unsigned i = 0; i + 6 <= size; i++) {
        if (code[i] == 0xff && code[i + 1] == 0x25) {
            int32_t displacement;
            memcpy(&displacement, code + i + 2, sizeof displacement);
            return start + i + 6 + (uint64_t)(int64_t)displacement;
        }
    }
    return 0;
}

/* AArch64: [bti c] adrp x16, page; ldr x17, [x16, offset]; ... */
static uint64_t slot_of_aarch64_stub(const unsigned char *code, unsigned size, uint64_t start)
{
    for (unsigned i = 0; i + 8 <= size; i += 4) {
        uint32_t adrp, ldr;
        memcpy(&adrp, code + i, 4);
        memcpy(&ldr, code + i + 4, 4);
        if ((adrp & 0x9f00001fu) == 0x90000010u && (ldr & 0xffc003ffu) == 0xf9400211u) {
            uint64_t pages = (uint64_t)(adrp >> 29 & 3) | (uint64_t)(adrp >> 5 & 0x7ffff) << 2;
            pages = (pages ^ (1u << 20)) - (1u << 20); /* sign of 21 bits */
            return ((start + i) & ~UINT64_C(0xfff)) + (pages << 12) +
                   (uint64_t)(ldr >> 10 & 0xfff) * 8;
        }
    }
    return 0;
}

static uint64_t slot_of_stub(Elf *elf, const unsigned char *code, unsigned size, uint64_t start)
{
    GElf_Ehdr header;

    if (gelf_getehdr(elf, &header) == NULL) {
        return 0;
    }
    return header.e_machine == EM_X86_64    ? slot_of_x86_64_stub(code, size, start)
           : header.e_machine == EM_AARCH64 ? slot_of_aarch64_stub(code, size, start)
                                            : 0;
}

char *plt_name(Elf *elf, uint64_t address, uint64_t *ret_start)
{
    static const char *const sections[] = {".plt.sec", ".plt", ".plt.got"};

    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        GElf_Shdr header;
        Elf_Scn *section = find_section(elf, sections[i], &header);
        Elf_Data *data = section != NULL ? elf_rawdata(section, NULL) : NULL;

        if (data == NULL || data->d_buf == NULL || address < header.sh_addr ||
            address - header.sh_addr >= data->d_size) {
            continue;
        }
        unsigned size = header.sh_entsize == 8 ? 8 : STUB_SIZE;
        uint64_t within = (address - header.sh_addr) / size * size;
        if (within + size > data->d_size) {
            return NULL;
        }
        uint64_t start = header.sh_addr + within;
        uint64_t slot =
            slot_of_stub(elf, (const unsigned char *)data->d_buf + within, size, start);
        const char *symbol = slot != 0 ? symbol_of_slot(elf, slot) : NULL;
        char *demangled = symbol != NULL ? demangle_symbol(symbol) : NULL;
        char *name = NULL;
        if (demangled != NULL && demangled[0] != '\0' &&
            asprintf(&name, "%s@plt", demangled) < 0) {
            name = NULL;
        }
        free(demangled);
        *ret_start = start;
        return name;
    }
    return NULL;
}
