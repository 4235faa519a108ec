/* The index of a large symbol table, beside what libdwfl finds by walking it. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <elfutils/libdwfl.h>

#include "naming/symbols.h"

#define FUNCTIONS 20000 /* of 8 bytes each, and some have two names */
#define STEP 61         /* each look by libdwfl is a walk over all */

static char directory[64];
static Dwfl *dwfl;
static Dwfl_Module *module;

static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
};

static void write_function(FILE *file, int i)
{
    fprintf(file, "f%d: .quad 0\n.type f%d,%%function\n.size f%d,8\n", i, i, i);
    if (i % 3 == 0) {
        fprintf(file, ".globl f%d\n", i);
    }
    if (i % 5 == 0) { /* a second name: weak, of another size, or a global one */
        fprintf(file, ".%s g%d\n.set g%d,f%d\n.type g%d,%%function\n.size g%d,%d\n",
                i % 2 != 0 ? "weak" : "globl", i, i, i, i, i, i % 4 != 0 ? 8 : 4);
    }
    if (i % 7 == 0) {
        fputs(".quad 0\n", file); /* nobody's */
    }
    if (i % 11 == 0) {
        fprintf(file, "label%d: .quad 0\n", i);
    }
}

static int setup(void **state)
{
    char path[128], command[256];

    (void)state;
    strcpy(directory, "/tmp/epitaph-test-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/many.s", directory);
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        return -1;
    }
    fputs(".text\nlow:\n", file);
    for (int i = 0; i < FUNCTIONS; i++) {
        write_function(file, i);
    }
    fclose(file);
    snprintf(command, sizeof command, "cd %s && %s -nostdlib -shared -o many many.s", directory,
             TEST_COMPILER);
    if (system(command) != 0) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/many", directory);
    dwfl = dwfl_begin(&callbacks);
    module = dwfl_report_elf(dwfl, "many", path, -1, 0x100000, true);
    return module != NULL ? dwfl_report_end(dwfl, NULL, NULL) : -1;
}

static int teardown(void **state)
{
    char command[128];

    (void)state;
    dwfl_end(dwfl);
    snprintf(command, sizeof command, "rm -rf %s", directory);
    return system(command);
}

static void what_is_found_is_what_libdwfl_finds(void **state)
{
    struct symbols *symbols = symbols_new(module);
    GElf_Addr bias, low = 0, high = 0;
    GElf_Sym symbol;
    unsigned found = 0;

    (void)state;
    assert_non_null(symbols);
    assert_non_null(dwfl_module_getelf(module, &bias));
    for (int i = 0; i < dwfl_module_getsymtab(module); i++) {
        GElf_Addr start;
        const char *name =
            dwfl_module_getsym_info(module, i, &symbol, &start, NULL, NULL, NULL);
        low = name != NULL && strcmp(name, "f0") == 0 ? start : low;
        high = name != NULL && strcmp(name, "f19999") == 0 ? start + 8 : high;
    }
    assert_true(low != 0 && high > low + (GElf_Addr)8 * (FUNCTIONS - 1));
    for (GElf_Addr address = low; address < high; address += STEP) {
        GElf_Off within = 0, expected_within = 0;
        const char *expected =
            dwfl_module_addrinfo(module, address, &expected_within, &symbol, NULL, NULL, NULL);
        const char *name = symbols_find(symbols, address, &within);
        if (name == NULL) {
            assert_true(expected == NULL || symbol.st_size == 0); /* a label, left to libdwfl */
            continue;
        }
        assert_non_null(expected);
        assert_string_equal(name, expected);
        assert_int_equal(within, expected_within);
        found++;
    }
    assert_true(found > FUNCTIONS * 8 / STEP / 2);
    symbols_free(symbols);
}

static void nothing_lies_outside_the_functions(void **state)
{
    struct symbols *symbols = symbols_new(module);
    GElf_Off within;

    (void)state;
    assert_non_null(symbols);
    assert_null(symbols_find(symbols, 0, &within));
    assert_null(symbols_find(symbols, UINT64_MAX, &within));
    symbols_free(symbols);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_libdwfl_finds),
        cmocka_unit_test(nothing_lies_outside_the_functions),
    };

    return cmocka_run_group_tests_name("symbols", tests, setup, teardown);
}
