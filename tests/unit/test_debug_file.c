/* Where names come from: the program itself, a file beside it, a table hidden in it. */
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <gelf.h>

#include <elfutils/libdwelf.h>

#include "naming/debug_file.h"
#include "naming/debug_memory.h"

static char directory[64];
static char build_id[64];
static uint64_t offset; /* of hidden_function in every copy of the program */

static const char source[] =
    "static int __attribute__((noinline)) hidden_function(int n)\n"
    "{\n"
    "    __asm__ volatile(\"\");\n"
    "    return n + 1;\n"
    "}\n"
    "int main(int argc, char **argv) { (void)argv; return hidden_function(argc); }\n";

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static bool run(const char *command)
{
    char line[512];

    snprintf(line, sizeof line, "cd %s && { %s; } >/dev/null 2>&1", directory, command);
    return system(line) == 0;
}

static void path_of(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", directory, name);
}

/* Learn the build-id of a program, and where one of its functions starts. */
static int inspect(const char *path, const char *function)
{
    offset = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    Elf_Scn *section = NULL;
    const void *bytes;

    (void)elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
    ssize_t length = elf != NULL ? dwelf_elf_gnu_build_id(elf, &bytes) : 0;
    for (ssize_t i = 0; i < length && i < 31; i++) {
        snprintf(build_id + i * 2, 3, "%02x", ((const unsigned char *)bytes)[i]);
    }
    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_SYMTAB) {
            continue;
        }
        Elf_Data *data = elf_getdata(section, NULL);
        for (int i = 0; (size_t)i < data->d_size / header.sh_entsize; i++) {
            GElf_Sym symbol;
            const char *name = gelf_getsym(data, i, &symbol) != NULL
                                   ? elf_strptr(elf, header.sh_link, symbol.st_name)
                                   : NULL;
            if (name != NULL && strcmp(name, function) == 0) {
                offset = symbol.st_value;
            }
        }
    }
    elf_end(elf);
    close(fd);
    return length > 0 && offset != 0 ? 0 : -1;
}

static int setup(void **state)
{
    char path[128];

    (void)state;
    strcpy(directory, "/tmp/epitaph-test-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    path_of("program.c", path);
    FILE *file = fopen(path, "we");
    if (file == NULL || fputs(source, file) < 0 || fclose(file) != 0) {
        return -1;
    }
    if (!run(TEST_COMPILER " -g -O1 -Wl,--build-id -o program program.c")) {
        return -1;
    }
    path_of("program", path);
    return inspect(path, "hidden_function");
}

static int teardown(void **state)
{
    (void)state;
    return nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static struct debug_names name_in(const char *program)
{
    enum crash_module_state module_state;
    struct debug_names names = {.count = 0};
    char path[128];

    path_of(program, path);
    struct debug_file *file = debug_file_open(path, build_id, 0, &module_state);
    assert_int_equal(module_state, CRASH_MODULE_MATCHED);
    assert_non_null(file);
    debug_file_name(file, offset, 0, &names);
    debug_file_close(file);
    return names;
}

static void the_program_itself_tells_function_and_line(void **state)
{
    struct debug_names names = name_in("program");

    (void)state;
    assert_int_equal(names.count, 1);
    assert_string_equal(names.names[0].function, "hidden_function");
    assert_in_range(names.names[0].line, 2, 4);
    debug_names_done(&names);
}

/* Names where `function` starts in `program`, whatever compiled it. */
static struct debug_names name_function(const char *program, const char *function)
{
    struct debug_names names;
    char path[128];

    path_of(program, path);
    assert_int_equal(inspect(path, function), 0);
    names = name_in(program);
    path_of("program", path);
    assert_int_equal(inspect(path, "hidden_function"), 0);
    return names;
}

static void debug_information_alone_tells_the_offset(void **state)
{
    (void)state;
    assert_true(run("objcopy --strip-symbol=hidden_function program unnamed"));
    offset += 1;
    struct debug_names names = name_in("unnamed");
    offset -= 1;
    assert_string_equal(names.names[0].function, "hidden_function");
    assert_int_equal(names.function_offset, 1);
    debug_names_done(&names);
}

/* DWARF has no mangled name of it, and none with its arguments. */
static void a_static_function_of_cxx_has_its_symbols_name(void **state)
{
    (void)state;
    if (!run(TEST_COMPILER " -x c++ -g -O1 -Wl,--build-id -o program++ program.c")) {
        skip();
    }
    struct debug_names names = name_function("program++", "_ZL15hidden_functioni");
    assert_string_equal(names.names[0].function, "hidden_function(int)");
    assert_int_equal(names.function_offset, 0);
    debug_names_done(&names);
}

static bool write_source(const char *name, const char *text)
{
    char path[128];

    path_of(name, path);
    FILE *file = fopen(path, "we");
    return file != NULL && fputs(text, file) >= 0 && fclose(file) == 0;
}

/* The start-up code lies before or behind the only unit, and in none. */
static void code_outside_every_unit_has_no_line(void **state)
{
    (void)state;
    struct debug_names names = name_function("program", "_start");
    assert_int_equal(names.count, 1);
    assert_string_equal(names.names[0].function, "_start");
    if (!run("readelf --debug-dump=info program | grep -q 'start[.]S'")) {
        assert_null(names.names[0].file);
    }
    debug_names_done(&names);
}

/* Inlined everywhere, they need no linkage name, and GCC gives them none. */
static void an_inlined_function_of_cxx_tells_its_scope(void **state)
{
    static const char scoped[] =
        "namespace outer { namespace {\n"
        "template<class F> void call(F f) { f(); }\n"
        "} static inline void run(int n) { call([&] { __asm__ volatile(\"nop\" :: "
        "\"r\"(n)); }); }\n"
        "}\n"
        "extern \"C\" void entered(int n) { outer::run(n); }\n"
        "int main() { entered(1); }\n";
    static const char *const wanted[] = {"outer::run", "outer::(anonymous namespace)::call<",
                                         "outer::run", "entered"};

    (void)state;
    assert_true(write_source("scoped.cc", scoped));
    if (!run(TEST_COMPILER " -x c++ -g -O2 -Wl,--build-id -o scoped scoped.cc")) {
        skip();
    }
    struct debug_names names = name_function("scoped", "entered");
    assert_int_equal(names.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(strncmp(names.names[i].function, wanted[i], strlen(wanted[i])), 0);
        assert_int_equal(names.names[i].inlined, i < 3);
    }
    assert_non_null(strstr(names.names[0].function, "{lambda"));
    assert_non_null(strstr(names.names[0].function, "#1}"));
    debug_names_done(&names);
}

static void a_function_in_two_pieces_is_counted_from_its_piece(void **state)
{
    static const char split[] =
        "__attribute__((cold, noinline)) void rare(int n) { __asm__ volatile(\"\" : : "
        "\"r\"(n)); }\n"
        "__attribute__((noinline)) int parted(int n)\n"
        "{\n"
        "    if (n == 3) { rare(n); rare(n + 1); __builtin_trap(); }\n"
        "    return n * 2;\n"
        "}\n"
        "int main(int argc, char **argv) { (void)argv; return parted(argc); }\n";

    (void)state;
    assert_true(write_source("split.c", split));
    assert_true(run(TEST_COMPILER " -g -O2 -Wl,--build-id -o split split.c"));
    if (!run("nm split | grep -q 'parted[.]cold'")) {
        skip(); /* this compiler does not part functions */
    }
    struct debug_names names = name_function("split", "parted.cold");
    assert_string_equal(names.names[0].function, "parted");
    assert_int_equal(names.function_offset, 0);
    debug_names_done(&names);
}

/* Its mapping is the page cache's; a child that may keep less than that still names. */
static void a_program_larger_than_its_readers_memory_is_named(void **state)
{
    const struct rlimit limit = {24u << 20, 24u << 20};
    int status;

    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* the sanitizer's own memory is over the limit */
#endif
    assert_true(
        run("{ echo '.section .debug_macro,\"\",%progbits'; echo '.zero 33554432'; "
            "echo '.section .note.GNU-stack,\"\",%progbits'; } >large.s && " TEST_COMPILER
            " -g -O1 -Wl,--build-id -o large program.c large.s"));
    pid_t child = fork();
    if (child == 0) {
        enum crash_module_state module_state;
        struct debug_names names;
        char path[128];

        path_of("large", path);
        if (inspect(path, "hidden_function") != 0 || setrlimit(RLIMIT_DATA, &limit) != 0) {
            _exit(2);
        }
        struct debug_file *file = debug_file_open(path, build_id, 0, &module_state);
        if (file == NULL) {
            _exit(3);
        }
        debug_file_name(file, offset, 0, &names);
        status = names.count == 1 && names.names[0].line > 0 ? 0 : 1;
        debug_names_done(&names);
        debug_file_close(file);
        _exit(status);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void a_stripped_program_tells_nothing_wrong(void **state)
{
    (void)state;
    assert_true(run("objcopy --strip-all program stripped"));
    struct debug_names names = name_in("stripped");
    assert_int_equal(names.count, 0);
    debug_names_done(&names);
}

static void a_debug_file_beside_it_is_found_by_its_link(void **state)
{
    (void)state;
    assert_true(run("objcopy --only-keep-debug program linked.debug && "
                    "objcopy --strip-all --add-gnu-debuglink=linked.debug program linked"));
    struct debug_names names = name_in("linked");
    assert_int_equal(names.count, 1);
    assert_string_equal(names.names[0].function, "hidden_function");
    assert_in_range(names.names[0].line, 2, 4);
    debug_names_done(&names);
}

/* Reserve all that the reader may keep, so that what costs anything is not begun. */
static size_t take_all(void)
{
    size_t taken = 0;

    while (debug_memory_take(1u << 10)) {
        taken += 1u << 10;
    }
    return taken;
}

/* It is mapped in the program's place: libdwfl's way would take its size of memory. */
static void a_large_debug_file_is_found_by_its_link(void **state)
{
    size_t taken = take_all();

    (void)state;
    assert_true(run("mkdir -p .debug && objcopy --only-keep-debug program vast.debug && "
                    "objcopy --strip-all --add-gnu-debuglink=vast.debug program vast && "
                    "mv vast.debug .debug"));
    struct debug_names names = name_in("vast");
    assert_int_equal(names.count, 0);
    assert_true(run("truncate -s 160M .debug/vast.debug"));
    names = name_in("vast");
    debug_memory_give_back(taken);
    assert_int_equal(names.count, 1);
    assert_string_equal(names.names[0].function, "hidden_function");
    assert_in_range(names.names[0].line, 2, 4);
    debug_names_done(&names);
}

static void compressed_information_that_is_too_much_leaves_the_symbols(void **state)
{
    size_t taken = take_all();

    (void)state;
    assert_true(run("objcopy --compress-debug-sections program packed && "
                    "objcopy --compress-debug-sections=zlib-gnu program packed-old"));
    for (int i = 0; i < 4; i++) {
        if (i == 2) {
            debug_memory_give_back(taken);
        }
        struct debug_names names = name_in(i % 2 == 0 ? "packed" : "packed-old");
        assert_int_equal(names.count, 1);
        assert_string_equal(names.names[0].function, "hidden_function");
        assert_int_equal(names.names[0].line > 0, i >= 2);
        debug_names_done(&names);
    }
}

static void a_compressed_symbol_table_inside_is_read(void **state)
{
    (void)state;
    if (!run("command -v xz")) {
        skip();
    }
    assert_true(
        run("objcopy --strip-debug program mini && "
            "objcopy -S --keep-symbol=hidden_function mini mini.syms && xz mini.syms && "
            "objcopy --strip-all --add-section .gnu_debugdata=mini.syms.xz program "
            "minidebug"));
    struct debug_names names = name_in("minidebug");
    assert_int_equal(names.count, 1);
    assert_string_equal(names.names[0].function, "hidden_function");
    assert_int_equal(names.names[0].line, 0);
    debug_names_done(&names);
}

static void a_program_cut_short_or_garbled_harms_nobody(void **state)
{
    char path[128];

    (void)state;
    for (unsigned i = 0; i < 64; i++) {
        enum crash_module_state module_state;
        struct debug_names names = {.count = 0};
        char command[256];

        snprintf(command, sizeof command,
                 "cp program bad && truncate -s %u bad && printf '\\377%%.0s' 1 2 3 4 | "
                 "dd of=bad bs=1 seek=%u conv=notrunc",
                 64 + i * 257, 40 + i * 97);
        assert_true(run(command));
        path_of("bad", path);
        struct debug_file *file = debug_file_open(path, build_id, 0, &module_state);
        if (file != NULL) {
            debug_file_name(file, offset, 0, &names);
            debug_names_done(&names);
        }
        debug_file_close(file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_itself_tells_function_and_line),
        cmocka_unit_test(debug_information_alone_tells_the_offset),
        cmocka_unit_test(a_static_function_of_cxx_has_its_symbols_name),
        cmocka_unit_test(code_outside_every_unit_has_no_line),
        cmocka_unit_test(an_inlined_function_of_cxx_tells_its_scope),
        cmocka_unit_test(a_function_in_two_pieces_is_counted_from_its_piece),
        cmocka_unit_test(a_program_larger_than_its_readers_memory_is_named),
        cmocka_unit_test(a_stripped_program_tells_nothing_wrong),
        cmocka_unit_test(a_debug_file_beside_it_is_found_by_its_link),
        cmocka_unit_test(a_large_debug_file_is_found_by_its_link),
        cmocka_unit_test(compressed_information_that_is_too_much_leaves_the_symbols),
        cmocka_unit_test(a_compressed_symbol_table_inside_is_read),
        cmocka_unit_test(a_program_cut_short_or_garbled_harms_nobody),
    };

    return cmocka_run_group_tests_name("debug_file", tests, setup, teardown);
}
