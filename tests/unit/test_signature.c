/* What makes two crashes the same bug, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/signature.h"
#include "fake_crash.h"

static struct signature sign(const char *stack)
{
    struct crash *crash = fake_crash(stack);
    struct signature signature = signature_of(crash);

    crash_free(crash);
    return signature;
}

static const struct row {
    const char *name, *left, *right;
    bool same;
} rows[] = {
    {"other_callers_of_callers_do_not_matter", "f g h main x", "f g h run main y", true},
    {"another_function_is_another_bug", "f g h main", "k g h main", false},
    {"the_way_to_die_does_not_matter", "raise@libc.so.6 abort@libc.so.6 f g h", "f g h", true},
    {"abort_linked_in_does_not_matter", "raise abort __assert_fail f g h", "f g h", true},
    {"allocator_does_not_matter", "_int_free free f g h", "malloc_printerr free f g h", true},
    {"library_function_does_not_matter", "__strlen_avx2@libc.so.6 f g h",
     "__strlen_evex@libc.so.6 f g h", true},
    {"cpp_library_inlined_does_not_matter", "std::vector<int>::at(int) f g h", "f g h", true},
    {"rust_library_does_not_matter", "core::option::Option<T>::unwrap f g h", "f g h", true},
    {"a_namespace_called_core_matters", "core::run(int) f g h", "f g h", false},
    {"arguments_do_not_matter", "ns::f(int) g h", "ns::f(long) g h", true},
    {"a_copy_that_was_inlined_has_no_arguments", "ns::f(int) g h", "ns::f g h", true},
    {"a_lambda_that_was_inlined_is_the_same", "f(int)::{lambda(int)#1}::operator()(int) g h",
     "f::{lambda#1}::operator() g h", true},
    {"another_lambda_of_the_function_matters", "f::{lambda#1}::operator() f h",
     "f::{lambda#2}::operator() f h", false},
    {"template_arguments_do_not_matter", "f<int> g h", "f<long> g h", true},
    {"compilers_suffix_does_not_matter", "f.constprop.0 g.cold h", "f g h", true},
    {"rust_hash_does_not_matter", "a::f::h0123456789abcdef g h", "a::f::hfedcba9876543210 g h",
     true},
    {"a_librarys_version_does_not_matter", "f@libfoo.so.1.2 g h", "f@libfoo.so.1.3 g h", true},
    {"another_library_matters", "f@libfoo.so.1 g h", "f@libbar.so.1 g h", false},
    {"names_that_join_differently_differ", "ab c h", "a bc h", false},
    {"nothing_but_runtime_is_told_apart", "abort@libc.so.6 raise@libc.so.6",
     "raise@libc.so.6 abort@libc.so.6", false},
};

static void signatures_compare(void **state)
{
    const struct row *row = *state;
    struct signature left = sign(row->left), right = sign(row->right);

    assert_true(left.named && right.named);
    assert_int_equal(strcmp(left.text, right.text) == 0, row->same);
    assert_int_equal(strlen(left.text), SIGNATURE_LENGTH);
}

static void a_stripped_copy_shares_the_raw_signature(void **state)
{
    struct crash *named = fake_crash("abort@libc.so.6 f g main");
    struct crash *stripped = fake_crash("abort@libc.so.6 f g main");

    (void)state;
    for (size_t i = 1; i < stripped->frame_count; i++) {
        free(stripped->frames[i].names[0].function);
        free(stripped->frames[i].names);
        stripped->frames[i].names = NULL;
        stripped->frames[i].name_count = 0;
    }
    struct signature with = signature_of(named), without = signature_of(stripped);
    assert_true(with.named);
    assert_false(without.named);
    assert_string_equal(with.raw, without.raw);
    assert_string_equal(without.text, without.raw);
    crash_free(named);
    crash_free(stripped);
}

static void add_files(struct crash *crash)
{
    for (size_t i = 0; i < crash->frame_count; i++) {
        for (size_t n = 0; n < crash->frames[i].name_count; n++) {
            crash->frames[i].names[n].file = strdup("/src/demo.c");
        }
    }
}

/* What else a copy of the build may lack. */
static void names_with_all_their_files_are_whole(void **state)
{
    static const struct {
        const char *stack;
        bool files, whole;
    } cases[] = {
        {"f g h main", true, true},
        {"f g h main", false, false},
        {"f ? h main", true, false},
        {"f g h ?", true, true}, /* three functions suffice */
        {"abort@libc.so.6 f g h", true, true},
        {"?@libc.so.6 f g h", true, true},
        {"? f g h", true, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crash *crash = fake_crash(cases[i].stack);
        if (cases[i].files) {
            add_files(crash);
        }
        assert_int_equal(signature_of(crash).whole, cases[i].whole);
        crash_free(crash);
    }
}

static void addresses_of_a_run_do_not_matter(void **state)
{
    struct crash *first = fake_crash("f g main"), *second = fake_crash("f g main");

    (void)state;
    for (size_t i = 0; i < second->frame_count; i++) {
        second->frames[i].pc += 0x7f0000000000;
    }
    assert_string_equal(signature_of(first).text, signature_of(second).text);
    assert_string_equal(signature_of(first).raw, signature_of(second).raw);
    crash_free(first);
    crash_free(second);
}

static struct crash *overflow(const char *stack)
{
    struct crash *crash = fake_crash(stack);

    crash->fault_kind = strdup("stack-guard");
    return crash;
}

static void where_in_its_round_a_recursion_ends_does_not_matter(void **state)
{
    struct crash *first = overflow("f g f g f g main"), *second = overflow("g f g f g f main");
    struct crash *other = overflow("f h f h f h main");

    (void)state;
    assert_string_equal(signature_of(first).text, signature_of(second).text);
    assert_string_equal(signature_of(first).raw, signature_of(second).raw);
    assert_string_not_equal(signature_of(first).text, signature_of(other).text);
    crash_free(first);
    crash_free(second);
    crash_free(other);
}

static void another_kind_of_death_is_another_bug(void **state)
{
    struct crash *first = fake_crash("f g main"), *second = fake_crash("f g main");

    (void)state;
    second->signal = 8;
    assert_string_not_equal(signature_of(first).text, signature_of(second).text);
    second->signal = 7; /* SIGBUS: memory, too */
    assert_string_equal(signature_of(first).text, signature_of(second).text);
    crash_free(first);
    crash_free(second);
}

static void a_crash_without_a_stack_has_one_too(void **state)
{
    (void)state;
    assert_int_equal(strlen(sign("").text), SIGNATURE_LENGTH);
    assert_false(sign("").named);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 6] = {
        cmocka_unit_test(a_stripped_copy_shares_the_raw_signature),
        cmocka_unit_test(names_with_all_their_files_are_whole),
        cmocka_unit_test(addresses_of_a_run_do_not_matter),
        cmocka_unit_test(where_in_its_round_a_recursion_ends_does_not_matter),
        cmocka_unit_test(another_kind_of_death_is_another_bug),
        cmocka_unit_test(a_crash_without_a_stack_has_one_too),
    };

    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 6] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = signatures_compare,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
