/* Names of C++ and Rust, whole and shortened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "naming/demangle.h"

struct row {
    const char *name, *in, *want;
};

static const struct row symbols[] = {
    {"c_stays", "parse_header", "parse_header"},
    {"a_version_goes", "memcpy@@GLIBC_2.14", "memcpy"},
    {"c_with_z_stays", "Zebra", "Zebra"},
    {"itanium", "_ZN3foo3barEi", "foo::bar(int)"},
    {"itanium_template", "_ZNSt6vectorIiSaIiEE9push_backERKi",
     "std::vector<int, std::allocator<int> >::push_back(int const&)"},
    {"a_templates_return_type_goes", "_ZSt4moveIRiEONSt16remove_referenceIT_E4typeEOS2_",
     "std::move<int&>(int&)"},
    {"rust_legacy", "_ZN4core9panicking5panic17h0123456789abcdefE", "core::panicking::panic"},
    {"rust_v0", "_RNvCs1234_7mycrate3foo", "mycrate::foo"},
    {"broken_stays", "_ZN3fooE3barXXXX", "_ZN3fooE3barXXXX"},
    {"empty", "", ""},
};

static const struct row types[] = {
    {"std_type", "St13runtime_error", "std::runtime_error"},
    {"internal_linkage", "*N12_GLOBAL__N_15errorE", "(anonymous namespace)::error"},
    {"builtin", "i", "int"},
    {"string", "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE", "std::string"},
    {"strings_in_a_template",
     "St4pairINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEES5_E",
     "std::pair<std::string, std::string >"},
    {"no_type", "hello world", "hello world"},
};

static const struct row shorter[] = {
    {"c_stays", "parse_header", "parse_header"},
    {"arguments", "foo::bar(int, char const*)", "foo::bar(...)"},
    {"no_arguments", "foo::bar()", "foo::bar()"},
    {"templates", "std::vector<int, std::allocator<int> >::push_back(int const&)",
     "std::vector<...>::push_back(...)"},
    {"operators_keep_their_sign", "ns::operator<<(std::ostream&, X<int> const&)",
     "ns::operator<<(...)"},
    {"call_operator", "Functor::operator()(int) const", "Functor::operator()(...) const"},
    {"arrow_operator", "Ptr<T>::operator->() const", "Ptr<...>::operator->() const"},
    {"anonymous_namespace", "(anonymous namespace)::f(int)", "(anonymous namespace)::f(...)"},
    {"rust_impl_keeps_its_front", "<alloc::vec::Vec<T> as Drop>::drop",
     "<alloc::vec::Vec<...> as Drop>::drop"},
    {"rust_v0_looks_like_legacy", "<a::deep::S<&str>>::go", "a::deep::S<...>::go"},
    {"rust_hash", "core::panicking::panic::h0123456789abcdef", "core::panicking::panic"},
    {"split_parts", "parse.constprop.0.isra.0", "parse"},
    {"cold_clone", "f(int) [clone .cold]", "f(...)"},
    {"unbalanced_stays", "a<b(c", "a<b(c"},
    {"dots_of_a_name_stay", ".hidden.name", ".hidden.name"},
    {"empty", "", ""},
};

static void symbol_row(void **state)
{
    const struct row *row = *state;
    char *got = demangle_symbol(row->in);

    assert_string_equal(got, row->want);
    free(got);
}

static void type_row(void **state)
{
    const struct row *row = *state;
    char *got = demangle_type(row->in);

    assert_string_equal(got, row->want);
    free(got);
}

static void shorten_row(void **state)
{
    const struct row *row = *state;
    char *got = demangle_shorten(row->in);

    assert_string_equal(got, row->want);
    free(got);
}

#define COUNT(rows) (sizeof rows / sizeof rows[0])

static int run(const char *group, const struct row *rows, size_t count, CMUnitTestFunction test)
{
    int failed = 0;

    for (size_t i = 0; i < count; i++) {
        const struct CMUnitTest one[] = {{
            .name = rows[i].name,
            .test_func = test,
            .initial_state = (void *)(uintptr_t)&rows[i],
        }};
        failed += cmocka_run_group_tests_name(group, one, NULL, NULL);
    }
    return failed;
}

int main(void)
{
    return run("symbol", symbols, COUNT(symbols), symbol_row) +
           run("type", types, COUNT(types), type_row) +
           run("shorten", shorter, COUNT(shorter), shorten_row);
}
