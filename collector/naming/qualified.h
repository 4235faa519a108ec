/* DWARF: the names of C++ functions that have none for the linker. */
#ifndef QUALIFIED_H
#define QUALIFIED_H

#include <elfutils/libdw.h>

/*
 * The name of a function with the namespaces, classes and functions that it is declared in:
 * "std::sort<...>", "(anonymous namespace)::parse", "run::{lambda#1}::operator()". A compiler
 * gives a linkage name only to what it emits; one that is inlined everywhere has but its own,
 * "sort" or "operator()", and no one could tell whose it is. `die` is any of its entries, the
 * inlined one too. The caller frees it; NULL where it has no name.
 */
char *qualified_name(Dwarf_Die *die) __attribute__((warn_unused_result));

#endif
