#include "debug_file.h"

#include <elfutils/libdw.h>
#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demangle.h"
#include "plt.h"
#include "scopes.h"
#include "symbols.h"
#include "unit_ranges.h"

#define DEBUG_DIRECTORY "/usr/lib/debug"
#define LARGE_BYTES ((off_t)128 << 20)
#define WALKS_MAX 6       /* an index costs about as much as that many */
#define BASE 0x100000000u /* where libdwfl shall believe the module is loaded */

struct debug_file {
    Dwfl *dwfl;
    int fd; /* these two until libdwfl takes them */
    Elf *elf;
    const char *path;
    Dwfl_Module *module;
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

static const Dwfl_Callbacks callbacks = {
    .find_elf = find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = &debug_path,
};

/* The build-id of an open file as hex; "" for none. */
static void read_build_id(int fd, char *text, size_t size)
{
    const void *bytes;

    text[0] = '\0';
    Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    ssize_t length = elf != NULL ? dwelf_elf_gnu_build_id(elf, &bytes) : -1;
    for (ssize_t i = 0; i < length && (size_t)i * 2 + 3 <= size; i++) {
        snprintf(text + i * 2, 3, "%02x", ((const unsigned char *)bytes)[i]);
    }
    elf_end(elf);
}

/* An open regular file, or -1. O_NONBLOCK: a FIFO or a device must not hold us up. */
static int open_regular(const char *path, struct stat *ret_info)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

    if (fd >= 0 && (fstat(fd, ret_info) != 0 || !S_ISREG(ret_info->st_mode))) {
        close(fd);
        return -1;
    }
    return fd;
}

static uint64_t changed_ns(const struct stat *info)
{
    return (uint64_t)info->st_ctim.tv_sec * 1000000000u + (uint64_t)info->st_ctim.tv_nsec;
}

/* Is the open file the one that was mapped? */
static enum crash_module_state judge(int fd, const struct stat *info, const char *build_id,
                                     uint64_t crash_time_ns)
{
    char found[160];

    read_build_id(fd, found, sizeof found);
    if (build_id != NULL) {
        return strcmp(found, build_id) == 0 ? CRASH_MODULE_MATCHED : CRASH_MODULE_CHANGED;
    }
    if (found[0] != '\0' || changed_ns(info) >= crash_time_ns) {
        return CRASH_MODULE_CHANGED;
    }
    return CRASH_MODULE_UNCHECKED;
}

/* The separate debug file of a build, wherever the program itself has gone. */
static int open_by_build_id(const char *build_id)
{
    char path[256];
    struct stat info;

    if (build_id == NULL || strlen(build_id) < 6) {
        return -1;
    }
    snprintf(path, sizeof path, DEBUG_DIRECTORY "/.build-id/%.2s/%s.debug", build_id,
             build_id + 2);
    int fd = open_regular(path, &info);
    if (fd >= 0 && judge(fd, &info, build_id, 0) != CRASH_MODULE_MATCHED) {
        close(fd);
        return -1;
    }
    return fd;
}

/*
 * A large separate debug file takes the program's place: libdwfl would map it writable, too
 * much for the child (see find_elf()). It lacks the code only, which we do not need.
 */
static int prefer_large_debug_file(int fd, const char *build_id)
{
    struct stat info;
    int debug = open_by_build_id(build_id);

    if (debug < 0) {
        return fd;
    }
    bool large = fstat(debug, &info) == 0 && info.st_size >= LARGE_BYTES;
    close(large ? fd : debug);
    return large ? debug : fd;
}

/* The vDSO is no file, but ours is the dead process's where the build-id is the same. */
static int open_vdso(const char *build_id)
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel tells it as a number
    const unsigned char *image = (const unsigned char *)getauxval(AT_SYSINFO_EHDR);
    size_t page = (size_t)getpagesize();
    char found[160];

    int fd = image != NULL ? memfd_create("vdso", MFD_CLOEXEC) : -1;
    if (fd < 0) {
        return -1;
    }
    /* Two pages of code, on every kernel that we know; a short write ends where it ends. */
    ssize_t written = write(fd, image, 2 * page);
    if (written < (ssize_t)page) {
        written = write(fd, image, page);
    }
    read_build_id(fd, found, sizeof found);
    if (written <= 0 || build_id == NULL || strcmp(found, build_id) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool is_vdso(const char *path)
{
    return strstr(crash_basename(path), "vdso") != NULL && path[0] != '/';
}

/* A descriptor of the file to name things with, or -1. */
static int find_file(const char *path, const char *build_id, uint64_t crash_time_ns,
                     enum crash_module_state *ret_state)
{
    static const char deleted[] = " (deleted)"; /* as /proc/PID/exe and maps append */
    struct stat info;
    char plain[4096];

    if (is_vdso(path)) {
        *ret_state = CRASH_MODULE_VIRTUAL;
        return open_vdso(build_id);
    }
    if (path[0] != '/') {
        *ret_state = CRASH_MODULE_VIRTUAL;
        return -1;
    }
    size_t length = strlen(path);
    if (length >= sizeof deleted &&
        strcmp(path + length - (sizeof deleted - 1), deleted) == 0) {
        length -= sizeof deleted - 1;
    }
    snprintf(plain, sizeof plain, "%.*s", (int)(length < 4095 ? length : 4095), path);
    int fd = open_regular(plain, &info);
    *ret_state = fd < 0 ? CRASH_MODULE_GONE : judge(fd, &info, build_id, crash_time_ns);
    if (*ret_state == CRASH_MODULE_MATCHED) {
        return prefer_large_debug_file(fd, build_id);
    }
    if (*ret_state == CRASH_MODULE_UNCHECKED) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    return open_by_build_id(build_id);
}

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
    int fd = find_file(path, build_id, crash_time_ns, ret_state);
    if (fd < 0) {
        return NULL;
    }
    struct debug_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        close(fd);
        return NULL;
    }
    *file = (struct debug_file){.fd = fd, .path = path};
    file->elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
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

/* With its scope or its arguments; those of a template are no sign. */
static bool is_whole(const char *function)
{
    size_t length = strcspn(function, "<");

    return memchr(function, ':', length) != NULL || memchr(function, '(', length) != NULL;
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
    if (name_by_dwarf(file, address, ret_names, &entry) && address >= entry) {
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
