/* Naming frames: this very program is the one that "crashed". */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <gelf.h>

#include "naming/plt.h"
#include "naming/symbolizer.h"
#include "naming/symbolizer_child.h"

/* An address in the middle of code: here. */
#ifdef __x86_64__
#define HERE(variable) __asm__ volatile("lea 1f(%%rip), %0\n1: nop" : "=r"(variable))
#else
#define HERE(variable) __asm__ volatile("adr %0, 1f\n1: nop" : "=r"(variable))
#endif

static uintptr_t inlined_spot;
static unsigned inlined_line, call_line;

static inline __attribute__((always_inline)) void inlined_callee(void)
{
    inlined_line = __LINE__ + 1;
    HERE(inlined_spot);
}

static __attribute__((noinline)) void outer_caller(void)
{
    call_line = __LINE__ + 1;
    inlined_callee();
}

struct self {
    uintptr_t bias;
    char build_id[64];
    bool wanted_vdso;
};

static int find_self(struct dl_phdr_info *info, size_t size, void *data)
{
    struct self *self = data;
    bool vdso = info->dlpi_addr == getauxval(AT_SYSINFO_EHDR);

    (void)size;
    if (self->wanted_vdso != vdso) {
        return 0;
    }
    self->bias = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE) {
            continue;
        }
        const char *at = (const char *)(info->dlpi_addr + segment->p_vaddr);
        const char *end = at + segment->p_memsz;
        while (at < end) {
            const ElfW(Nhdr) *note = (const void *)at;
            size_t name = (note->n_namesz + 3u) & ~3u, body = (note->n_descsz + 3u) & ~3u;
            const unsigned char *bytes = (const unsigned char *)(note + 1) + name;
            if (note->n_type == NT_GNU_BUILD_ID && name == 4) {
                for (size_t b = 0; b < note->n_descsz && b < 31; b++) {
                    snprintf(self->build_id + b * 2, 3, "%02x", bytes[b]);
                }
            }
            at = (const char *)bytes + body;
        }
    }
    return 1;
}

static struct self about(bool vdso)
{
    struct self self = {.wanted_vdso = vdso};

    dl_iterate_phdr(find_self, &self);
    return self;
}

/* A crash with one module and one frame in it. */
static struct crash *crash_at(const char *path, const char *build_id, uint64_t offset,
                              bool exact)
{
    struct crash *crash = crash_new();

    crash->modules = calloc(1, sizeof *crash->modules);
    crash->module_count = 1;
    crash->modules[0].path = strdup(path);
    crash->modules[0].build_id = build_id != NULL ? strdup(build_id) : NULL;
    crash->frames = calloc(1, sizeof *crash->frames);
    crash->frame_count = 1;
    crash->frames[0].has_offset = true;
    crash->frames[0].offset = offset;
    crash->frames[0].exact = exact;
    return crash;
}

static struct symbolizer *symbolizer;
static char self_path[4096];

static int setup(void **state)
{
    (void)state;
    outer_caller();
    ssize_t length = readlink("/proc/self/exe", self_path, sizeof self_path - 1);
    self_path[length > 0 ? length : 0] = '\0';
    return symbolizer_new(NULL, &symbolizer);
}

static int teardown(void **state)
{
    (void)state;
    symbolizer_free(symbolizer);
    return 0;
}

static void inlined_functions_are_frames_of_their_own_with_lines(void **state)
{
    struct self self = about(false);
    struct crash *crash = crash_at(self_path, self.build_id, inlined_spot - self.bias, true);

    (void)state;
    symbolizer_name(symbolizer, crash);
    struct crash_frame *frame = &crash->frames[0];
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_MATCHED);
    assert_int_equal(frame->name_count, 2);
    assert_string_equal(frame->names[0].function, "inlined_callee");
    assert_true(frame->names[0].inlined);
    assert_int_equal(frame->names[0].line, inlined_line);
    assert_string_equal(frame->names[1].function, "outer_caller");
    assert_false(frame->names[1].inlined);
    assert_int_equal(frame->names[1].line, call_line);
    assert_string_equal(crash_basename(frame->names[1].file), "test_symbolizer.c");
    assert_int_equal(frame->function_offset, inlined_spot - (uintptr_t)outer_caller);
    crash_free(crash);
}

static void a_return_address_is_looked_up_in_the_call_before_it(void **state)
{
    struct self self = about(false);
    uint64_t start = (uintptr_t)outer_caller - self.bias;
    struct crash *exact = crash_at(self_path, self.build_id, start, true);
    struct crash *caller = crash_at(self_path, self.build_id, start, false);

    (void)state;
    symbolizer_name(symbolizer, exact);
    symbolizer_name(symbolizer, caller);
    assert_string_equal(exact->frames[0].names[0].function, "outer_caller");
    assert_int_equal(exact->frames[0].function_offset, 0);
    /* The byte before belongs to another function, or to none. */
    if (caller->frames[0].name_count > 0 && caller->frames[0].names[0].function != NULL) {
        assert_string_not_equal(caller->frames[0].names[0].function, "outer_caller");
    }
    crash_free(exact);
    crash_free(caller);
}

static void another_build_in_its_place_gives_no_names(void **state)
{
    struct self self = about(false);
    struct crash *crash = crash_at(self_path, "00112233445566778899aabbccddeeff00112233",
                                   inlined_spot - self.bias, true);

    (void)state;
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_CHANGED);
    assert_int_equal(crash->frames[0].name_count, 0);
    assert_int_equal(crash->missing_count, 0);
    crash_free(crash);
}

static void a_module_without_build_id_must_be_older_than_the_crash(void **state)
{
    /* This program has one; a record that lacks it cannot mean this file. */
    struct self self = about(false);
    struct crash *crash = crash_at(self_path, NULL, inlined_spot - self.bias, true);

    (void)state;
    crash->time_ns = UINT64_MAX;
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_CHANGED);
    crash_free(crash);
}

static void a_deleted_program_is_gone(void **state)
{
    struct crash *crash = crash_at("/nonexistent/prog (deleted)", "abcdef", 0x1000, true);

    (void)state;
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_GONE);
    assert_int_equal(crash->frames[0].name_count, 0);
    crash_free(crash);
}

static void memory_that_is_no_file_is_called_virtual(void **state)
{
    struct crash *crash = crash_at("[heap]", NULL, 0x1000, true);

    (void)state;
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_VIRTUAL);
    crash_free(crash);
}

static void a_fifo_in_place_of_a_program_holds_nobody_up(void **state)
{
    char path[] = "/tmp/epitaph-test-XXXXXX";
    char fifo[64];

    (void)state;
    assert_non_null(mkdtemp(path));
    snprintf(fifo, sizeof fifo, "%s/fifo", path);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    struct crash *crash = crash_at(fifo, "abcdef", 0x1000, true);
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_GONE);
    assert_int_equal(crash->missing_count, 0);
    crash_free(crash);
    unlink(fifo);
    rmdir(path);
}

static void the_kernels_own_code_is_named(void **state)
{
    struct self self = about(true);
    Elf_Scn *section = NULL;
    uint64_t offset = 0;

    (void)state;
    if (self.build_id[0] == '\0') {
        skip();
    }
    (void)elf_version(EV_CURRENT);
    Elf *elf = elf_memory((char *)getauxval(AT_SYSINFO_EHDR), 8192);
    while (offset == 0 && (section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        Elf_Data *data = elf_getdata(section, NULL);
        if (gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_DYNSYM) {
            continue;
        }
        for (int i = 0; (size_t)i < data->d_size / header.sh_entsize; i++) {
            GElf_Sym symbol;
            if (gelf_getsym(data, i, &symbol) != NULL &&
                strstr(elf_strptr(elf, header.sh_link, symbol.st_name), "clock_gettime")) {
                offset = symbol.st_value;
            }
        }
    }
    elf_end(elf);
    if (offset == 0) {
        skip();
    }
    struct crash *crash = crash_at("linux-vdso.so.1", self.build_id, offset, true);
    symbolizer_name(symbolizer, crash);
    assert_int_equal(crash->frames[0].name_count, 1);
    assert_non_null(strstr(crash->frames[0].names[0].function, "clock_gettime"));
    crash_free(crash);
}

static void stubs_of_the_linkage_table_are_named_after_what_they_call(void **state)
{
    int fd = open(self_path, O_RDONLY | O_CLOEXEC);
    Elf_Scn *section = NULL;
    size_t names, stubs = 0;
    bool found = false;

    (void)state;
    (void)elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
    assert_int_equal(elf_getshdrstrndx(elf, &names), 0);
    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        assert_non_null(gelf_getshdr(section, &header));
        if (strcmp(elf_strptr(elf, names, header.sh_name), ".plt") != 0 &&
            strcmp(elf_strptr(elf, names, header.sh_name), ".plt.sec") != 0) {
            continue;
        }
        for (uint64_t at = header.sh_addr; at < header.sh_addr + header.sh_size; at += 16) {
            uint64_t start;
            char *name = plt_name(elf, at + 6, &start);
            stubs += name != NULL;
            found = found || (name != NULL && strcmp(name, "readlink@plt") == 0);
            free(name);
        }
    }
    elf_end(elf);
    close(fd);
    if (stubs == 0) {
        skip(); /* built with -fno-plt */
    }
    assert_true(found);
}

static pid_t child_of_ours(void)
{
    char path[64], text[256] = "";

    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)gettid());
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fgets(text, sizeof text, file) == NULL) {
            text[0] = '\0';
        }
        fclose(file);
    }
    return (pid_t)atoi(text);
}

static void a_child_that_died_is_replaced(void **state)
{
    struct self self = about(false);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct crash *crash =
            crash_at(self_path, self.build_id, inlined_spot - self.bias, true);
        symbolizer_name(symbolizer, crash);
        assert_int_equal(crash->frames[0].name_count, 2);
        assert_int_equal(crash->missing_count, 0);
        crash_free(crash);
        pid_t child = child_of_ours();
        if (child <= 0) {
            skip(); /* a kernel without CONFIG_PROC_CHILDREN */
        }
        kill(child, SIGKILL);
    }
}

static void a_child_that_hangs_is_replaced(void **state)
{
    struct self self = about(false);
    struct symbolizer_options options = {.timeout_ms = 300};
    struct symbolizer *hasty;

    (void)state;
    symbolizer_free(symbolizer); /* so that there is one child */
    symbolizer = NULL;
    assert_int_equal(symbolizer_new(&options, &hasty), 0);
    for (int i = 0; i < 2; i++) {
        struct crash *crash =
            crash_at(self_path, self.build_id, inlined_spot - self.bias, true);
        symbolizer_name(hasty, crash);
        if (i == 1) {
            assert_int_equal(crash->frames[0].name_count, 2);
        }
        crash_free(crash);
        pid_t child = child_of_ours();
        if (child <= 0) {
            skip();
        }
        kill(child, SIGSTOP);
    }
    symbolizer_free(hasty);
}

static void an_answer_that_lies_about_its_lengths_is_dropped(void **state)
{
    (void)state;
    for (int lie = 0; lie < 3; lie++) {
        struct crash *crash = crash_at("/x", NULL, 0, true);
        struct wire answer = {.bytes = NULL};

        wire_put_text(&answer, NULL);
        wire_put_u64(&answer, 999); /* a state that there is not */
        wire_put_u64(&answer, 0);
        wire_put_u64(&answer, lie == 0 ? 1 : lie == 1 ? 65 : UINT64_MAX);
        wire_put_u64(&answer, 1 << 20); /* a name that ends beyond the message */
        assert_int_equal(symbolizer_take_answer(&answer, crash), -EBADMSG);
        assert_int_equal(crash->modules[0].state, CRASH_MODULE_UNSEEN);
        wire_done(&answer);
        crash_free(crash);
    }
}

static void an_exceptions_type_is_made_readable(void **state)
{
    struct crash *crash = crash_new();

    (void)state;
    crash->exception_type = strdup("St13runtime_error");
    symbolizer_name(symbolizer, crash);
    assert_string_equal(crash->exception_name, "std::runtime_error");
    crash_free(crash);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(inlined_functions_are_frames_of_their_own_with_lines),
        TEST(a_return_address_is_looked_up_in_the_call_before_it),
        TEST(another_build_in_its_place_gives_no_names),
        TEST(a_module_without_build_id_must_be_older_than_the_crash),
        TEST(a_deleted_program_is_gone),
        TEST(memory_that_is_no_file_is_called_virtual),
        TEST(a_fifo_in_place_of_a_program_holds_nobody_up),
        TEST(the_kernels_own_code_is_named),
        TEST(stubs_of_the_linkage_table_are_named_after_what_they_call),
        TEST(a_child_that_died_is_replaced),
        TEST(a_child_that_hangs_is_replaced),
        TEST(an_answer_that_lies_about_its_lengths_is_dropped),
        TEST(an_exceptions_type_is_made_readable),
    };

    return cmocka_run_group_tests_name("symbolizer", tests, NULL, NULL);
}
