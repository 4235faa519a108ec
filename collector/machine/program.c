#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define SCRIPTS_DEEP 4 /* binfmt_script(5) of the kernel allows as many */
#define LINE_SIZE 256

/* What preloading depends on. */
struct image {
    bool is_elf;
    int machine;
    int class;
    bool has_interpreter;
    bool is_musl;
    bool is_sanitized;
    bool is_dynamic;
};

static void look_at_needed(const char *name, struct image *image)
{
    static const char *const sanitizers[] = {"libasan.", "libtsan.",   "libmsan.",
                                             "liblsan.", "libhwasan.", "libclang_rt."};

    for (size_t i = 0; i < sizeof sanitizers / sizeof *sanitizers; i++) {
        if (strncmp(name, sanitizers[i], strlen(sanitizers[i])) == 0) {
            image->is_sanitized = true;
        }
    }
}

/* A static sanitizer's runtime exports its entry points. */
static void look_at_symbol(const char *name, struct image *image)
{
    static const char *const entries[] = {"__asan_init", "__tsan_init", "__msan_init",
                                          "__hwasan_init"};

    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        image->is_sanitized = image->is_sanitized || strcmp(name, entries[i]) == 0;
    }
}

static void look_at_dynamic(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                            struct image *image)
{
    Elf_Data *data = elf_getdata(section, NULL);
    GElf_Dyn entry;

    for (int i = 0; data != NULL && gelf_getdyn(data, i, &entry) != NULL; i++) {
        const char *name = entry.d_tag == DT_NEEDED
                               ? elf_strptr(elf, header->sh_link, entry.d_un.d_val)
                               : NULL;
        if (name != NULL) {
            look_at_needed(name, image);
        }
    }
}

static void look_at_symbols(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                            struct image *image)
{
    Elf_Data *data = elf_getdata(section, NULL);
    GElf_Sym symbol;

    for (int i = 0; data != NULL && gelf_getsym(data, i, &symbol) != NULL; i++) {
        const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
        if (name != NULL) {
            look_at_symbol(name, image);
        }
    }
}

static void look_at_segments(Elf *elf, int fd, struct image *image)
{
    char interpreter[LINE_SIZE] = "";
    size_t count = 0;
    GElf_Phdr header;

    (void)elf_getphdrnum(elf, &count);
    for (size_t i = 0; i < count && gelf_getphdr(elf, (int)i, &header) != NULL; i++) {
        if (header.p_type == PT_DYNAMIC) {
            image->is_dynamic = true;
        }
        if (header.p_type == PT_INTERP) {
            image->has_interpreter = true;
            ssize_t got =
                pread(fd, interpreter, sizeof interpreter - 1, (off_t)header.p_offset);
            interpreter[got > 0 ? (size_t)got : 0] = '\0';
            image->is_musl = strstr(interpreter, "ld-musl") != NULL;
        }
    }
}

static bool look_at(int fd, struct image *ret_image)
{
    struct image image = {0};
    GElf_Ehdr header;
    GElf_Shdr section_header;
    Elf_Scn *section = NULL;

    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
    if (elf == NULL || elf_kind(elf) != ELF_K_ELF || gelf_getehdr(elf, &header) == NULL) {
        elf_end(elf);
        return false;
    }
    image.is_elf = true;
    image.machine = header.e_machine;
    image.class = header.e_ident[EI_CLASS];
    look_at_segments(elf, fd, &image);
    while ((section = elf_nextscn(elf, section)) != NULL) {
        if (gelf_getshdr(section, &section_header) == NULL) {
            break;
        }
        if (section_header.sh_type == SHT_DYNAMIC) {
            look_at_dynamic(elf, section, &section_header, &image);
        } else if (section_header.sh_type == SHT_DYNSYM) {
            look_at_symbols(elf, section, &section_header, &image);
        }
    }
    elf_end(elf);
    *ret_image = image;
    return true;
}

/* The interpreter of "#! /usr/bin/python3 -u", in `line`; NULL when it is no script. */
static char *interpreter_of(int fd, char line[LINE_SIZE])
{
    ssize_t got = pread(fd, line, LINE_SIZE - 1, 0);

    if (got < 3 || line[0] != '#' || line[1] != '!') {
        return NULL;
    }
    line[got] = '\0';
    char *start = line + 2 + strspn(line + 2, " \t");
    start[strcspn(start, " \t\n")] = '\0';
    return *start == '/' ? start : NULL;
}

const char program_other_libc[] = "it uses musl, another libc than the library's glibc";

static const char *judge(int fd, const char *library_path)
{
    struct image program;
    struct image library;
    struct stat info;
    int library_fd = open(library_path, O_RDONLY | O_CLOEXEC);
    bool known = library_fd >= 0 && look_at(library_fd, &library);

    if (library_fd >= 0) {
        close(library_fd);
    }
    if (!known) {
        return "the library cannot be read";
    }
    if (fstat(fd, &info) != 0 || !look_at(fd, &program)) {
        return "it is not an ELF program: preload the program that runs it";
    }
    if ((info.st_mode & (S_ISUID | S_ISGID)) != 0 ||
        fgetxattr(fd, "security.capability", NULL, 0) > 0) {
        return "it gains privileges (set-user-ID or capabilities): the loader preloads nothing "
               "into it, and "
               "the library would do nothing";
    }
    if (program.class != library.class || program.machine != library.machine) {
        return "it is of another architecture than the library: build the library for it";
    }
    if (!program.has_interpreter) {
        return "it is statically linked: nothing can be preloaded into it; link it dynamically";
    }
    if (program.is_musl) {
        return program_other_libc;
    }
    if (program.is_sanitized) {
        return "it has a sanitizer's runtime, which reports crashes itself: the library does "
               "nothing in it";
    }
    return NULL;
}

const char *program_obstacle(const char *path, const char *library_path)
{
    char line[LINE_SIZE];
    char next[LINE_SIZE];

    for (int i = 0; i < SCRIPTS_DEEP; i++) {
        struct stat info;
        int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
            if (fd >= 0) {
                close(fd);
            }
            return fd < 0 && errno == ENOENT ? "there is no such file" : "it cannot be read";
        }
        const char *interpreter = interpreter_of(fd, line);
        if (interpreter == NULL) {
            const char *obstacle =
                access(path, X_OK) == 0 ? judge(fd, library_path) : "it cannot be executed";
            close(fd);
            return obstacle;
        }
        close(fd);
        snprintf(next, sizeof next, "%s", interpreter);
        path = next;
    }
    return "it is a script of a script of a script";
}

char *program_find(const char *name)
{
    const char *places = getenv("PATH");
    char *copy = strdup(places != NULL && strchr(name, '/') == NULL ? places : "");
    char *rest = copy;
    char *found = NULL;

    for (char *place; found == NULL && (place = strsep(&rest, ":")) != NULL;) {
        if (place[0] != '\0' && asprintf(&found, "%s/%s", place, name) < 0) {
            found = NULL;
        }
        if (found != NULL && access(found, X_OK) != 0) {
            free(found);
            found = NULL;
        }
    }
    free(copy);
    return found != NULL ? found : strdup(name);
}
