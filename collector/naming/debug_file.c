#include "debug_file.h"

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "debug_memory.h"
#include "demangle.h"
#include "module_file.h"
#include "plt.h"
#include "scopes.h"
#include "symbols.h"
#include "unit_ranges.h"

#define WALKS_MAX 6       /* an index costs about as much as that many */
#define BASE 0x100000000u /* where libdwfl shall believe the module is loaded */

struct debug_file {
    Dwfl *dwfl;
    int fd; /* these two until libdwfl takes them */
    Elf *elf;
    const char *path;
    char *build_id; /* or NULL */
    Dwfl_Module *module;
    bool symbols_only;       /* its DWARF would take too much memory */
    size_t held;             /* of debug_memory.h's */
    GElf_Addr bias;          /* what libdwfl's addresses are above the file's */
    struct symbols *symbols; /* NULL: few, or seldom asked for */
    unsigned walks;          /* over all symbols */
    struct unit_ranges units;
};

static char debug_path_text[] = "-:.debug:" DEBUG_DIRECTORY;
static char *debug_path = debug_path_text;

/*
 * Hand our file over. libdwfl would map it writable, which counts as memory of the child's own:
 * a file larger than the child's limit could not be mapped, and would be read instead.
 */
static int find_elf(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
                    char **ret_path, Elf **ret_elf)
{
    struct debug_file *file = *userdata;
    int fd = file->fd;

    (void)module;
    (void)name;
    (void)base;
    *ret_path = strdup(file->path);
    *ret_elf = file->elf;
    file->fd = -1;
    file->elf = NULL;
    return fd;
}

/*
 * What is too much must be refused before libdwfl sees it: having looked at a build-id, it
 * keeps the file. Its own ways are left: a checksum instead of a build-id, debuginfod.
 */
static int find_debuginfo(Dwfl_Module *module, void **userdata, const char *name,
                          Dwarf_Addr base, const char *file_name, const char *link,
                          GElf_Word checksum, char **ret_path)
{
    struct debug_file *file = *userdata;
    struct stat info;
    int fd = module_file_open_debug(file_name, link, file->build_id);

    if (fd < 0) {
        return dwfl_standard_find_debuginfo(module, userdata, name, base, file_name, link,
                                            checksum, ret_path);
    }
    Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    size_t cost = elf != NULL ? debug_memory_inflated(elf) : 0;
    cost += fstat(fd, &info) == 0 ? (size_t)info.st_size : 0;
    elf_end(elf);
    if (!debug_memory_take(cost)) {
        close(fd);
        return -1;
    }
    file->held += cost;
    return fd;
}

static const Dwfl_Callbacks callbacks = {
    .find_elf = find_elf,
    .find_debuginfo = find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = &debug_path,
};

/* The addresses that the segments of the file take. */
static bool segments(Elf *elf, GElf_Addr *ret_low, GElf_Addr *ret_high)
{
    GElf_Addr low = UINT64_MAX, high = 0;
    size_t count;

    if (elf_getphdrnum(elf, &count) != 0) {
        return false;
    }
    for (size_t i = 0; i < count && i < INT32_MAX; i++) {
        GElf_Phdr segment;

        if (gelf_getphdr(elf, (int)i, &segment) == NULL || segment.p_type != PT_LOAD ||
            segment.p_vaddr > UINT64_MAX / 2 || segment.p_memsz > UINT64_MAX / 4) {
            continue;
        }
        GElf_Addr start =
            segment.p_align > 1 ? segment.p_vaddr & -segment.p_align : segment.p_vaddr;
        low = start < low ? start : low;
        high =
            segment.p_vaddr + segment.p_memsz > high ? segment.p_vaddr + segment.p_memsz : high;
    }
    *ret_low = low;
    *ret_high = high;
    return low < high;
}

/* Tell libdwfl of the file, as if it were loaded. */
static bool report(struct debug_file *file)
{
    GElf_Addr low, high;
    void **userdata;

    if (!segments(file->elf, &low, &high)) {
        return false;
    }
    file->dwfl = dwfl_begin(&callbacks);
    if (file->dwfl != NULL) {
        file->module = dwfl_report_module(file->dwfl, file->path, BASE + low, BASE + high);
    }
    if (file->module == NULL ||
        dwfl_module_info(file->module, &userdata, NULL, NULL, NULL, NULL, NULL, NULL) == NULL) {
        return false;
    }
    *userdata = file;
    return dwfl_report_end(file->dwfl, NULL, NULL) == 0 &&
           dwfl_module_getelf(file->module, &file->bias) != NULL;
}

struct debug_file *debug_file_open(const char *path, const char *build_id,
                                   uint64_t crash_time_ns, enum crash_module_state *ret_state)
{
    (void)elf_version(EV_CURRENT);
    int fd = module_file_open(path, build_id, crash_time_ns, ret_state);
    if (fd < 0) {
        return NULL;
    }
    struct debug_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        close(fd);
        return NULL;
    }
    *file = (struct debug_file){.fd = fd, .path = path};
    file->build_id = build_id != NULL ? strdup(build_id) : NULL;
    file->elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    size_t inflated = file->elf != NULL ? debug_memory_inflated(file->elf) : 0;
    file->symbols_only = !debug_memory_take(inflated);
    file->held = file->symbols_only ? 0 : inflated;
    if (file->elf == NULL || !report(file)) {
        debug_file_close(file);
        return NULL;
    }
    file->path = NULL;
    return file;
}

void debug_file_close(struct debug_file *file)
{
    if (file != NULL) {
        symbols_free(file->symbols);
        dwfl_end(file->dwfl);
        elf_end(file->elf);
        if (file->fd >= 0) {
            close(file->fd);
        }
        unit_ranges_done(&file->units);
        debug_memory_give_back(file->held);
        free(file->build_id);
        free(file);
    }
}

/* libdwfl takes the unit that begins next below, however far below: a gap belongs to none. */
static bool unit_covers(Dwarf_Die *unit, Dwarf_Addr address)
{
    Dwarf_Addr base, low, high;

    return dwarf_haspc(unit, address) > 0 || dwarf_ranges(unit, 0, &base, &low, &high) <= 0;
}

/* Returns true when the symbols have nothing to add. */
static bool name_by_dwarf(struct debug_file *file, Dwarf_Addr address,
                          struct debug_names *names, Dwarf_Addr *ret_entry)
{
    Dwarf_Addr bias = 0;
    Dwarf_Die memory;
    Dwarf_Die *unit = dwfl_module_addrdie(file->module, address, &bias);

    if (unit == NULL || !unit_covers(unit, address - bias)) {
        unit = unit_ranges_find(&file->units, file->module, address, &memory, &bias);
    }
    if (unit == NULL) {
        return false;
    }
    bool final = scopes_describe(unit, address - bias, names, ret_entry);
    *ret_entry += *ret_entry != 0 ? bias : 0;
    return final;
}

/* With its scope or its arguments; those of a template are no sign, nor a call operator's. */
static bool is_whole(const char *function)
{
    size_t operator_length = strncmp(function, "operator()", 10) == 0 ? 10 : 0;
    const char *name = function + operator_length;
    size_t length = strcspn(name, "<");

    return memchr(name, ':', length) != NULL || memchr(name, '(', length) != NULL;
}

/* The symbol's own name, where DWARF has none or only the short one of a mangled one. */
static void take_symbol(struct debug_names *names, const char *symbol)
{
    struct crash_name *outermost = &names->names[names->count > 0 ? names->count - 1 : 0];
    bool mangled = strncmp(symbol, "_Z", 2) == 0 || strncmp(symbol, "_R", 2) == 0;

    if (outermost->function != NULL && (!mangled || is_whole(outermost->function))) {
        return;
    }
    free(outermost->function);
    outermost->function = demangle_symbol(symbol);
    names->count = names->count > 0 ? names->count : 1;
}

static const char *find_symbol(struct debug_file *file, Dwarf_Addr address,
                               GElf_Off *ret_within)
{
    const char *name = NULL;
    GElf_Sym symbol;

    if (file->symbols == NULL && ++file->walks == WALKS_MAX) {
        file->symbols = symbols_new(file->module);
    }
    if (file->symbols != NULL) {
        name = symbols_find(file->symbols, address, ret_within);
    }
    /* Labels without a size, and whatever else libdwfl knows to find. */
    return name != NULL ? name
                        : dwfl_module_addrinfo(file->module, address, ret_within, &symbol, NULL,
                                               NULL, NULL);
}

static void name_by_symbols(struct debug_file *file, Dwarf_Addr address, unsigned shift,
                            struct debug_names *names, Dwarf_Addr entry)
{
    GElf_Off within = 0;
    GElf_Addr bias;

    const char *name = find_symbol(file, address, &within);
    if (name != NULL && name[0] != '\0') {
        names->function_offset = within + shift;
        take_symbol(names, name);
        return;
    }
    if (entry != 0 && address >= entry) {
        names->function_offset = address - entry + shift;
        return;
    }
    Elf *elf = dwfl_module_getelf(file->module, &bias);
    uint64_t start;
    char *stub =
        names->count == 0 && elf != NULL ? plt_name(elf, address - bias, &start) : NULL;
    if (stub != NULL) {
        names->names[0].function = stub;
        names->count = 1;
        names->function_offset = address - bias - start + shift;
    }
}

void debug_file_name(struct debug_file *file, uint64_t offset, unsigned shift,
                     struct debug_names *ret_names)
{
    Dwarf_Addr address = offset + file->bias;
    Dwarf_Addr entry = 0;

    *ret_names = (struct debug_names){.count = 0};
    if (!file->symbols_only && name_by_dwarf(file, address, ret_names, &entry) &&
        address >= entry) {
        /* No need to look at the symbols, of which there may be millions. */
        ret_names->function_offset = address - entry + shift;
        return;
    }
    name_by_symbols(file, address, shift, ret_names, entry);
}

void debug_names_done(struct debug_names *names)
{
    for (size_t i = 0; i < DEBUG_FILE_NAMES_MAX; i++) {
        free(names->names[i].function);
        free(names->names[i].file);
    }
    *names = (struct debug_names){.count = 0};
}
