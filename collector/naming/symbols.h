/*
 * The functions of a file's symbol table by address, for files that have many: libdwfl compares
 * an address with every symbol, 17 ns each, and a large program has millions.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <elfutils/libdwfl.h>

struct symbols;

/*
 * Index the symbols of `module`; NULL where they are few or memory does not suffice: ask
 * libdwfl then. Free with symbols_free(); the module must live longer.
 */
struct symbols *symbols_new(Dwfl_Module *module) __attribute__((warn_unused_result));
void symbols_free(struct symbols *symbols);

/*
 * The function that `address` lies in, with the same preferences as dwfl_module_addrinfo(), and
 * *ret_within, how far in. NULL, and *ret_within untouched, where none with a size has it.
 */
const char *symbols_find(const struct symbols *symbols, GElf_Addr address,
                         GElf_Off *ret_within);

#endif
