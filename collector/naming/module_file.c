#include "module_file.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "debug_memory.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define LARGE_BYTES ((size_t)128 << 20)

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

/* An open file of that build, or -1. */
static int open_same_build(const char *path, const char *build_id)
{
    struct stat info;
    int fd = open_regular(path, &info);

    if (fd >= 0 && judge(fd, &info, build_id, 0) != CRASH_MODULE_MATCHED) {
        close(fd);
        return -1;
    }
    return fd;
}

/* The separate debug file of a build, wherever the program itself has gone. */
static int open_by_build_id(const char *build_id)
{
    char path[256];

    if (build_id == NULL || strlen(build_id) < 6) {
        return -1;
    }
    snprintf(path, sizeof path, DEBUG_DIRECTORY "/.build-id/%.2s/%s.debug", build_id,
             build_id + 2);
    return open_same_build(path, build_id);
}

/* Where gdb looks for it, and libdwfl: beside the program, and under DEBUG_DIRECTORY. */
static int open_by_link(const char *path, const char *link, const char *build_id)
{
    static const struct {
        const char *before, *after;
    } places[] = {{"", "/"}, {"", "/.debug/"}, {DEBUG_DIRECTORY, "/"}};
    int directory = (int)(crash_basename(path) - path) - 1;
    char file[2 * 4096];
    int found = -1;

    for (size_t i = 0; directory >= 0 && i < COUNT(places) && found < 0; i++) {
        int length = snprintf(file, sizeof file, "%s%.*s%s%s", places[i].before, directory,
                              path, places[i].after, link);
        found = length < (int)sizeof file && strcmp(file, path) != 0
                    ? open_same_build(file, build_id)
                    : -1;
    }
    return found;
}

int module_file_open_debug(const char *path, const char *link, const char *build_id)
{
    int fd = open_by_build_id(build_id);

    if (fd >= 0 || build_id == NULL || link == NULL || strchr(link, '/') != NULL) {
        return fd;
    }
    return open_by_link(path, link, build_id);
}

/* Too large for libdwfl to open beside the program: see debug_memory.h. */
static bool is_large(int fd)
{
    struct stat info;
    Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    size_t inflated = elf != NULL ? debug_memory_inflated(elf) : 0;

    elf_end(elf);
    return inflated >= LARGE_BYTES ||
           (fstat(fd, &info) == 0 && (uint64_t)info.st_size >= LARGE_BYTES);
}

/* A large separate debug file takes the program's place. It lacks the code only. */
static int prefer_large_debug_file(int fd, const char *path, const char *build_id)
{
    GElf_Word checksum;
    Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    const char *link = elf != NULL ? dwelf_elf_gnu_debuglink(elf, &checksum) : NULL;
    int debug = module_file_open_debug(path, link, build_id);
    bool large = debug >= 0 && is_large(debug);

    elf_end(elf);
    if (debug >= 0) {
        close(large ? fd : debug);
    }
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

int module_file_open(const char *path, const char *build_id, uint64_t crash_time_ns,
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
        return prefer_large_debug_file(fd, plain, build_id);
    }
    if (*ret_state == CRASH_MODULE_UNCHECKED) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    return open_by_build_id(build_id);
}
