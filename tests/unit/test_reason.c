/* The first line, from a record's facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crash/instruction.h"
#include "crash/record.h"
#include "diagnosis/reason.h"

static const struct row {
    const char *name, *record, *want;
} rows[] = {
    {"null_read",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x10\nfault_access: read\n"
     "fault_kind: null-page\n",
     "null pointer read at 0x10"},
    {"null_write_with_its_size",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x0\nfault_access: write\n"
     "fault_kind: null-page\ncode_bytes: c70000000000\narch: x86_64\n",
     "null pointer write at 0x0 (4 bytes)"},
    {"null_call",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x0\nfault_access: execute\n"
     "fault_kind: null-page\n",
     "null pointer call at 0x0"},
    {"stack_overflow",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x7ff0\nfault_access: write\n"
     "fault_kind: stack-guard\nframes_total: 99841\n",
     "stack overflow, 99,841 frames deep"},
    {"unmapped",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x1234567\nfault_access: read\n"
     "fault_kind: unmapped\n",
     "read of unmapped memory at 0x1234567"},
    {"wild_jump",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x1234567\n"
     "fault_access: execute\nfault_kind: unmapped\n",
     "jump to unmapped memory at 0x1234567"},
    {"write_to_a_modules_constants",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x401000\nfault_access: write\n"
     "fault_kind: protected\nmodule: index=0 base=0x400000 end=0x402000 path=/opt/x/demo\n",
     "write to read-only memory at 0x401000, which belongs to demo"},
    {"data_is_executed",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x900000\n"
     "fault_access: execute\nfault_kind: protected\n",
     "execution of non-executable memory at 0x900000"},
    {"non_canonical",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\nfault_access: read\nfault_kind: non-canonical\n"
     "arch: x86_64\ncode_bytes: 488b00\n",
     "read of a non-canonical address (8 bytes)"},
    {"write_through_a_non_canonical_pointer",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: 488902\n",
     "write of a non-canonical address (8 bytes)"},
    {"jump_to_a_non_canonical_address",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: ffd0\n",
     "jump to a non-canonical address"},
    {"return_to_a_non_canonical_address",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: c390\n",
     "jump to a non-canonical address"},
    {"privileged_instruction",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: f4c3\n",
     "privileged instruction"},
    {"forbidden_counter",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: 0f3189c7\n",
     "privileged instruction"},
    {"misaligned_vector",
     "signal: 11 SIGSEGV\ncode: 128 SI_KERNEL\narch: x86_64\ncode_bytes: 0f280424\n",
     "misaligned access by a vector instruction"},
    {"bus_past_the_end",
     "signal: 7 SIGBUS\ncode: 2 BUS_ADRERR\nfault_address: 0x5000\nfault_access: read\n"
     "fault_kind: beyond-file\n",
     "read past the end of a mapped file at 0x5000"},
    {"bus_past_the_end_of_a_file_that_is_known",
     "signal: 7 SIGBUS\ncode: 2 BUS_ADRERR\nfault_address: 0x5010\nfault_access: read\n"
     "fault_kind: beyond-file\n"
     "mapping: low=0x4000 high=0x8000 perms=r--s offset=0x20000 path=/srv/a b/data.bin\n",
     "read past the end of the mapped file data.bin (offset 0x21010) at 0x5010"},
    {"bus_beyond_huge_pages",
     "signal: 7 SIGBUS\ncode: 2 BUS_ADRERR\nfault_address: 0x200000\nfault_access: write\n"
     "fault_kind: beyond-file\n"
     "mapping: low=0x200000 high=0x400000 perms=rw-p offset=0x0 path=/anon_hugepage "
     "(deleted)\n",
     "write of a huge page that the kernel did not have at 0x200000"},
    {"bus_in_memory_without_a_file",
     "signal: 7 SIGBUS\ncode: 2 BUS_ADRERR\nfault_address: 0x5000\nfault_access: read\n"
     "fault_kind: beyond-file\nmapping: low=0x4000 high=0x8000 perms=rw-p offset=0x0 path=\n",
     "read of memory with nothing behind it at 0x5000"},
    {"write_to_a_mapped_file",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x4003\nfault_access: write\n"
     "fault_kind: protected\n"
     "mapping: low=0x4000 high=0x8000 perms=r--s offset=0x0 path=/srv/table.db (deleted)\n",
     "write to read-only memory at 0x4003, which belongs to table.db (deleted)"},
    {"the_stack_is_executed",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x7ff003\n"
     "fault_access: execute\nfault_kind: protected\n"
     "mapping: low=0x7f0000 high=0x800000 perms=rw-p offset=0x0 path=[stack]\n",
     "execution of non-executable memory at 0x7ff003, which belongs to the main thread's "
     "stack"},
    {"inaccessible",
     "signal: 11 SIGSEGV\ncode: 2 SEGV_ACCERR\nfault_address: 0x900000\nfault_access: write\n"
     "fault_kind: protected\n"
     "mapping: low=0x900000 high=0x901000 perms=---p offset=0x0 path=\n",
     "write of inaccessible memory at 0x900000"},
    {"freed",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x910010\nfault_access: read\n"
     "fault_kind: freed\nfreed: low=0x910000 high=0x920000\n",
     "read of a freed mapping at 0x910010, 16 bytes into 65,536 unmapped by munmap"},
    {"freed_and_torn_before_its_bounds",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x910010\n"
     "fault_access: execute\nfault_kind: freed\n",
     "jump to a freed mapping at 0x910010"},
    {"freed_with_the_bounds_of_something_else",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x910010\nfault_access: write\n"
     "fault_kind: freed\nfreed: low=0x10 high=0x20\n",
     "write of a freed mapping at 0x910010"},
    {"freed_and_aborted_by_a_handler",
     "signal: 6 SIGABRT\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=0\n"
     "original: signal=11 code=1 address=0x910010\nfreed: low=0x910000 high=0x911000\n",
     "use of a freed mapping at 0x910010, 16 bytes into 4,096 unmapped by munmap"},
    {"where_a_library_was",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x910010\nfault_access: execute\n"
     "fault_kind: unmapped\nmodule: index=0 base=0x910000 end=0x920000 bias=0x910000 "
     "build_id=- unloaded=1 path=/opt/x/libx.so\n",
     "jump to unmapped memory at 0x910010, where libx.so was before it was unloaded"},
    {"where_a_library_is",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x910010\nfault_access: read\n"
     "fault_kind: unmapped\nmodule: index=0 base=0x910000 end=0x920000 bias=0x910000 "
     "build_id=- path=/opt/x/libx.so\n",
     "read of unmapped memory at 0x910010"},
    {"protected_and_aborted_by_a_handler",
     "signal: 6 SIGABRT\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=0\n"
     "original: signal=11 code=2 address=0x910010\n"
     "mapping: low=0x910000 high=0x911000 perms=r--p offset=0x0 path=/opt/x/libx.so\n",
     "use of protected memory at 0x910010, which belongs to libx.so"},
    {"bus_alignment", "signal: 7 SIGBUS\ncode: 1 BUS_ADRALN\nfault_address: 0x5001\n",
     "misaligned access at 0x5001"},
    {"division_by_zero",
     "signal: 8 SIGFPE\ncode: 1 FPE_INTDIV\narch: x86_64\ncode_bytes: f7f9c3\nregisters: "
     "rax=0x1 rcx=0x0\n",
     "integer division by zero"},
    {"quotient_too_large",
     "signal: 8 SIGFPE\ncode: 1 FPE_INTDIV\narch: x86_64\ncode_bytes: f7f9c3\n"
     "registers: rax=0x80000000 rcx=0xffffffff\n",
     "integer division with a quotient too large"},
    {"float_division", "signal: 8 SIGFPE\ncode: 3 FPE_FLTDIV\n",
     "floating-point division by zero"},
    {"illegal_instruction",
     "signal: 4 SIGILL\ncode: 2 ILL_ILLOPN\narch: x86_64\ncode_bytes: 0fff\n",
     "illegal instruction"},
    {"ud2", "signal: 4 SIGILL\ncode: 2 ILL_ILLOPN\narch: x86_64\ncode_bytes: 0f0b\n",
     "trap instruction (ud2)"},
    {"killed_by_another",
     "signal: 11 SIGSEGV\ncode: 0 SI_USER\npid: 7\nsender: pid=4711 uid=1000\n",
     "killed by pid 4711 (uid 1000) with signal SIGSEGV"},
    {"raised_itself", "signal: 11 SIGSEGV\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=1000\n",
     "raised SIGSEGV itself"},
    {"aborted", "signal: 6 SIGABRT\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=1000\n",
     "aborted"},
    {"limit_of_a_files_size",
     "signal: 25 SIGXFSZ\ncode: 0 SI_USER\npid: 7\nsender: pid=7 uid=0\n",
     "file size limit exceeded"},
    {"seccomp", "signal: 31 SIGSYS\ncode: 1 SYS_SECCOMP\nsyscall: number=-7 arch=0x0\n",
     "seccomp forbade system call -7"},
    {"seccomp_on_another_processor",
     "signal: 31 SIGSYS\ncode: 1 SYS_SECCOMP\narch: none\nsyscall: number=1 arch=0x0\n",
     "seccomp forbade system call 1"},
    {"memory_tag_mismatch",
     "signal: 11 SIGSEGV\ncode: 9 SEGV_MTESERR\nfault_address: 0x123000\nfault_access: read\n"
     "fault_kind: protected\n",
     "read of memory with another tag than the pointer's at 0x123000"},
    {"memory_tag_mismatch_noticed_late",
     "signal: 11 SIGSEGV\ncode: 8 SEGV_MTEAERR\nfault_address: 0x0\nfault_kind: protected\n",
     "use of memory with another tag than the pointer's, some instructions ago"},
    {"access_on_aarch64",
     "signal: 11 SIGSEGV\ncode: 1 SEGV_MAPERR\nfault_address: 0x40\nfault_access: write\n"
     "fault_kind: null-page\narch: aarch64\ncode_bytes: 014000b9\n",
     "null pointer write at 0x40 (4 bytes)"},
    {"assertion",
     "signal: 6 SIGABRT\nabort_message: demo: parse.c:42: parse: Assertion `x > 0' "
     "failed.\\x0a\n",
     "assertion failed: x > 0 (parse.c:42, in parse)"},
    {"assertion_without_a_function",
     "signal: 6 SIGABRT\nabort_message: demo: parse.c:42: Assertion `x > 0' failed.\\x0a\n",
     "assertion failed: x > 0 (parse.c:42)"},
    {"assertion_whose_end_was_redacted",
     "signal: 6 SIGABRT\nabort_message: demo: a.c:1: f: Assertion `token=[redacted]\n",
     "assertion failed: token=[redacted] (a.c:1, in f)"},
    {"assertion_alone", "signal: 6 SIGABRT\nabort_message: Assertion `\n",
     "assertion failed: "},
    {"double_free",
     "signal: 6 SIGABRT\nabort_message: free(): double free detected in tcache 2\\x0a\n",
     "heap corruption: free(): double free detected in tcache 2"},
    {"a_chunk_that_lies_outside",
     "signal: 6 SIGABRT\nabort_message: double free or corruption (out)\\x0a\n",
     "heap corruption: double free or corruption (out)"},
    {"an_assertion_of_mallocs",
     "signal: 6 SIGABRT\nabort_message: Fatal glibc error: malloc assertion failure in "
     "sysmalloc: "
     "(old_size == 0)\\x0a\n",
     "heap corruption: malloc assertion failure in sysmalloc: (old_size == 0)"},
    {"a_failure_of_the_c_librarys",
     "signal: 6 SIGABRT\nabort_message: Fatal glibc error: cannot get entropy\\x0a\n",
     "aborted by the C library: cannot get entropy"},
    {"a_message_that_speaks_of_corruption",
     "signal: 6 SIGABRT\nabort_message: index corrupted\\x0a\n", "aborted: index corrupted"},
    {"stack_protector",
     "signal: 6 SIGABRT\nabort_message: *** stack smashing detected ***: terminated\\x0a\n",
     "stack smashing detected: a local buffer was written past its end"},
    {"fortify",
     "signal: 6 SIGABRT\nabort_message: *** buffer overflow detected ***: terminated\\x0a\n",
     "buffer overflow detected by the C library (fortify)"},
    {"exception",
     "signal: 6 SIGABRT\nexception_type: St13runtime_error\nexception_what: no\\x0asuch file\n",
     "uncaught C++ exception St13runtime_error: no such file"},
    {"handler_that_raised_again",
     "signal: 11 SIGSEGV\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=0\n"
     "original: signal=11 code=1 address=0x8\n",
     "null pointer access at 0x8"},
    {"handler_of_a_signal_that_was_sent",
     "signal: 6 SIGABRT\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=0\n"
     "original: signal=11 code=0\n",
     "handled a SIGSEGV that was sent to it, and aborted"},
    {"handler_of_a_sent_signal_that_raised_it_again",
     "signal: 11 SIGSEGV\ncode: -6 SI_TKILL\npid: 7\nsender: pid=7 uid=0\n"
     "original: signal=11 code=0 pid=5 uid=1000\n",
     "killed by pid 5 (uid 1000) with signal SIGSEGV"},
    {"nothing_is_known", "pid: 7\n", "died before it could say why"},
};

static void a_reason_is_given(void **state)
{
    const struct row *row = *state;
    struct crash *crash;

    assert_int_equal(record_parse(row->record, strlen(row->record), &crash), 0);
    char *sentence = reason_sentence(crash);
    assert_string_equal(sentence, row->want);
    free(sentence);
    crash_free(crash);
}

static const struct size_row {
    const char *name, *code;
    unsigned want;
    const char *arch;
} sizes[] = {
    {"mov_eax_from_memory", "8b00", 4, "x86_64"},
    {"mov_rax_from_memory", "488b4008", 8, "x86_64"},
    {"mov_ax_from_memory", "668b00", 2, "x86_64"},
    {"mov_al_from_memory", "8a00", 1, "x86_64"},
    {"movzx_byte", "0fb600", 1, "x86_64"},
    {"movzx_word", "0fb700", 2, "x86_64"},
    {"mov_eax_from_an_address_in_the_code", "a10000000000000000", 4, "x86_64"},
    {"add_to_memory", "480100", 8, "x86_64"},
    {"between_registers", "89c8", 0, "x86_64"},
    {"unknown", "c5fe6f00", 0, "x86_64"},
    {"half_a_byte", "8", 0, "x86_64"},
    {"nothing", "", 0, "x86_64"},
    {"ldr_w0_from_x0", "000040b9", 4, "aarch64"},
    {"ldr_x0_post_index", "008440f8", 8, "aarch64"},
    {"ldrsb_w0", "0000c039", 1, "aarch64"},
    {"strh_w1", "01000079", 2, "aarch64"},
    {"ldr_q0", "0000c03d", 16, "aarch64"},
    {"ldr_s0", "000040bd", 4, "aarch64"},
    {"stp_x29_x30", "fd7bbfa9", 16, "aarch64"},
    {"ldp_w0_w1", "00044029", 8, "aarch64"},
    {"stp_q0_q1", "000400ad", 32, "aarch64"},
    {"ldxr_w0", "007c5f88", 4, "aarch64"},
    {"ldxp_x0_x1", "00047fc8", 16, "aarch64"},
    {"casal_x0_x1", "41fce0c8", 8, "aarch64"},
    {"ldadd_w0_w0", "000020b8", 4, "aarch64"},
    {"prfm", "000080f9", 0, "aarch64"},
    {"add_x0_x0", "00000091", 0, "aarch64"},
    {"half_an_instruction", "0000", 0, "aarch64"},
    {"of_another_processor", "8b00", 0, "riscv64"},
};

static void an_access_size_is_told(void **state)
{
    const struct size_row *row = *state;

    assert_int_equal(instruction_access_size(row->arch, row->code), row->want);
}

static const struct access_row {
    const char *name, *code, *want;
} accesses[] = {
    {"load", "8b00", "read"},
    {"store", "8900", "write"},
    {"store_of_an_immediate", "c70000000000", "write"},
    {"load_from_an_address_in_the_code", "a10000000000000000", "read"},
    {"store_to_an_address_in_the_code", "a30000000000000000", "write"},
    {"addition_to_memory", "0100", "write"},
    {"addition_from_memory", "0300", "read"},
    {"comparison", "3900", "read"},
    {"comparison_with_an_immediate", "833800", "read"},
    {"addition_of_an_immediate", "830001", "write"},
    {"division", "f730", "read"},
    {"negation", "f718", "write"},
    {"increment", "ff00", "write"},
    {"call_through_memory", "ff10", NULL},
    {"jump_of_a_stub", "ff25e22f0000", "execute"},
    {"push_of_memory", "ff30", "read"},
    {"call_of_a_register", "ffd0", "execute"},
    {"return", "c390", "execute"},
    {"vector_load", "0f1000", "read"},
    {"vector_store", "0f1100", "write"},
    {"extending_load", "0fb600", "read"},
    {"between_registers", "89c8", NULL},
    {"no_memory", "9090", NULL},
    {"nothing", "", NULL},
};

static void the_direction_is_told(void **state)
{
    const struct access_row *row = *state;
    const char *access = instruction_access("x86_64", row->code);

    assert_int_equal(access == NULL, row->want == NULL);
    if (access != NULL) {
        assert_string_equal(access, row->want);
    }
    assert_null(instruction_access("aarch64", row->code));
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)], size_tests[COUNT(sizes)];
    struct CMUnitTest access_tests[COUNT(accesses)];

    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = a_reason_is_given,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_tests[i] = (struct CMUnitTest){.name = sizes[i].name,
                                            .test_func = an_access_size_is_told,
                                            .initial_state = (void *)(uintptr_t)&sizes[i]};
    }
    for (size_t i = 0; i < COUNT(accesses); i++) {
        access_tests[i] = (struct CMUnitTest){.name = accesses[i].name,
                                              .test_func = the_direction_is_told,
                                              .initial_state = (void *)(uintptr_t)&accesses[i]};
    }
    int failed = cmocka_run_group_tests_name("reason", tests, NULL, NULL);
    failed += cmocka_run_group_tests_name("access_size", size_tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("access", access_tests, NULL, NULL);
}
