/* Which functions are only the way to die. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/setaside.h"
#include "fake_crash.h"

static const struct row {
    const char *function;
    bool aside;
} rows[] = {
    {"abort", true},
    {"abortive_parse", false},
    {"raise", true},
    {"__assert_fail", true},
    {"free", true},
    {"free_list", false},
    {"memcpy", true},
    {"memory_pool_get", false},
    {"string_append(char const*)", false},
    {"std::vector<int, std::allocator<int> >::at(unsigned long)", true},
    {"stdin_read", false},
    {"operator new(unsigned long)", true},
    {"operator==(token const&, token const&)", false},
    {"__gnu_cxx::__verbose_terminate_handler()", true},
    {"(anonymous namespace)::abort(int)", false},
    {"core::panicking::panic_fmt", true},
    {"core::run(int)", false},
    {"<usize as core::slice::index::SliceIndex<[T]>>::index", true},
    {"<mine::Thing as core::fmt::Display>::fmt", false},
    {"<alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index", true},
    {"__rustc::rust_panic", true},
    {"runtime.throw", true},
    {"main.main", false},
    {"report_fatal(char const*, int, char const*, ...)", true},
    {"report_fatality(int)", false},
    {"v8::internal::Heap::CollectGarbage(int)", true},
    {"v8::internal::Heaped::run()", false},
    {"main", false},
    {"start_thread", true},
    {"", false},
};

static void a_function_is_set_aside_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct crash *crash = fake_crash("f");
        struct crash_name *name = &crash->frames[0].names[0];

        free(name->function);
        name->function = strdup(rows[i].function);
        if (setaside_matches(crash, &crash->frames[0], name) != rows[i].aside) {
            print_error("%s: %s\n", rows[i].function, rows[i].aside ? "kept" : "set aside");
            fail();
        }
        crash_free(crash);
    }
}

static const struct row modules[] = {
    {"f@libc.so.6", true},
    {"f@libc-2.31.so", true},
    {"f@libcurl.so.4", false},
    {"f@libstdc++.so.6.0.30", true},
    {"f@ld-linux-x86-64.so.2", true},
    {"f@libcustom.so", false},
    {"f@libm.so.6", true},
    {"f@libmagic.so.1", false},
    {"f@libepitaph.so", true},
};

static void a_module_is_set_aside_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) {
        struct crash *crash = fake_crash(modules[i].function);

        if (setaside_matches(crash, &crash->frames[0], NULL) != modules[i].aside) {
            print_error("%s: %s\n", modules[i].function, modules[i].aside ? "kept" : "aside");
            fail();
        }
        crash_free(crash);
    }
}

static const char *culprit_of(struct crash *crash)
{
    const struct crash_frame *frame = NULL;
    const struct crash_name *name = NULL;

    return !setaside_culprit(crash, &frame, &name) ? "nobody"
           : name == NULL                          ? "?"
                                                   : name->function;
}

static void the_culprit_is_the_programs_innermost_function(void **state)
{
    static const struct {
        const char *stack, *culprit;
    } stacks[] = {
        {"f g main", "f"},      {"raise@libc.so.6 abort@libc.so.6 f main", "f"},
        {"abort ? main", "?"},  {"raise@libc.so.6 abort@libc.so.6", "raise"},
        {"?@libc.so.6 f", "f"}, {"", "nobody"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof stacks / sizeof stacks[0]; i++) {
        struct crash *crash = fake_crash(stacks[i].stack);
        assert_string_equal(culprit_of(crash), stacks[i].culprit);
        crash_free(crash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_is_set_aside_or_not),
        cmocka_unit_test(a_module_is_set_aside_or_not),
        cmocka_unit_test(the_culprit_is_the_programs_innermost_function),
    };

    return cmocka_run_group_tests_name("setaside", tests, NULL, NULL);
}
