/* What a runtime that died says by the functions that it died in. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/last_words.h"
#include "fake_crash.h"

#define ABORT "raise@libc.so.6 abort@libc.so.6 "
#define PANIC                                                                                  \
    ABORT "__rust_start_panic rust_panic std::panicking::rust_panic_with_hook "                \
          "rust_begin_unwind core::panicking::panic_fmt "
#define RUST_START                                                                             \
    " app::main std::panicking::try::do_call std::panicking::try std::rt::lang_start_internal"

static const struct row {
    const char *name, *stack, *want;
} rows[] = {
    {"a_panic", PANIC "app::run" RUST_START, "Rust panic"},
    {"a_panic_of_an_index", PANIC "core::panicking::panic_bounds_check app::run",
     "Rust panic: index out of bounds"},
    {"a_panic_of_an_option",
     PANIC "core::panicking::panic_display core::option::expect_failed app::run",
     "Rust panic: a None was unwrapped"},
    {"a_panic_of_a_result", PANIC "core::result::unwrap_failed app::run",
     "Rust panic: an Err was unwrapped"},
    {"a_rust_program_that_aborts",
     ABORT "std::sys::unix::abort_internal std::process::abort app::run" RUST_START, "aborted"},
    {"a_c_library_that_aborts_under_rust", ABORT "parse" RUST_START, NULL},
    {"terminate", ABORT "std::terminate() f", "std::terminate was called"},
    {"a_pure_virtual_call", ABORT "std::terminate() __cxa_pure_virtual Base::f()",
     "pure virtual function called"},
    {"an_index_checked_by_the_cxx_library",
     ABORT "std::__glibcxx_assert_fail(char_const*,int) std::vector<int>::operator[] f",
     "assertion failed in the C++ library"},
    {"v8_without_memory",
     ABORT "node::OOMErrorHandler v8::Utils::ReportOOMFailure "
           "v8::internal::V8::FatalProcessOutOfMemory main",
     "out of memory of V8"},
    {"v8_that_fails", ABORT "node::OnFatalError v8::internal::V8_Fatal main",
     "fatal error of V8"},
    {"a_jvm_without_memory",
     ABORT "os::abort VMError::report_and_die report_fatal report_java_out_of_memory",
     "out of memory of the JVM (its hs_err file tells more)"},
    {"a_go_panic", "runtime.raise runtime.fatalthrow runtime.throw runtime.gopanic main.main",
     "Go panic"},
    {"nothing_of_a_runtime", ABORT "f g main", NULL},
};

static void a_runtime_is_known(void **state)
{
    const struct row *row = *state;
    struct crash *crash = fake_crash(row->stack);
    const char *words = last_words_of_runtime(crash);

    assert_int_equal(words == NULL, row->want == NULL);
    if (words != NULL) {
        assert_string_equal(words, row->want);
    }
    crash_free(crash);
}

static const struct overflow_row {
    const char *name, *stack, *kind;
    bool handled, want;
} overflows[] = {
    {"in_the_guard_page", "f f f main", "stack-guard", false, true},
    {"elsewhere", "f f f main", "unmapped", false, false},
    {"seen_by_rust",
     ABORT "std::sys::unix::abort_internal "
           "std::sys::unix::stack_overflow::imp::signal_handler __restore_rt f f f main",
     NULL, true, true},
    {"seen_by_newer_rust",
     ABORT "std::sys::pal::unix::abort_internal "
           "std::sys::pal::unix::stack_overflow::imp::signal_handler __restore_rt f f f main",
     NULL, true, true},
    {"another_fault_under_rust", ABORT "app::on_fault __restore_rt f f f main", NULL, true,
     false},
};

static void an_overflow_is_known(void **state)
{
    const struct overflow_row *row = *state;
    struct crash *crash = fake_crash(row->stack);

    if (row->kind != NULL) {
        free(crash->fault_kind);
        crash->fault_kind = strdup(row->kind);
    }
    crash->has_original = row->handled;
    crash->original_signal = SIGSEGV;
    assert_int_equal(last_words_of_overflow(crash), row->want);
    crash_free(crash);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)], overflow_tests[COUNT(overflows)];

    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = a_runtime_is_known,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < COUNT(overflows); i++) {
        overflow_tests[i] =
            (struct CMUnitTest){.name = overflows[i].name,
                                .test_func = an_overflow_is_known,
                                .initial_state = (void *)(uintptr_t)&overflows[i]};
    }
    int failed = cmocka_run_group_tests_name("last_words", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("overflow", overflow_tests, NULL, NULL);
}
